import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { readRecord } from '../../../../domain/cloudtrail/record.ts';
import { addRecord } from '../../../../domain/coverage/watch.ts';
import type { Instant } from '../../../../domain/time.ts';
import { sampleDefaults, writeSampleAccount } from '../../../../handlers/sample/write-sample-account.ts';
import type { TrailSource } from '../../../../infra/trail/bytes/trail-bytes.ts';
import { TrailFileReader } from '../../../../infra/trail/fold-trail-file.ts';
import { readTrailFile } from '../../../../infra/trail/read-trail-file.ts';
import { identityFields, recordFields } from '../../../../infra/trail/scanner/kernel-fields.ts';
import { walkTrail } from '../../../../infra/trail/trail-paths.ts';
import { temporaryFolder } from '../../../temporary-folder.ts';
import { chunksOf } from '../trail-forms.ts';
import { belowFrom, mutated, pick } from './mutated-record.ts';

/** For each of four seeds; `npm run check:mutated` takes eight times as many. */
const mutatedFiles = process.env['LASTSEEN_MUTATED'] === 'all' ? 25_000 : 3_000;
const data = '../shared/data/cloudtrail';
const now = '2026-11-01T00:00:00Z' as Instant;
const scan = new TrailFileReader(now, { by: 'scan' });
const parse = new TrailFileReader(now, { by: 'parse' });

async function read(folder: TrailFileReader, source: TrailSource) {
  const file = await folder.foldFile(source, () => {});
  return { file, fold: folder.finish() };
}

async function isSame(text: string | Buffer, chunk?: number): Promise<boolean> {
  const bytes = Buffer.from(text as string);
  const [scanned, parsed] = [await read(scan, chunksOf(bytes, chunk)), await read(parse, chunksOf(bytes, chunk))];
  return isDeepStrictEqual(scanned, parsed);
}

async function filesIn(folder: string): Promise<string[]> {
  const files: string[] = [];
  for await (const found of walkTrail([folder])) if (found.kind === 'file') files.push(found.path);
  return files;
}

async function expectSameFiles(files: readonly string[]): Promise<void> {
  for (const path of files) expect(await read(scan, path), path).toStrictEqual(await read(parse, path));
  for (const path of files) for (const folder of [scan, parse]) await folder.foldFile(path, () => {});
  expect(scan.finish()).toStrictEqual(parse.finish());
}

let sample: string[] = [];
let texts: string[] = [];

beforeAll(async () => {
  const dir = temporaryFolder();
  const { paths } = await writeSampleAccount(dir, { ...sampleDefaults, users: 60, days: 40, recordsPerDay: 150 });
  sample = await filesIn(paths.trail);
  const all: string[] = [];
  for (const path of sample) await readTrailFile(path, { record: (record) => all.push(JSON.stringify(record)) });
  const byKind = new Map(all.map((text) => [`${text.slice(0, 120)}${text.length % 7}`, text]));
  texts = [...byKind.values()].slice(0, 600);
});

describe('the scan of a file comes to the same as its parsing', () => {
  it('for the sample account', async () => {
    await expectSameFiles(sample);
  });

  it.skipIf(!existsSync(data))(`for each public file (skipped where ${data} is absent)`, async () => {
    const files = await filesIn(data);
    expect(files.length).toBeGreaterThan(50);
    await expectSameFiles(files);
  });

  it('cut at every byte', async () => {
    const text = `{"Records":[${texts.slice(0, 4).join(',')}]}`;
    for (let end = 0; end <= text.length; end++) {
      if (!(await isSame(text.slice(0, end)))) expect.fail(`cut at byte ${end} of ${text}`);
    }
  });

  it('in chunks of every size', async () => {
    const text = `{"Records":[${texts.slice(4, 7).join(',')}]}`;
    for (let size = 1; size <= text.length; size++) {
      if (!(await isSame(text, size))) expect.fail(`chunks of ${size} of ${text}`);
    }
  });

  it.each([1, 2, 3, 4])('in thousands of files of mutated records, seed %d', async (seed) => {
    const below = belowFrom(seed);
    for (let turn = 0; turn < mutatedFiles; turn++) {
      const known = pick(below, texts);
      const records = [
        known,
        mutated(known, below(3), below),
        below(3) === 0 ? mutated(pick(below, texts), 1, below) : known,
      ];
      const order = below(2) === 0 ? records : records.reverse();
      const text = `{"Records":[${order.join(below(50) === 0 ? ' , ' : ',')}]}`;
      const bytes = Buffer.from(text);
      if (below(8) === 0) bytes[below(bytes.length)] = below(256);
      if (!(await isSame(bytes, below(20) === 0 ? 1 + below(bytes.length) : undefined)))
        expect.fail(`turn ${turn}: ${bytes}`);
    }
  });
});

it('takes nearly all records of usual form from the bytes', async () => {
  let parsed = 0;
  let all = 0;
  const folder = new TrailFileReader(now);
  const original = JSON.parse;
  JSON.parse = (text: string) => {
    if (text.startsWith('{"eventVersion":"1')) parsed++;
    return original(text);
  };
  for (const path of sample) all += (await folder.foldFile(path, () => {})).outcome.records;
  JSON.parse = original;
  expect(parsed / all).toBeLessThan(0.1);
});

it('no reading asks a record for a field that the kernel does not know', () => {
  const asked = new Set<PropertyKey>();
  const askedOfIdentity = new Set<PropertyKey>();
  for (const text of texts) {
    const record = JSON.parse(text);
    if (record.eventName === 'CheckMfa') continue;
    const userIdentity = record.userIdentity && spy(record.userIdentity, askedOfIdentity);
    const spied = spy({ ...record, ...(userIdentity && { userIdentity }) }, asked);
    readRecord(spied, now);
    addRecord(new Map(), spied, now, 'may-prove');
  }
  expect([...asked].filter((name) => !(recordFields as readonly PropertyKey[]).includes(name))).toEqual([]);
  expect([...askedOfIdentity].filter((name) => !(identityFields as readonly PropertyKey[]).includes(name))).toEqual([]);
});

function spy<T extends object>(target: T, asked: Set<PropertyKey>): T {
  return new Proxy(target, {
    get: (object, name, receiver) => {
      asked.add(name);
      return Reflect.get(object, name, receiver);
    },
  });
}
