import { beforeAll, describe, expect, it } from 'vitest';
import { type SampleSummary, sampleDefaults } from '../../../handlers/sample/write-sample-account.ts';
import {
  filesBelow,
  grouped,
  type Json,
  jsonOfGzip,
  logFilesBelow,
  part,
  recordsBelow,
  written,
} from './written-sample.ts';

let dir: string;
let summary: SampleSummary;
let records: Json[];

beforeAll(async () => {
  ({ dir, summary } = await written());
  records = await recordsBelow(dir);
});

describe('the log files', () => {
  it('are as many and hold as many records and bytes as the summary says', async () => {
    const files = await logFilesBelow(dir);
    expect(files).toHaveLength(summary.files);
    expect(records).toHaveLength(summary.records);
    expect(summary.files).toBe(sampleDefaults.regions.length * sampleDefaults.days);
    const size = summary.rawBytes / summary.records;
    expect(size).toBeGreaterThan(1000);
    expect(size).toBeLessThan(1500);
  });

  it('have the names that CloudTrail gives', async () => {
    const name =
      /\/AWSLogs\/(\d{12})\/CloudTrail\/([a-z0-9-]+)\/(\d{4})\/(\d\d)\/(\d\d)\/\1_CloudTrail_\2_\3\4\5T\d{4}Z_[A-Za-z0-9]{16}\.json\.gz$/;
    for (const file of await logFilesBelow(dir)) expect(file).toMatch(name);
  });

  it('lie beside digests and an Insight', async () => {
    const others = (await filesBelow(summary.paths.trail)).filter((file) => !file.includes('/CloudTrail/'));
    expect(others.some((file) => file.includes('/CloudTrail-Digest/'))).toBe(true);
    const [insight = '', ...further] = others.filter((file) => file.includes('/CloudTrail-Insight/'));
    expect(further).toEqual([]);
    expect(await jsonOfGzip(insight)).toHaveProperty('Records');
  });

  it('have a record in every Region on every day', () => {
    const found = new Set(records.map((record) => `${record['awsRegion']} ${`${record['eventTime']}`.slice(0, 10)}`));
    for (const region of sampleDefaults.regions) {
      for (let day = 1; day <= sampleDefaults.days; day++) {
        const date = new Date(Date.parse(sampleDefaults.endsAt) - day * 86_400_000).toISOString().slice(0, 10);
        expect(found).toContain(`${region} ${date}`);
      }
    }
  });

  it('tell some events twice, and some in another Region’s folder', async () => {
    const times = grouped(records, (record) => record['eventID']);
    expect([...times.values()].filter((copies) => copies.length > 1).length).toBeGreaterThan(100);
    expect(times.size).toBe(sampleDefaults.days * sampleDefaults.recordsPerDay);
    const strangers = await Promise.all((await logFilesBelow(dir)).map(strangersIn));
    expect(strangers.flat().length).toBeGreaterThan(100);
  });

  it('tell some events a file later than others of their time', async () => {
    const late = (await logFilesBelow(dir)).map(async (file) => {
      const day = /_(\d{4})(\d\d)(\d\d)T/.exec(file)?.slice(1).join('-');
      const of = (await jsonOfGzip(file))['Records'] as Json[];
      return of.filter((record) => `${record['eventTime']}`.slice(0, 10) < `${day}`);
    });
    expect((await Promise.all(late)).flat().length).toBeGreaterThan(100);
  });

  it('are half of roles and services', () => {
    const others = records.filter((record) =>
      ['AssumedRole', 'AWSService'].includes(`${part(record, 'userIdentity')['type']}`),
    );
    expect(others.length / records.length).toBeGreaterThan(0.45);
    expect(others.length / records.length).toBeLessThan(0.7);
  });
});

async function strangersIn(file: string): Promise<Json[]> {
  const region = /_CloudTrail_([a-z0-9-]+)_/.exec(file)?.[1];
  return ((await jsonOfGzip(file))['Records'] as Json[]).filter((record) => record['awsRegion'] !== region);
}
