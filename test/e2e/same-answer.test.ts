import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { epochMs } from '../../domain/time.ts';
import { sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli, startCli } from './run-cli.ts';

const dir = temporaryFolder();
const sample = join(dir, 'sample');
const { endsAt } = sampleDefaults;

const scanArgs = (trail: readonly string[], data: string) => [
  'scan',
  ...['--trail', ...trail],
  ...['--credential-report', join(sample, 'credential-report.csv')],
  ...['--authorization-details', join(sample, 'authorization-details.json')],
  ...['--users', join(sample, 'list-users.json')],
  ...['--exempt-tag', 'lastseen:exempt', '--now', endsAt, '--data', data, '--format', 'json'],
];

/** Everything that a data folder's table holds, as text whose bytes can be compared. */
async function dump(data: string): Promise<string> {
  const table = await openEmbeddedTable(join(dir, data), 'existing');
  const accounts = await Promise.all((await table.accounts()).map((accountId) => table.readAccount(accountId)));
  await table.close();
  return JSON.stringify(accounts, (_, part) => canonical(part), 1);
}

function canonical(part: unknown): unknown {
  if (part instanceof Map) return canonical(Object.fromEntries(part));
  if (typeof part !== 'object' || part === null || Array.isArray(part)) return part;
  return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The answer without what tells how it was come by: the files, and how much there was to read and write. */
function verdictsOf(stdout: string) {
  const { records: _, writes: __, missing: ___, provenance: ____, ...verdicts } = JSON.parse(stdout);
  return verdicts;
}

const timeIs = (at: number) => () => Date.now() >= at;

/** Whether the run that is going on has written so many bytes to the table of the data folder. */
function hasWritten(data: string, bytes: number): () => boolean {
  const folder = join(dir, data, 'entries');
  const journals = () => (existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.log')) : []);
  const before = new Set(journals());
  const sizeOf = (name: string) => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  return () => journals().some((name) => !before.has(name) && sizeOf(name) >= bytes);
}

/** Starts a scan and kills it at that moment; false where it ended before. */
async function killedWhen(args: readonly string[], isTime: () => boolean): Promise<boolean> {
  const child = startCli(dir, args);
  const timer = setInterval(() => isTime() && child.kill('SIGKILL'), 1);
  const signal = await new Promise((done) => child.once('close', (_, signal) => done(signal)));
  clearInterval(timer);
  return signal === 'SIGKILL';
}

let truth: Awaited<ReturnType<typeof writeSampleAccount>>['truth'];
let reference: { table: string; verdicts: unknown; stderr: string };
let logs: string[];

beforeAll(async () => {
  ({ truth } = await writeSampleAccount(sample, { ...sampleDefaults, days: 100, recordsPerDay: 80 }));
  logs = readdirSync(join(sample, 'AWSLogs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/CloudTrail-(Digest|Insight)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
  const run = await runCli(dir, scanArgs([join(sample, 'AWSLogs')], 'reference'));
  reference = { table: await dump('reference'), verdicts: verdictsOf(run.stdout), stderr: run.stderr };
});

describe('the same logs end in the same table and the same verdicts', () => {
  it('which are what the sample account says of itself', () => {
    const { users } = reference.verdicts as {
      users: { userId: string; state: string; lastActivity: { at: string } | null }[];
    };
    expect(users).toHaveLength(truth.size);
    for (const user of users) {
      const told = truth.get(user.userId);
      expect({ user: told?.userName, state: user.state }).toEqual({ user: told?.userName, state: told?.expectedState });
      if (told?.lastSeen)
        expect(epochMs(user.lastActivity?.at as never)).toBeGreaterThanOrEqual(epochMs(told.lastSeen as never));
    }
  });

  it('whatever the order of the files', async () => {
    const half = Math.ceil(logs.length / 2);
    const folders = ['late', 'early'].map((name) => join(dir, name));
    for (const [index, log] of logs.entries()) {
      const folder = folders[index < half ? 0 : 1] as string;
      mkdirSync(folder, { recursive: true });
      cpSync(log, join(folder, `${(index * 7919) % logs.length}.gz`));
    }
    await runCli(dir, ['scan', '--trail', folders[0] as string, '--now', endsAt, '--data', 'shuffled']);
    const run = await runCli(dir, scanArgs([folders[1] as string], 'shuffled'));
    expect(verdictsOf(run.stdout)).toEqual(reference.verdicts);
    expect(await dump('shuffled')).toBe(reference.table);
  });

  it('however often a file comes', async () => {
    const trail = join(sample, 'AWSLogs');
    const run = await runCli(dir, scanArgs([trail, trail], 'twice'));
    expect(verdictsOf(run.stdout)).toEqual(reference.verdicts);
    expect(await dump('twice')).toBe(reference.table);
    const again = await runCli(dir, scanArgs([trail], 'twice'));
    expect(JSON.parse(again.stdout).writes).toBe(0);
    expect(await dump('twice')).toBe(reference.table);
  });

  it('into however many files a file is split', async () => {
    const folder = join(dir, 'split');
    cpSync(join(sample, 'AWSLogs'), folder, { recursive: true });
    const [log = ''] = logs;
    const copy = log.replace(join(sample, 'AWSLogs'), folder);
    const { Records } = JSON.parse(gunzipSync(readFileSync(copy)).toString('utf8'));
    const size = Math.ceil(Records.length / 10);
    for (let part = 0; part < 10; part++) {
      const records = Records.slice(part * size, (part + 1) * size);
      writeFileSync(`${copy}.${part}.json.gz`, gzipSync(JSON.stringify({ Records: records })));
    }
    writeFileSync(copy, gzipSync('{"Records":[]}'));
    const run = await runCli(dir, scanArgs([folder], 'split-table'));
    expect(verdictsOf(run.stdout)).toEqual(reference.verdicts);
    expect(await dump('split-table')).toBe(reference.table);
  });

  it('wherever the process was killed before it ran again', async () => {
    const args = scanArgs([join(sample, 'AWSLogs')], 'killed');
    for (const afterMs of [250, 600]) await killedWhen(args, timeIs(Date.now() + afterMs));
    const whileWriting: boolean[] = [];
    for (const bytes of [1, 2_000, 10_000, 30_000]) {
      whileWriting.push(await killedWhen(args, hasWritten('killed', bytes)));
    }
    expect(whileWriting).toContain(true);
    const run = await runCli(dir, args);
    expect(run.stderr).toBe(reference.stderr);
    expect(verdictsOf(run.stdout)).toEqual(reference.verdicts);
    expect(await dump('killed')).toBe(reference.table);
  });
});

describe('what a scan costs', () => {
  it('grows with users and days, not with records', async () => {
    const many = join(dir, 'many');
    const size = { ...sampleDefaults, users: 60, days: 40 };
    const writes: number[] = [];
    for (const recordsPerDay of [400, 1600]) {
      await writeSampleAccount(join(many, `${recordsPerDay}`), { ...size, recordsPerDay });
      const run = await runCli(dir, [
        'scan',
        '--trail',
        join(many, `${recordsPerDay}`, 'AWSLogs'),
        '--now',
        endsAt,
        '--format',
        'json',
        '--data',
        `cost-${recordsPerDay}`,
      ]);
      const answer = JSON.parse(run.stdout);
      expect(answer.records.received).toBeGreaterThan(recordsPerDay * 39);
      writes.push(answer.writes);
    }
    const [few = 0, four = 0] = writes;
    expect(four).toBeLessThanOrEqual(few * 1.1);
  });
});
