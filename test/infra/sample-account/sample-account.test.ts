import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stories } from '../../../infra/sample-account/cast.ts';
import {
  type SampleOptions,
  type SampleSummary,
  sampleDefaults,
  writeSampleAccount,
} from '../../../infra/sample-account/write-sample-account.ts';

type Json = Record<string, unknown>;
const folders: string[] = [];

async function write(options: Partial<SampleOptions> = {}) {
  const dir = await mkdtemp(join(tmpdir(), 'lastseen-sample-'));
  folders.push(dir);
  return { dir, summary: await writeSampleAccount(dir, { ...sampleDefaults, ...options }) };
}

async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function recordsBelow(dir: string): Promise<Json[]> {
  const logs = (await filesBelow(join(dir, 'AWSLogs'))).filter((file) => file.includes('/CloudTrail/'));
  const contents = await Promise.all(logs.map((file) => readFile(file)));
  return contents.flatMap((content) => JSON.parse(gunzipSync(content).toString('utf8')).Records as Json[]);
}

async function digestOf(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesBelow(dir)) hash.update(file.slice(dir.length)).update(await readFile(file));
  return hash.digest('hex');
}

afterAll(async () => {
  await Promise.all(folders.map((dir) => rm(dir, { recursive: true, force: true })));
});

describe('the default sample account', () => {
  let dir: string;
  let summary: SampleSummary;
  let records: Json[];

  beforeAll(async () => {
    ({ dir, summary } = await write());
    records = await recordsBelow(dir);
  });

  it('holds the records and files that it says it does', async () => {
    expect(records).toHaveLength(summary.records);
    expect(summary.files).toBe(sampleDefaults.regions.length * sampleDefaults.days);
    const logs = (await filesBelow(join(dir, 'AWSLogs'))).filter((file) => file.includes('/CloudTrail/'));
    expect(logs).toHaveLength(summary.files);
  });

  it('tells every story', () => {
    const told = new Set([...summary.truth.values()].map(({ story }) => story));
    expect(stories.filter(({ label }) => !told.has(label))).toEqual([]);
    expect(summary.truth.size).toBe(120);
  });

  it('knows of each user the greatest time that a naive reader finds', () => {
    const naive = new Map<string, string>();
    const end = sampleDefaults.endsAt;
    for (const record of records) {
      const identity = (record['userIdentity'] ?? {}) as Json;
      const issuer = ((identity['sessionContext'] as Json | undefined)?.['sessionIssuer'] ?? {}) as Json;
      const holder = identity['type'] === 'FederatedUser' ? issuer : identity;
      const isUser = ['IAMUser', 'Unknown'].includes(`${holder['type']}`) && record['eventCategory'] === 'Management';
      const isOwn = identity['accountId'] === record['recipientAccountId'];
      const response = record['responseElements'] as Json | null;
      const isSignIn = record['eventType'] === 'AwsConsoleSignIn';
      if (!isUser || !isOwn || (isSignIn && response?.['ConsoleLogin'] !== 'Success')) continue;
      const at = `${record['eventTime']}`;
      const key = `${holder['principalId'] ?? holder['userName']}`;
      if (Number.isNaN(Date.parse(at)) || at > end) continue;
      if (at > (naive.get(key) ?? '')) naive.set(key, at);
    }
    for (const [userId, { userName, lastSeen, story }] of summary.truth) {
      const found = naive.get(userId) ?? naive.get(userName);
      expect({ story, lastSeen: found }).toEqual({ story, lastSeen });
    }
  });

  it('has a record in every Region on every day', () => {
    const days = new Set(records.map((record) => `${record['awsRegion']} ${`${record['eventTime']}`.slice(0, 10)}`));
    for (const region of sampleDefaults.regions) {
      for (let day = 1; day <= sampleDefaults.days; day++) {
        const date = new Date(Date.parse(sampleDefaults.endsAt) - day * 86_400_000).toISOString().slice(0, 10);
        expect(days).toContain(`${region} ${date}`);
      }
    }
  });

  it('has records that come twice, and records that come late', () => {
    const ids = records.map((record) => record['eventID']);
    expect(new Set(ids).size).toBeLessThan(ids.length);
    const times = records
      .filter((record) => record['awsRegion'] === 'us-east-1')
      .map((record) => `${record['eventTime']}`);
    expect(times).not.toEqual([...times].sort());
  });

  it('has every kind of identity and of sign-in', () => {
    const types = new Set(records.map((record) => `${(record['userIdentity'] as Json | null | undefined)?.['type']}`));
    const wanted = [
      'IAMUser',
      'FederatedUser',
      'AssumedRole',
      'Root',
      'AWSService',
      'AWSAccount',
      'SAMLUser',
      'WebIdentityUser',
    ];
    for (const type of [...wanted, 'IdentityCenterUser', 'Directory', 'Unknown', 'undefined'])
      expect(types).toContain(type);
    const signIns = new Set(
      records
        .filter((record) => record['eventName'] === 'ConsoleLogin')
        .map((record) => JSON.stringify(record['responseElements'])),
    );
    expect(signIns).toEqual(new Set(['{"ConsoleLogin":"Success"}', '{"ConsoleLogin":"Failure"}']));
  });
});

describe('a sample account of another size', () => {
  it('is the same bytes for the same options and other bytes for another seed', async () => {
    const size = { users: 40, days: 6, recordsPerDay: 60 };
    const [one, two, other] = await Promise.all([write(size), write(size), write({ ...size, seed: 7 })]);
    expect(await digestOf(one.dir)).toBe(await digestOf(two.dir));
    expect(await digestOf(one.dir)).not.toBe(await digestOf(other.dir));
  });

  it.each([
    { users: 5, days: 3, recordsPerDay: 40, files: 12 },
    { users: 300, days: 20, recordsPerDay: 500, files: 7 },
    { users: 60, days: 4, recordsPerDay: 400, files: 50 },
  ])('has $users users, $files files and its records a day', async (size) => {
    const { dir, summary } = await write(size);
    expect(summary.truth.size).toBe(size.users);
    expect(summary.files).toBe(size.files);
    expect(new Set((await recordsBelow(dir)).map((record) => record['eventID'])).size).toBe(
      size.days * size.recordsPerDay,
    );
  });
});
