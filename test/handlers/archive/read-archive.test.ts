import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered } from '../../../domain/answer.ts';
import type { Checkpoint } from '../../../domain/archive/archive-checkpoint.ts';
import { parseSelection } from '../../../domain/archive/archive-selection.ts';
import { accountsOf } from '../../../domain/cloudtrail/record-fold.ts';
import { daysOfBits } from '../../../domain/day-set.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { ReadArchivePorts } from '../../../handlers/archive/archive-ports.ts';
import { readArchive } from '../../../handlers/archive/read-archive.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import { writeScannedAccount } from '../../../handlers/trail/write-scanned-account.ts';
import { okOf } from '../../domain/ok-of.ts';
import { call, daysAgo, now } from '../../e2e/inputs.ts';
import { keyOf, logBytes } from '../../e2e/s3-archive.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { dumpOf } from '../scan/scan-files.ts';

const location = { bucket: 'trail', prefix: '' };
const selection = okOf(parseSelection({}));
const dir = temporaryFolder();

/** A bucket, a table and its checkpoints in memory; every call may be told to end the process instead. */
function world(objects: Map<string, Uint8Array>, crash: () => void = () => {}) {
  const table = memoryLastSeenTable();
  const kept = new Map<string, Checkpoint>();
  const opened: string[] = [];
  const listed: string[] = [];
  const ports: ReadArchivePorts = {
    list: async ({ prefix, deep, token }) => {
      crash();
      listed.push(prefix);
      const below = [...objects.keys()].filter((key) => key.startsWith(prefix)).sort();
      const cut = (key: string) => key.indexOf('/', prefix.length) + 1;
      const isBelow = (key: string) => !deep && cut(key) > 0;
      const folders = [...new Set(below.filter(isBelow).map((key) => key.slice(0, cut(key))))];
      const all = below.filter((key) => !isBelow(key));
      const at = Number(token ?? 0);
      const page = all.slice(at, at + 2).map((key) => ({ key, sizeBytes: 1, mark: key.slice(-16, -8) }));
      const next = at + 2 < all.length ? `${at + 2}` : undefined;
      return answered({ folders: at === 0 ? folders : [], objects: page, next });
    },
    open: async (key) => {
      crash();
      opened.push(key);
      const bytes = objects.get(key);
      if (bytes === undefined) return { kind: 'missing', why: 'NoSuchKey' };
      const chunks = async function* () {
        yield bytes;
      };
      return { kind: 'open', bytes: chunks(), sizeBytes: bytes.length, close: () => {} };
    },
    table: {
      readAccount: table.readAccount,
      apply: async (write) => {
        crash();
        return table.apply(write);
      },
    },
    checkpoints: {
      readCheckpoints: async (_, prefix) => new Map([...kept].filter(([folder]) => folder.startsWith(prefix))),
      writeCheckpoint: async (_, checkpoint) => {
        crash();
        kept.set(checkpoint.folder, checkpoint);
        return 1;
      },
    },
    progress: { bytes: () => {}, file: () => {}, done: () => {} },
  };
  const read = (more = {}) =>
    readArchive(
      { location, selection, now, settleAt: now, again: false, prove: false, sliceObjects: 3, ...more },
      ports,
    );
  return { table, kept, opened, listed, read };
}

function archiveOf(files: number): Map<string, Uint8Array> {
  const logs = Array.from({ length: files }, (_, file): [string, Uint8Array] => {
    const at = daysAgo((file * 7) % 40);
    const region = file % 3 === 0 ? 'us-east-1' : 'eu-west-1';
    return [
      keyOf(at, region),
      logBytes([call(`user${file % 5}`, at), call(`user${(file * 3) % 7}`, daysAgo(file % 50))]),
    ];
  });
  return new Map(logs);
}

/** The same objects as files on disk, read as those are. */
async function byFiles(objects: Map<string, Uint8Array>, name: string) {
  for (const [key, bytes] of objects) {
    mkdirSync(dirname(join(dir, name, key)), { recursive: true });
    writeFileSync(join(dir, name, key), bytes);
  }
  const { fold } = await readTrail([join(dir, name)], now, { bytes: () => {}, file: () => {} });
  const table = memoryLastSeenTable();
  for (const accountId of accountsOf(fold)) await writeScannedAccount(accountId, fold, table);
  return dumpOf(table);
}

