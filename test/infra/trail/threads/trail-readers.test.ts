import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../domain/time.ts';
import { sampleDefaults, writeSampleAccount } from '../../../../handlers/sample/write-sample-account.ts';
import { readTrail } from '../../../../handlers/trail/read-trail.ts';
import { TrailFileReader } from '../../../../infra/trail/fold-trail-file.ts';
import { OrderedTrailReader } from '../../../../infra/trail/threads/ordered-trail-reader.ts';
import { littleBytes } from '../../../../infra/trail/threads/trail-threads.ts';
import { UnorderedTrailReader } from '../../../../infra/trail/threads/unordered-trail-reader.ts';
import { walkTrail } from '../../../../infra/trail/trail-paths.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { chunksOf } from '../trail-forms.ts';

const now = '2026-11-01T00:00:00Z' as Instant;
const bombWords = /^inflates to more than 200 times its size: stopped after (\d+) bytes/;
const quiet = { bytes: () => {}, file: () => {} };

/** The reading as it is shipped, with its thread's script beside it. */
const shipped = await buildReading();

interface Reading {
  readonly readTrail: typeof readTrail;
  readonly OrderedTrailReader: typeof OrderedTrailReader;
  readonly UnorderedTrailReader: typeof UnorderedTrailReader;
}

async function buildReading(): Promise<Reading> {
  const outdir = temporaryFolder();
  await build({
    entryPoints: [
      'handlers/trail/read-trail.ts',
      'infra/trail/threads/ordered-trail-reader.ts',
      'infra/trail/threads/unordered-trail-reader.ts',
      'infra/trail/threads/trail-worker.ts',
    ],
    ...{ entryNames: '[name]' },
    ...{ bundle: true, platform: 'node', format: 'esm', splitting: true, outdir, logLevel: 'error' },
    outExtension: { '.js': '.js' },
  });
  await writeFile(join(outdir, 'package.json'), '{"type":"module"}');
  const load = (name: string) => import(pathToFileURL(join(outdir, name)).href);
  const readers = ['read-trail.js', 'ordered-trail-reader.js', 'unordered-trail-reader.js'];
  return Object.assign({}, ...(await Promise.all(readers.map(load))));
}

async function countingThreads<T>(read: () => Promise<T>): Promise<{ readonly value: T; readonly threads: number }> {
  let threads = 0;
  const count = () => threads++;
  process.on('worker', count);
  const value = await read();
  process.off('worker', count);
  return { value, threads };
}

it('threads come to the same as one thread, with all lists in the order of the walk', async () => {
  const dir = temporaryFolder();
  const { paths } = await writeSampleAccount(dir, { ...sampleDefaults, days: 30, recordsPerDay: 1500, files: 40 });
  const malformed = { eventVersion: '1', userIdentity: { type: 'IAMUser' }, eventTime: 'x' };
  await mkdir(join(paths.trail, '0'));
  for (let file = 0; file < 30; file++) {
    const name = join(paths.trail, file % 2 === 0 ? '0' : '.', `${file}.json`);
    await writeFile(name, JSON.stringify({ Records: [malformed, { ...malformed, eventVersion: '2' }] }));
    await writeFile(`${name}.gz`, gzipSync(name).subarray(0, 20));
    await copyFile(name, `${name}l`);
  }
  const here = await readTrail([paths.trail], now, quiet);
  const { value: there, threads } = await countingThreads(() => shipped.readTrail([paths.trail], now, quiet));
  expect(threads).toBeGreaterThan(1);
  expect(there).toEqual(here);
  expect(here.unreadable).toHaveLength(30);
  expect([...here.unreadable.map(({ file }) => file)]).toEqual(there.unreadable.map(({ file }) => file));
});

interface Sample {
  readonly trail: string;
  readonly files: readonly Buffer[];
  readonly sizeBytes: number;
}

async function sampleOf(recordsPerDay: number): Promise<Sample> {
  const size = { ...sampleDefaults, days: 30, recordsPerDay, files: 12 };
  const { trail } = (await writeSampleAccount(temporaryFolder(), size)).paths;
  const files: Buffer[] = [];
  for await (const found of walkTrail([trail])) if (found.kind === 'file') files.push(await readFile(found.path));
  return { trail, files, sizeBytes: files.reduce((sum, { length }) => sum + length, 0) };
}

