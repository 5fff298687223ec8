import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { account, call, daysAgo, detailsOf, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const key = { created: daysAgo(700), used: daysAgo(200) };
const bob = { user: 'bob', id: 'AIDABOB00000001', created: daysAgo(800) };
const trail = writeLog(join(dir, 'trail'), 'log.json', [
  call('alice', daysAgo(1)),
  call('bob', daysAgo(97)),
  call('gone', daysAgo(2)),
  call('alice', 'yesterday'),
  call('root', daysAgo(9), { userIdentity: { type: 'Root', accountId: account, principalId: account } }),
  call('role', daysAgo(1), { userIdentity: { type: 'AssumedRole', accountId: account, principalId: 'AROAX:s' } }),
]);
const report = write(
  dir,
  'report.csv',
  reportOf([
    { user: 'alice' },
    { user: 'bob', key, password: { used: daysAgo(300), changed: daysAgo(400) } },
    { user: 'eve', created: daysAgo(3) },
    { user: 'old' },
  ]),
);
const details = write(
  dir,
  'details.json',
  detailsOf([bob]).replace(
    '"Tags":[]',
    '"Tags":[{"Key":"team","Value":"ops"},{"Key":"lastseen:exempt","Value":"until=2027-03-31 leave"}]',
  ),
);
const scanOf = (logs: string) => [
  'scan',
  ...['--trail', logs, '--credential-report', report, '--authorization-details', details, '--now', now],
  ...['--exempt-tag', 'lastseen:exempt', '--all'],
];
const scan = scanOf(trail);
/** Logs in which every record can be read. */
const sound = scanOf(writeLog(join(dir, 'sound'), 'log.json', [call('alice', daysAgo(1)), call('bob', daysAgo(97))]));
const data = async (...args: string[]) => JSON.parse((await runCli(dir, [...args, '--format', 'json'])).stdout);

const text = expect.any(String);
const number = expect.any(Number);
const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
const activity = {
  at: time,
  source: expect.stringMatching(/^(cloudtrail|credential-report|list-users)$/),
  event: text,
};
type User = {
  userName: string;
  state: string;
  reason: string;
  summary: string;
  credentials: { id: string }[];
  idleDays: number;
};

describe('the answer of a scan, field by field', () => {
  let answer: { users: User[]; [field: string]: unknown };
  let one: (userName: string) => User | undefined;
  beforeAll(async () => {
    answer = await data(...scan);
    one = (userName) => answer.users.find((user) => user.userName === userName);
  });

  it('has the question, the accounts, the counts and what was read', () => {
    expect(faultsOf(answer)).toEqual([]);
    expect(answer).toMatchObject({
      asOf: now,
      thresholdDays: 90,
      accounts: [
        { accountId: account, judged: true, users: 4, coverage: { kind: 'partial', gaps: expect.any(Array) } },
      ],
      root: [{ accountId: account, lastActivity: { ...activity, at: daysAgo(9) } }],
      seenButNotInInventory: [
        {
          accountId: account,
          userId: 'AIDAGONE00000001',
          userName: 'gone',
          arn: `arn:aws:iam::${account}:user/gone`,
          lastActivity: { ...activity, at: daysAgo(2), event: 'ListBuckets', source: 'cloudtrail' },
        },
      ],
      counts: { users: 4, active: 1, idle: 1, 'never-used': 1, new: 1, unknown: 0, unused: 2, unusedNotExempt: 1 },
      records: {
        received: 6,
        recorded: 4,
        ignored: { 'assumed-role': 1 },
        malformed: 1,
        failed: 0,
        files: 1,
        unreadable: [],
        malformedRecords: [{ file: trail, position: text, field: 'eventTime', why: text }],
      },
      missing: [expect.stringMatching(/log\.json: malformed record at Records\[3\]: eventTime: not a time/)],
      writes: number,
    });
  });

  it('says what made it, so that somebody else can repeat it', async () => {
    const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');
    const { provenance } = await data(...scan);
    expect(provenance).toMatchObject({ tool: 'lastseen', version: packageJson.version });
    expect(provenance.command).toEqual([...scan, '--format', 'json']);
    expect(provenance.inputs).toContainEqual({
      option: '--trail',
      name: trail,
      bytes: statSync(trail).size,
      files: 1,
      sha256: digest(trail),
    });
    expect(provenance.inputs.at(-1)).toMatchObject({ option: '--data', name: '.lastseen', sha256: null });
    expect((await data('list')).provenance.command).toEqual(['list', '--format', 'json']);
  });

  it('has all of a user who was seen, with its exemption and the credentials', () => {
    expect(one('bob')).toMatchObject({
      accountId: account,
      userId: bob.id,
      userName: 'bob',
      arn: `arn:aws:iam::${account}:user/bob`,
      createdAt: daysAgo(800),
      state: 'idle',
      exempt: { by: 'tag lastseen:exempt', until: '2027-03-31', reason: 'leave' },
      usable: true,
      corroborated: false,
      lastActivity: { ...activity, at: daysAgo(97), source: 'cloudtrail', event: 'ListBuckets' },
      idleDays: 97,
      reason: expect.stringContaining('97 days ago by CloudTrail (s3 ListBuckets from eu-west-1)'),
      tags: { team: 'ops' },
      credentials: [
        {
          kind: 'password',
          id: 'password',
          status: 'active',
          state: 'idle',
          createdAt: daysAgo(400),
          lastUsed: { at: daysAgo(300), source: 'credential-report' },
        },
        { kind: 'access-key', id: text, status: 'active', createdAt: daysAgo(700), lastUsed: { at: time } },
      ],
    });
  });

  it('has null for what is not known, and never a date or a name that was made up', () => {
    expect(one('old')).toMatchObject({
      userId: null,
      exempt: null,
      usable: null,
      lastActivity: null,
      credentials: [],
    });
    expect(one('old')).toMatchObject({ state: 'never-used', idleDays: 800, tags: {} });
    expect(one('eve')).toMatchObject({ state: 'new', lastActivity: null, idleDays: 3 });
  });

  it('has every cell of the table that people read', async () => {
    const table = (await runCli(dir, scan)).stdout;
    const cells = table
      .split('\n')
      .slice(4, answer.users.length + 4)
      .map((line) => line.split(/\s{2,}/));
    expect(cells.map(([userName]) => userName)).toEqual(answer.users.map(({ userName }) => userName));
    for (const [userName = '', state, idleDays, lastSeen, why] of cells) {
      const user = one(userName) as User & { exempt: unknown; lastActivity: { at: string } | null };
      expect(state).toBe(user.state);
      expect(idleDays).toBe(`${user.idleDays}`);
      expect(lastSeen).toBe(user.lastActivity?.at.slice(0, 10) ?? 'never');
      expect(why).toBe(user.summary);
      expect(why?.startsWith('exempt')).toBe(user.exempt !== null);
    }
  });

  it('has as CSV one row a user, and as lines of JSON one user a line', async () => {
    const csv: Record<string, string>[] = parse((await runCli(dir, [...scan, '--format', 'csv'])).stdout, {
      columns: true,
    });
    expect(csv.map(({ userName, state, reason, idleDays }) => ({ userName, state, reason, idleDays }))).toEqual(
      answer.users.map(({ userName, state, reason, idleDays }) => ({
        userName,
        state,
        reason,
        idleDays: `${idleDays}`,
      })),
    );
    const lines = (await runCli(dir, [...scan, '--format', 'ndjson'])).stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line))).toEqual(answer.users);
  });

  it('is told again by the list and by show', async () => {
    const list = await data('list');
    expect(list.users.map(({ userName, state }: User) => ({ userName, state }))).toEqual(
      answer.users.map(({ userName, state }) => ({ userName, state })),
    );
    expect((await data('show', 'bob')).user).toEqual(list.users.find(({ userName }: User) => userName === 'bob'));
    expect((await data('list', '--account', account)).users).toHaveLength(4);
    expect((await runCli(dir, ['list', '--account', '999988887777'])).code).toBe(2);
  });
});

