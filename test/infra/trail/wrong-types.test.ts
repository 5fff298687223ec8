import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Reading, readRecord } from '../../../domain/cloudtrail/record.ts';
import { foldRecord, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import { isJsonObject } from '../../../domain/json.ts';
import { TrailFileReader } from '../../../infra/trail/fold-trail-file.ts';
import { now } from '../../domain/builders.ts';
import { sampleRecords } from './sample-records.ts';
import { type Below, belowFrom, pick } from './scanner/mutated-record.ts';
import { chunksOf, type Json } from './trail-forms.ts';

/** More cases by `LASTSEEN_LAW_CASES=200000 npx vitest run test/infra/trail/wrong-types.test.ts`. */
const cases = Number(process.env['LASTSEEN_LAW_CASES'] ?? 20_000);

let records: Json[] = [];

beforeAll(async () => {
  records = await sampleRecords(300);
});

/** The value as another type that a tool may make of it; never null, which CloudTrail writes for what is absent. */
function ofAnotherType(value: unknown, below: Below): unknown {
  const others = [
    7,
    true,
    false,
    '',
    [],
    {},
    [value],
    { value },
    JSON.stringify(value),
    Number(value),
    value === 'true',
  ];
  const type = (each: unknown) => (Array.isArray(each) ? 'array' : typeof each);
  return pick(
    below,
    others.filter((each) => type(each) !== type(value) && !Number.isNaN(each)),
  );
}

/** The record with one of its fields, of its caller's or of the session's, as another type. */
function withWrongType(record: Json, below: Below): Json {
  const field = pick(
    below,
    Object.keys(record).filter((name) => record[name] !== null),
  );
  const value = record[field];
  const goesDeeper = isJsonObject(value) && Object.keys(value).length > 0 && below(4) > 0;
  return { ...record, [field]: goesDeeper ? withWrongType(value, below) : ofAnotherType(value, below) };
}

/** Each day that a record proves, with its account and Region. */
function proofsOf(record: Json): string[] {
  const fold = newRecordFold();
  foldRecord(fold, record, now);
  return [...fold.watches].flatMap(([account, regions]) =>
    [...regions].flatMap(([region, { days }]) => [...days].map((day) => `${account} ${region} ${day}`)),
  );
}

function isTowardsUnused(before: Reading, after: Reading): boolean {
  if (before.kind !== 'sighting' || after.kind === 'malformed') return false;
  const isSame = after.kind === 'sighting' && isDeepStrictEqual(after.subject, before.subject);
  return !isSame || after.sighting.at < before.sighting.at;
}

describe(`of ${cases} records with one field of another type`, () => {
  it('none makes a user look silent, and none proves more than the record did', () => {
    const below = belowFrom(11);
    for (let turn = 0; turn < cases; turn++) {
      const record = pick(below, records);
      const wrong = withWrongType(record, below);
      if (isTowardsUnused(readRecord(record, now), readRecord(wrong, now)))
        expect.fail(`${JSON.stringify(record)} became ${JSON.stringify(wrong)}`);
      const proven = new Set(proofsOf(record));
      for (const proof of proofsOf(wrong)) expect(proven.has(proof), JSON.stringify(wrong)).toBe(true);
    }
  });

  it('the scanner and the parser say the same of each', async () => {
    const below = belowFrom(12);
    const readers = [new TrailFileReader(now, { by: 'scan' }), new TrailFileReader(now, { by: 'parse' })];
    for (let turn = 0; turn < cases / 10; turn++) {
      const wrongs = Array.from({ length: 10 }, () => withWrongType(pick(below, records), below));
      const bytes = Buffer.from(JSON.stringify({ Records: wrongs }));
      const [scanned, parsed] = await Promise.all(
        readers.map(async (reader) => ({
          file: await reader.foldFile(chunksOf(bytes), () => {}),
          fold: reader.finish(),
        })),
      );
      if (!isDeepStrictEqual(scanned, parsed)) expect.fail(`${bytes}`);
    }
  });

  it('some are malformed, some prove nothing any more, and some are read as before', () => {
    const below = belowFrom(13);
    const seen = { malformed: 0, unproven: 0, same: 0 };
    for (let turn = 0; turn < 2000; turn++) {
      const record = pick(below, records);
      const wrong = withWrongType(record, below);
      if (readRecord(wrong, now).kind === 'malformed') seen.malformed++;
      else if (proofsOf(wrong).length < proofsOf(record).length) seen.unproven++;
      else seen.same++;
    }
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20);
  });
});
