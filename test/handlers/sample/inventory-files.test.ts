import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { stories } from '../../../handlers/sample/cast.ts';
import { type SampleSummary, sampleDefaults } from '../../../handlers/sample/write-sample-account.ts';
import { type Json, written } from './written-sample.ts';

let summary: SampleSummary;

beforeAll(async () => {
  ({ summary } = await written());
});

const names = () => [...summary.truth.values()].map(({ userName }) => userName);

describe('the cast', () => {
  it('tells every story', () => {
    const told = new Set([...summary.truth.values()].map(({ why }) => why));
    expect(stories.map(({ label }) => label).filter((label) => !told.has(label))).toEqual([]);
    expect(summary.truth.size).toBe(sampleDefaults.users);
  });

  it('has odd but legal names, all different without regard to case', () => {
    for (const name of ['=cmd.calc', '+svc', '@ops', '-dash', 'a.b+c=d,e@f_g-h']) expect(names()).toContain(name);
    expect(Math.max(...names().map((name) => name.length))).toBe(64);
    expect(new Set(names().map((name) => name.toLowerCase())).size).toBe(names().length);
  });
});

describe('the inventory files', () => {
  it('hold a credential report of 23 columns in IAM’s forms, with root first and no newline at the end', async () => {
    const csv = await readFile(summary.paths.credentialReport, 'utf8');
    const rows: string[][] = parse(csv);
    expect(csv.endsWith('\n')).toBe(false);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([23]));
    expect(rows[1]?.[0]).toBe('<root_account>');
    expect(rows).toHaveLength(2 + sampleDefaults.users - 1);
    const cells = new Set(rows.flat());
    for (const word of ['N/A', 'no_information', 'not_supported', 'true', 'false']) expect(cells).toContain(word);
    expect(rows.slice(1).some((row) => row[2]?.endsWith('Z'))).toBe(true);
    expect(rows.slice(1).some((row) => row[2]?.endsWith('+00:00'))).toBe(true);
  });

  it('list the same users in both listings', async () => {
    const details = JSON.parse(await readFile(summary.paths.authorizationDetails, 'utf8'));
    const list = JSON.parse(await readFile(summary.paths.users, 'utf8'));
    const ids = (users: Json[]) => users.map((user) => user['UserId']);
    expect(ids(details.UserDetailList)).toEqual([...summary.truth.keys()]);
    expect(ids(list.Users)).toEqual([...summary.truth.keys()]);
    expect(details).toMatchObject({ RoleDetailList: [], Policies: [], IsTruncated: false });
    expect(details.UserDetailList.flatMap((user: Json) => user['Tags'])).toContainEqual({
      Key: 'lastseen:exempt',
      Value: 'until=2026-09-30 parental leave',
    });
  });
});