describe('the exit code', () => {
  it('is 1 for a finding that is not exempt, and 0 where every finding is', async () => {
    const fail = ['--fail-on', 'unused', '--format', 'ndjson'];
    expect((await runCli(dir, [...sound, ...fail])).code).toBe(1);
    expect((await runCli(dir, [...sound, ...fail, '--exempt', 'old'])).code).toBe(0);
    expect((await runCli(dir, [...sound, ...fail, '--exempt', 'old until=2026-01-01'])).code).toBe(1);
    expect((await runCli(dir, [...sound, ...fail, '--threshold', '3650'])).code).toBe(0);
  });

  it('is 2 where a record could not be read', async () => {
    const run = await runCli(dir, [...scan, '--fail-on', 'unused']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('malformed record at Records[3]');
  });

  it('is 2 where something is missing from the answer, whatever was found', async () => {
    write(join(dir, 'half'), 'half.json', '{"Records":[');
    const run = await runCli(dir, [...scan, '--trail', join(dir, 'half'), '--fail-on', 'unused', '--data', 'other']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('half.json');
  });
});

describe('--output', () => {
  it('replaces a file whole, and leaves it alone where the answer could not be given', async () => {
    const file = join(dir, 'answer.json');
    writeFileSync(file, 'before');
    expect((await runCli(dir, ['scan', '--trail', 'nowhere', '--output', file])).code).toBe(2);
    expect(readFileSync(file, 'utf8')).toBe('before');
    expect((await runCli(dir, [...sound, '--format', 'json', '--output', file])).code).toBe(0);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ asOf: now });
  });

  it('leaves nothing behind where it cannot be written', async () => {
    const before = readdirSync(dir).sort();
    for (const target of ['no/such/folder.json', 'trail']) {
      const run = await runCli(dir, [...scan, '--output', target]);
      expect(run).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/^lastseen: --output [^\n]+\n$/),
      });
    }
    expect(readdirSync(dir).sort()).toEqual(before);
    expect(existsSync(join(dir, 'no'))).toBe(false);
  });
});