describe('the reading of an archive', () => {
  it('comes to the same table as its files on disk', async () => {
    const objects = archiveOf(40);
    const { table, read } = world(objects);
    const { fold, archive } = await read();
    expect({ received: fold.received, archive }).toMatchObject({
      received: 80,
      archive: { objects: 40, alreadyRead: 0 },
    });
    expect(await dumpOf(table)).toBe(await byFiles(objects, 'whole'));
  });

  it('that ends anywhere, any number of times, goes on and comes to the same, never behind its checkpoints', async () => {
    const objects = archiveOf(12);
    const expected = await byFiles(objects, 'crashes');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(150), { maxLength: 4 }), async (crashes) => {
        let left = Number.POSITIVE_INFINITY;
        const { table, read, opened } = world(objects, () => {
          if (left-- <= 0) throw new Error('killed');
        });
        for (const calls of crashes) {
          left = calls;
          await read().catch((error: Error) => expect(error.message).toBe('killed'));
        }
        left = Number.POSITIVE_INFINITY;
        await read();
        expect(await dumpOf(table)).toBe(expected);
        opened.length = 0;
        expect((await read()).archive).toMatchObject({ objects: 12, alreadyRead: 12 });
        expect(opened).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  it('lists a day again until it is over for two days, and never after', async () => {
    const objects = new Map(
      [0, 1, 2, 3, 4].map((days) => [keyOf(daysAgo(days)), logBytes([call('alice', daysAgo(days))])]),
    );
    const { read, listed } = world(objects);
    await read();
    listed.length = 0;
    await read();
    expect(listed.filter((prefix) => /\d\d\/$/.test(prefix) && prefix.split('/').length === 8)).toEqual(
      ['2026/11/23/', '2026/11/22/', '2026/11/21/'].map((day) => `AWSLogs/111122223333/CloudTrail/eu-west-1/${day}`),
    );
    objects.set(keyOf(daysAgo(1)), logBytes([call('bob', daysAgo(2))]));
    expect((await read()).archive).toMatchObject({ objects: 6, alreadyRead: 5 });
  });

  it('settles nothing by a moment that the clock has not reached', async () => {
    const { read, kept } = world(archiveOf(10));
    await read({ now: daysAgo(-400), settleAt: daysAgo(400) });
    expect([...kept.values()].filter(({ settled }) => settled)).toEqual([]);
  });

  it('reads all again where it is told to', async () => {
    const { read, opened } = world(archiveOf(10));
    await read();
    expect((await read({ again: true })).archive).toMatchObject({ objects: 10, alreadyRead: 0 });
    expect(opened).toHaveLength(20);
  });

  it('never finishes a folder of which an object cannot be read', async () => {
    const objects = archiveOf(5);
    const [gone = ''] = objects.keys();
    const bytes = objects.get(gone) as Uint8Array;
    const { read, kept } = world(objects);
    for (const alreadyRead of [0, 4]) {
      objects.set(gone, new Uint8Array());
      const reading = await read();
      expect(reading.archive).toMatchObject({ objects: 5, alreadyRead });
      expect(reading.unreadable).toEqual([{ file: `s3://trail/${gone}`, why: 'is empty' }]);
      expect(kept.get(gone.slice(0, gone.lastIndexOf('/') + 1))?.settled ?? false).toBe(false);
    }
    objects.set(gone, bytes);
    expect((await read()).archive).toMatchObject({ alreadyRead: 4 });
    expect((await read()).archive).toMatchObject({ alreadyRead: 5 });
  });

  it('remembers a record that cannot be read, whoever it is of, as a gap of every scan', async () => {
    const objects = archiveOf(9);
    const [bad, worse] = [...objects.keys()].slice(3) as [string, string];
    const anybodys = { ...call('x', daysAgo(1)), userIdentity: { type: 'IAMUser', accountId: '111122223333' } };
    objects.set(bad, logBytes([call('alice', 'never')]));
    objects.set(worse, logBytes([anybodys]));
    const { read } = world(objects);
    const first = await read();
    expect(first.fold.unreadable.get('111122223333' as AccountId)?.size).toBe(1);
    expect(first.fold.unattributed).toBeDefined();
    const second = await read();
    expect(second.archive).toMatchObject({ objects: 9, alreadyRead: 9 });
    expect(second.fold.unreadable).toEqual(first.fold.unreadable);
    expect(second.fold.unattributed).toEqual(first.fold.unattributed);
  });

  it('does not finish a record of the future, which a later scan will take', async () => {
    const objects = new Map([[keyOf(daysAgo(10)), logBytes([call('alice', daysAgo(10))])]]);
    const { read } = world(objects);
    expect((await read({ now: daysAgo(30) })).fold.malformed).toBe(1);
    expect((await read()).fold).toMatchObject({ recorded: 1, malformed: 0 });
  });

  it('finds what is not in the layout of AWS, and beside it only what AWS names', async () => {
    const bytes = logBytes([call('alice', daysAgo(1))]);
    const named = keyOf(daysAgo(1)).split('/').at(-1) as string;
    const loose = new Map(
      ['x/export.json.gz', 'x/deep/er/lines.ndjson', named, 'x/notes.txt'].map((key) => [key, bytes]),
    );
    expect((await world(loose).read()).archive.objects).toBe(3);
    const both = new Map([...loose, [keyOf(daysAgo(2)), bytes]]);
    const reading = await world(both).read();
    expect(reading.archive.objects).toBe(2);
    expect(reading.skippedFiles).toEqual({ digest: 0, insight: 0, other: 3 });
  });

  it('takes the late records of the day before the first folder for no proof of that day', async () => {
    const [first, before] = [daysAgo(3), daysAgo(4)];
    const objects = new Map([[keyOf(first), logBytes([call('alice', first), call('bob', before)])]]);
    const { table, read } = world(objects);
    const since = okOf(parseSelection({ since: daysAgo(2).slice(0, 10) }));
    const { fold } = await read({ selection: since });
    const [accountId] = accountsOf(fold);
    const stored = await table.readAccount(accountId as AccountId);
    const days = [...stored.watches.values()].flatMap((watch) => [...watch.days].map(([, bits]) => daysOfBits(bits)));
    expect(days.flat()).toEqual([Number(first.slice(8, 10))]);
    expect(stored.lastSeen.size).toBe(2);
  });

  it('takes a single object and nothing whose name only begins so', async () => {
    const bytes = logBytes([call('alice', daysAgo(1))]);
    const objects = new Map([
      ['x/a.json', bytes],
      ['x/a.json.gz', bytes],
    ]);
    const { read, opened } = world(objects);
    await read({ location: { bucket: 'trail', prefix: 'x/a.json' } });
    expect(opened).toEqual(['x/a.json']);
    expect((await read()).archive).toMatchObject({ objects: 2, alreadyRead: 1 });
  });
});