const much = await sampleOf(1500);
const expected = await readTrail([much.trail], now, quiet);

it.each(['path', 'bytes', 'stream'])('a file comes to the same by its %s, here and on threads', async (form) => {
  for (const Readers of [OrderedTrailReader, shipped.OrderedTrailReader]) {
    const readers = new Readers({ now, hashes: false }, () => {});
    const done: number[] = [];
    for await (const found of walkTrail([much.trail])) {
      if (found.kind !== 'file') continue;
      const bytes = Buffer.from(await readFile(found.path));
      const source = form === 'path' ? found.path : form === 'bytes' ? bytes : chunksOf(bytes, 10_000);
      await readers.read({ source, sizeBytes: 10_000_000, done: ({ outcome }) => done.push(outcome.bytes) });
      expect(bytes.length).toBeGreaterThan(0);
    }
    const fold = await readers.finish();
    await readers.stop();
    expect(fold).toEqual(expected.fold);
    expect(done).toHaveLength(expected.files);
  }
});

describe('files that come in any order', () => {
  const read = (Reader: typeof UnorderedTrailReader, files: readonly Buffer[]) =>
    countingThreads(async () => {
      const reader = new Reader({ now, hashes: false }, () => {});
      await Promise.all(files.map((bytes) => reader.foldFile(bytes)));
      const fold = await reader.finish();
      await reader.stop();
      return fold;
    });

  it('come to the same here and on threads, which start where there is much to read', async () => {
    const { files, sizeBytes } = much;
    const often = Array<typeof files>(Math.ceil(littleBytes / sizeBytes))
      .fill(files)
      .flat();
    const here = await read(UnorderedTrailReader, often);
    const there = await read(shipped.UnorderedTrailReader, often);
    expect(there.value).toEqual(here.value);
    expect([here.threads, there.threads]).toEqual([0, expect.toSatisfy((threads: number) => threads > 1)]);
  });

  it('come to the same without a thread, where there is little', async () => {
    const { trail, files, sizeBytes } = await sampleOf(50);
    expect(sizeBytes).toBeLessThan(littleBytes);
    const { value, threads } = await read(shipped.UnorderedTrailReader, files);
    // What is unreadable belongs to the result of each file here.
    const { fold } = await readTrail([trail], now, quiet);
    expect({ ...value, unreadable: fold.unreadable }).toEqual(fold);
    expect(threads).toBe(0);
  });
});

/** Inflating a gigabyte takes more than the usual minute where other work takes the cores. */
const timeout = 240_000;

it('a bomb of 5 GB is stopped with a clear error and little memory, and the next file is read', {
  timeout,
}, async () => {
  const dir = temporaryFolder();
  const blanks = gzipSync(Buffer.alloc(50_000_000, ' '), { level: 9 });
  const bomb = Buffer.concat([gzipSync('{"Records":['), ...Array<Buffer>(100).fill(blanks)]);
  expect(bomb.length).toBeLessThan(6_000_000);
  await writeFile(join(dir, '1.json.gz'), bomb);
  await writeFile(join(dir, '2.json.gz'), gzipSync('{"Records":[{"eventVersion":"1"}]}'));
  const before = process.memoryUsage.rss();
  let peak = before;
  const bytes = () => {
    peak = Math.max(peak, process.memoryUsage.rss());
  };
  const { unreadable, fold } = await readTrail([dir], now, { ...quiet, bytes });
  expect(unreadable).toMatchObject([{ file: join(dir, '1.json.gz'), why: expect.stringMatching(bombWords) }]);
  expect(fold.received).toBe(1);
  expect((peak - before) / 1e6).toBeLessThan(150);
});

it('a bomb given as bytes is stopped as early', { timeout }, async () => {
  const blanks = gzipSync(Buffer.alloc(50_000_000, '{'), { level: 9 });
  const bomb = Buffer.concat(Array<Buffer>(100).fill(blanks));
  const { outcome } = await new TrailFileReader(now).foldFile(bomb, () => {});
  expect(outcome).toMatchObject({ kind: 'unreadable', why: expect.stringMatching(bombWords) });
  expect(Number(bombWords.exec((outcome as { why: string }).why)?.[1])).toBeLessThan(600e6);
});
