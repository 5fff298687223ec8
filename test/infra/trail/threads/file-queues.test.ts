import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FileQueues, type FileRun, type QueuedFile } from '../../../../infra/trail/threads/file-queues.ts';

const file = (source: string): QueuedFile => ({ source, done: () => {}, failed: () => {} });
const sourcesOf = (run: FileRun | undefined) => run?.map(({ source }) => source);

function queuesOf(count: number, threads = 2): FileQueues {
  const queues = new FileQueues(threads);
  for (let index = 0; index < count; index++) queues.add(file(`${index}`), 1000);
  return queues;
}

it('64 files in a row go to one thread, the next 64 to another', () => {
  const queues = queuesOf(128);
  expect(sourcesOf(queues.take(0))).toEqual(['0', '1', '2', '3']);
  expect(sourcesOf(queues.take(1))).toEqual(['64', '65', '66', '67']);
  expect(sourcesOf(queues.take(0))).toEqual(['4', '5', '6', '7']);
});

it('a thread without files takes the last ones of another', () => {
  const queues = queuesOf(12);
  expect(sourcesOf(queues.take(1))).toEqual(['8', '9', '10', '11']);
  expect(sourcesOf(queues.take(1))).toEqual(['4', '5', '6', '7']);
});

it('a thread need not wait until files are a whole run', () => {
  const queues = queuesOf(1);
  expect(sourcesOf(queues.take(1))).toEqual(['0']);
  expect(queues.take(0)).toBeUndefined();
});

it('large files are a run each', () => {
  const queues = new FileQueues(2);
  expect(queues.add(file('a'), 2_000_000)).toBe(false);
  expect(queues.add(file('b'), 100_000)).toBe(true);
  expect(queues.add(file('c'), 600_000_000)).toBe(true);
  expect(sourcesOf(queues.take(0))).toEqual(['a', 'b']);
  expect(sourcesOf(queues.take(0))).toEqual(['c']);
});

it('each file is taken once, by whichever thread asks when', () => {
  const turns = fc.array(fc.oneof(fc.constant('add' as const), fc.nat(2)), { maxLength: 400 });
  fc.assert(
    fc.property(turns, (given) => {
      const queues = new FileQueues(3);
      const taken: (string | Uint8Array)[] = [];
      let added = 0;
      for (const turn of given) {
        if (turn === 'add') queues.add(file(`${added++}`), 1000);
        else taken.push(...(sourcesOf(queues.take(turn)) ?? []));
      }
      taken.push(...(sourcesOf(queues.clear()) ?? []));
      expect(taken.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: added }, (_, index) => index));
    }),
  );
});
