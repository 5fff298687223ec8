import { isDeepStrictEqual } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Instant } from '../../../../domain/time.ts';
import { TrailFileReader } from '../../../../infra/trail/fold-trail-file.ts';
import { newKernel } from '../../../../infra/trail/scanner/kernel-interface.ts';
import { registerNames } from '../../../../infra/trail/scanner/register-names.ts';
import { sampleRecords } from '../sample-records.ts';
import { belowFrom, pick } from './mutated-record.ts';
import { reshaped } from './mutated-shape.ts';

/** For each seed; `npm run check:mutated` takes thirteen times as many. */
const mutatedFiles = process.env['LASTSEEN_MUTATED'] === 'all' ? 20_000 : 1_500;
const now = '2026-11-01T00:00:00Z' as Instant;
const base = {
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAALICE2222222222222',
    accountId: '111122223333',
    userName: 'alice',
  },
  eventTime: '2026-10-31T10:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'ListUsers',
  requestParameters: { maxItems: 7 },
  responseElements: null,
  eventID: 'aaaa',
  readOnly: true,
  tlsDetails: { tlsVersion: 'TLSv1.3' },
};
const json = (more: object) => JSON.stringify({ ...base, ...more });

/** A kernel that takes every record, and a function that gives it records and counts those taken and followed. */
function kernelOfAll() {
  const kernel = newKernel(() => kernel.onlyCounted.value);
  registerNames(kernel);
  kernel.setNow(Date.parse(now) / 1000);
  const read = (...records: readonly string[]) => {
    const before = kernel.followed.value;
    const bytes = Buffer.from(records.join(','));
    Buffer.from(kernel.memory.buffer).set(bytes, kernel.inputAddress());
    kernel.endInput(bytes.length);
    kernel.readElements(0);
    return { taken: kernel.elements.value, followed: kernel.followed.value - before };
  };
  return { kernel, read };
}

describe('a record teaches its shape', () => {
  it.each([
    ['with other texts', { eventID: 'bbbb', eventName: 'GetUser', userAgent: undefined }],
    ['with other parameters', { requestParameters: { a: [{ b: null }] } }],
    ['with parameters in the place of none', { responseElements: { user: { path: '/' } } }],
    ['with no parameters', { requestParameters: null }],
    ['with an escape in a text that no reading needs', { tlsDetails: { tlsVersion: 'TLS\n' } }],
  ])('to a record %s', (_, more) => {
    expect(kernelOfAll().read(json({}), json(more))).toEqual({ taken: 2, followed: 1 });
  });

  it.each([
    ['with another name', { userAgent: 'x' }],
    ['with another literal', { readOnly: false }],
    ['with a number for a text', { eventID: 7 }],
  ])('not to a record %s, which teaches its own', (_, more) => {
    expect(kernelOfAll().read(json({}), json(more), json({}), json(more))).toEqual({ taken: 4, followed: 2 });
  });

  it('not to one with an escape where the reading compares texts', () => {
    expect(kernelOfAll().read(json({}), json({ eventID: 'a\n' }))).toEqual({ taken: 1, followed: 0 });
  });

  it('and one that is cut short teaches nothing and is not taken', () => {
    const { read } = kernelOfAll();
    expect(read(json({}), json({}).slice(0, -1))).toEqual({ taken: 1, followed: 0 });
    expect(read(json({}))).toEqual({ taken: 1, followed: 1 });
  });
});

/** Records of which no two have the same names. */
const varied = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => json({ [`name${index + from}`]: '' }));

describe('where records vary', () => {
  it('no further attempt is made for 8,192 of them, and then shapes are learned anew', () => {
    const { read } = kernelOfAll();
    expect(read(...varied(300)).followed).toBe(0);
    expect(read(json({}), json({}), json({})).followed).toBe(0);
    for (let turn = 0; turn < 10; turn++) expect(read(...varied(814)).followed).toBe(0);
    expect(read(...Array<string>(5).fill(json({}))).followed).toBe(0);
    expect(read(json({}), json({}), json({})).followed).toBe(2);
  });

  it('the memory of shapes ends and records are read as before', () => {
    const { read } = kernelOfAll();
    const long = 'x'.repeat(3000);
    for (let turn = 0; turn < 450; turn++) {
      const record = json({ [`name${turn}${long}`]: '' });
      const { taken } = read(record, json({}), json({}), json({}));
      expect(taken).toBe(4);
    }
    expect(read(json({}), json({})).followed).toBe(2);
  });
});

describe('the scan of records that agree with a shape and then leave it comes to the same as their parsing', () => {
  let texts: string[] = [];
  beforeAll(async () => {
    texts = (await sampleRecords(150)).map((record) => JSON.stringify(record));
  });

  it.each([1, 2])('seed %d', { timeout: 300_000 }, async (seed) => {
    const below = belowFrom(seed);
    const readers = [new TrailFileReader(now, { by: 'scan' }), new TrailFileReader(now, { by: 'parse' })];
    for (let turn = 0; turn < mutatedFiles; turn++) {
      const known = pick(below, texts);
      const records = [known, known, known, reshaped(known, below, pick(below, texts)), known];
      const bytes = Buffer.from(`{"Records":[${records.join(',')}]}`);
      const [scanned, parsed] = await Promise.all(
        readers.map(async (reader) => ({ file: await reader.foldFile(bytes, () => {}), fold: reader.finish() })),
      );
      if (!isDeepStrictEqual(scanned, parsed)) expect.fail(`turn ${turn}: ${bytes}`);
    }
  });
});
