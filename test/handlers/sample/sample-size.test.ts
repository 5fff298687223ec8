import { describe, expect, it } from 'vitest';
import { stories } from '../../../handlers/sample/cast.ts';
import {
  type SampleProgress,
  sampleDefaults,
  writeSampleAccount,
} from '../../../handlers/sample/write-sample-account.ts';
import { digestOf, grouped, jsonOfGzip, logFilesBelow, recordsBelow, written } from './written-sample.ts';

const small = { users: 40, days: 6, recordsPerDay: 60 };

describe('a sample of another size', () => {
  it('is the same bytes for the same options and other bytes for another seed', async () => {
    const [one, two, other] = await Promise.all([written(small), written(small), written({ ...small, seed: 7 })]);
    expect(await digestOf(one.dir)).toBe(await digestOf(two.dir));
    expect(await digestOf(one.dir)).not.toBe(await digestOf(other.dir));
    expect(one.summary).toMatchObject({ records: two.summary.records, rawBytes: two.summary.rawBytes });
  });

  it('is the same bytes where a file has more text than fits into memory at once', async () => {
    const big = { users: 30, days: 2, recordsPerDay: 20_000, files: 3 };
    const [one, two] = await Promise.all([written(big), written(big)]);
    expect(await digestOf(one.dir)).toBe(await digestOf(two.dir));
    expect(one.summary.files).toBe(sampleDefaults.regions.length);
  });

  it.each([
    { users: 5, days: 3, recordsPerDay: 40, files: 12 },
    { users: 300, days: 20, recordsPerDay: 500, files: 7 },
    { users: 60, days: 4, recordsPerDay: 400, files: 50 },
    { users: 30, days: 5, recordsPerDay: 100, files: 9, regions: ['eu-west-1'] },
    { users: 30, days: 2, recordsPerDay: 60, files: 400 },
  ])('has $users users, $files files and $recordsPerDay different records a day', async (size) => {
    const { dir, summary } = await written(size);
    expect(summary.truth.size).toBe(size.users);
    expect(summary.files).toBe(size.files);
    expect(await logFilesBelow(dir)).toHaveLength(size.files);
    const ids = new Set((await recordsBelow(dir)).map((record) => record['eventID']));
    expect(ids.size).toBe(size.days * size.recordsPerDay);
  });

  it('spreads the records evenly over the files', async () => {
    const { dir } = await written({ users: 30, days: 3, recordsPerDay: 4000, files: 40 });
    const sizes = new Map<string, number>();
    for (const file of await logFilesBelow(dir))
      sizes.set(file, ((await jsonOfGzip(file))['Records'] as unknown[]).length);
    expect(Math.min(...sizes.values())).toBeGreaterThan(150);
    expect(Math.max(...sizes.values())).toBeLessThan(600);
  });

  it('has 30 stories of 30 users, and of 5,000 every story in its proportion', async () => {
    const few = await written({ users: 30, days: 1, recordsPerDay: 10 });
    expect(new Set([...few.summary.truth.values()].map(({ why }) => why)).size).toBe(30);
    const many = await written({ users: 5000, days: 1, recordsPerDay: 10 });
    const told = grouped(many.summary.truth.values(), ({ why }) => why);
    const shares = stories.reduce((sum, { share }) => sum + share, 0);
    for (const { label, share } of stories) {
      expect(Math.abs((told.get(label)?.length ?? 0) - (5000 * share) / shares)).toBeLessThan(2);
    }
    expect(new Set([...many.summary.truth.values()].map(({ userName }) => userName.toLowerCase())).size).toBe(5000);
  });

  it('tells its progress after each day', async () => {
    const { dir } = await written({ users: 1, days: 1, recordsPerDay: 10 });
    const told: SampleProgress[] = [];
    const summary = await writeSampleAccount(dir, { ...sampleDefaults, ...small }, (done) => told.push(done));
    expect(told.map(({ days }) => days)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(told.at(-1)).toEqual({ days: 6, records: summary.records, bytes: summary.rawBytes });
  });

  it('says so where it cannot write', async () => {
    const { dir, summary } = await written({ users: 1, days: 1, recordsPerDay: 10 });
    const below = summary.paths.credentialReport;
    expect(below.startsWith(dir)).toBe(true);
    await expect(writeSampleAccount(below, { ...sampleDefaults, ...small })).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
});
