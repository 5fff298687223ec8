import { beforeAll, describe, expect, it } from 'vitest';
import { type Reading, readRecord } from '../../../domain/cloudtrail/record.ts';
import { foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import { wrappers } from '../../../domain/cloudtrail/wrappers.ts';
import { readTrailFile } from '../../../infra/trail/read-trail-file.ts';
import { now } from '../../domain/builders.ts';
import { rowForms, wrappedForms } from '../../domain/cloudtrail/wrapped-forms.ts';
import { sampleRecords } from './sample-records.ts';
import type { Json } from './trail-forms.ts';

let records: Json[] = [];
let bare: (record: Json) => Awaited<ReturnType<typeof read>> | undefined;

beforeAll(async () => {
  records = await sampleRecords(40);
  const readings = new Map<Json, Awaited<ReturnType<typeof read>>>();
  for (const record of records) readings.set(record, await read(record));
  bare = (record) => readings.get(record);
});

async function read(value: unknown): Promise<{ readings: Reading[]; watches: unknown; why: string | undefined }> {
  const readings: Reading[] = [];
  const fold = newRecordFold();
  const record = (each: unknown) => readings.push(foldRecord(fold, each, now));
  const malformed = (position: string, why: string) => expect.fail(`${position}: ${why}`);
  const outcome = await readTrailFile([Buffer.from(JSON.stringify(value))] as never, { record, malformed });
  return { readings, watches: fold.watches, why: outcome.kind === 'unreadable' ? outcome.why : undefined };
}

describe('a record inside a wrapper is read as the bare one', () => {
  it.each(Object.entries(wrappedForms))('%s', async (_, wrap) => {
    expect(records.length).toBeGreaterThan(20);
    for (const record of records) expect(await read(wrap(record)), JSON.stringify(record)).toEqual(bare(record));
  });

  it('also inside two of them', async () => {
    const sample = records.filter((_, index) => index % 10 === 0);
    for (const [outerName, outer] of Object.entries(wrappedForms))
      for (const [innerName, inner] of Object.entries(wrappedForms))
        for (const record of sample)
          expect(await read(outer(inner(record))), `${innerName} in ${outerName}`).toEqual(bare(record));
  });

  it('also where the wrapper stands beside bare records', async () => {
    for (const [name, wrap] of Object.entries(wrappedForms)) {
      const [one, other] = [records[0], records[1]];
      const { readings } = await read([wrap(one), other]);
      expect(readings, name).toEqual([readRecord(one, now), readRecord(other, now)]);
    }
  });

  it.each(Object.entries(rowForms))('that is a row in %s', async (_, respell) => {
    const named = records.filter(
      (record) => typeof record['userIdentity'] === 'object' && record['userIdentity'] !== null,
    );
    for (const record of named) expect(await read(respell(record)), JSON.stringify(record)).toEqual(bare(record));
  });

  it('each line of the table is needed by a form', () => {
    const keys = new Set<string>();
    const collect = (value: unknown): void => {
      if (typeof value === 'string' && /^[[{]/.test(value)) collect(JSON.parse(value));
      if (typeof value !== 'object' || value === null) return;
      for (const [key, part] of Object.entries(value)) {
        keys.add(key.toLowerCase().replace(/[^a-z0-9]/g, ''));
        collect(part);
      }
    };
    for (const wrap of Object.values(wrappedForms)) collect(wrap({}));
    expect(wrappers.map(({ key }) => key).filter((key) => !keys.has(key))).toEqual([]);
  });
});
