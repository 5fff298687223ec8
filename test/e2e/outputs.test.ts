import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { plainText } from '../../domain/plain-text.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const names = ['=cmd', '+svc', '-dash', '@ops', 'plain'];
const hostile = { userAgent: '\u001b[31mred\u009b2J\u202eoops\u0000', eventName: 'List\nBuckets\r\u2028' };
const trail = join(dir, 'AWSLogs');
const report = write(
  dir,
  'report.csv',
  reportOf(names.map((user) => ({ user, key: { created: daysAgo(400), used: daysAgo(300) } }))),
);
const scan = ['scan', '--trail', trail, '--credential-report', report, '--now', now, '--all'];

beforeAll(async () => {
  writeLog(trail, 'log.json.gz', [
    ...names.map((user) => call(user, daysAgo(95), hostile)),
    call('gone', daysAgo(2), hostile),
  ]);
  await runCli(dir, scan);
});

/** What a terminal could obey: controls but for the line feed, and what reverses or hides text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
const obeyed = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

describe('what strangers wrote is shown and never obeyed', () => {
  it.each([
    { form: 'the table', args: scan },
    { form: 'JSON', args: [...scan, '--format', 'json'] },
    { form: 'lines of JSON', args: [...scan, '--format', 'ndjson'] },
    { form: 'CSV', args: [...scan, '--format', 'csv'] },
    { form: 'OCSF', args: [...scan, '--format', 'ocsf'] },
    { form: 'ASFF', args: [...scan, '--format', 'asff'] },
    { form: "an auditor's CSV", args: [...scan, '--format', 'auditor'] },
    { form: 'logs alone', args: ['scan', '--trail', trail, '--now', now, '--data', 'logs'] },
    { form: 'logs alone as CSV', args: ['scan', '--trail', trail, '--now', now, '--data', 'logs', '--format', 'csv'] },
    { form: 'Markdown', args: [...scan, '--format', 'markdown'] },
    {
      form: 'logs alone as Markdown',
      args: ['scan', '--trail', trail, '--now', now, '--data', 'logs', '--format', 'markdown'],
    },
    { form: 'keys as Markdown', args: ['list', '--keys', '--format', 'markdown'] },
    { form: 'list', args: ['list'] },
    { form: 'show', args: ['show', '--', '-dash'] },
    { form: 'show as JSON', args: ['show', '--format', 'json', 'plain'] },
    { form: 'an error that repeats it', args: ['show', '\u001b[31mred\nred'] },
  ])('in $form', async ({ args }) => {
    const run = await runCli(dir, args);
    expect(run.stdout).not.toMatch(obeyed);
    expect(run.stderr).not.toMatch(obeyed);
    expect(run.stdout + run.stderr).toMatch(/plain|gone|-dash|red/);
  });

  it('a spreadsheet is given no formula', async () => {
    const { stdout } = await runCli(dir, [...scan, '--format', 'csv']);
    const rows: Record<string, string>[] = parse(stdout, { columns: true });
    expect(rows.map(({ userName }) => userName).sort()).toEqual(["'+svc", "'-dash", "'=cmd", "'@ops", 'plain']);
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });
});

describe('findings for other tools', () => {
  const findings = async (...args: string[]) => (await runCli(dir, ['list', '--state', 'unused', ...args])).stdout;

  it('are one array, or one a line where the file is one of lines', async () => {
    const whole: { class_uid: number; user: { name: string } }[] = JSON.parse(await findings('--format', 'ocsf'));
    expect(whole.map(({ class_uid, user }) => [class_uid, user.name])).toEqual(
      [...names].sort().map((name) => [2008, name]),
    );
    await findings('--format', 'asff', '--output', 'findings.ndjson');
    const lines = readFileSync(join(dir, 'findings.ndjson'), 'utf8').trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).Id).sort()).toEqual(
      [...names].sort().map((name) => `lastseen/iam-user-unused/111122223333/${name}/${daysAgo(800)}`),
    );
  });

  it('give an auditor no formula', async () => {
    const rows: Record<string, string>[] = parse(await findings('--format', 'auditor'), {
      columns: true,
      delimiter: ';',
    });
    expect(new Set(rows.map(({ RESOURCENAME }) => RESOURCENAME))).toEqual(
      new Set(["'+svc", "'-dash", "'=cmd", "'@ops", 'plain']),
    );
    for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it('a preset sets the days and counts who fails its control', async () => {
    const args = [...scan, '--preset', 'cis', '--data', 'cis', '--format'];
    const { thresholdDays, preset } = JSON.parse((await runCli(dir, [...args, 'json'])).stdout);
    expect(thresholdDays).toBe(45);
    expect(preset).toMatchObject({ name: 'cis', control: '2.11', days: 45, pass: 0, fail: 5, manual: 0 });
    expect((await runCli(dir, [...args, 'table'])).stdout).toMatch(/v7\.0, control 2\.11: 5 users fail, 0 pass/);
  });
});

describe('the answer as data', () => {
  it('has the documented fields and no others', async () => {
    const answer = JSON.parse((await runCli(dir, [...scan, '--format', 'json'])).stdout);
    expect(faultsOf(answer)).toEqual([]);
    const [user] = answer.users;
    expect(Object.keys(user.lastActivity)).toEqual(expect.arrayContaining(['at', 'source', 'event']));
    expect(user.credentials[0]).toEqual({
      kind: 'access-key',
      id: expect.any(String),
      status: 'active',
      state: 'idle',
      createdAt: daysAgo(400),
      lastUsed: expect.objectContaining({ at: expect.any(String), source: expect.any(String) }),
    });
    expect(answer.seenButNotInInventory.map(({ userName }: { userName: string }) => userName)).toEqual(['gone']);
    const { received, recorded, ignored, malformed, failed } = answer.records;
    const sum = Object.values<number>(ignored).reduce((a, b) => a + b, 0);
    expect(received).toBe(recorded + sum + malformed + failed);
    expect(answer).toMatchObject({ asOf: now, thresholdDays: 90, counts: { users: 5, idle: 5, unused: 5 } });
  });

  it('holds everything that the table shows', async () => {
    const table = (await runCli(dir, scan)).stdout;
    const answer = JSON.parse((await runCli(dir, [...scan, '--format', 'json'])).stdout);
    for (const { userName, state, idleDays, lastActivity, summary } of answer.users) {
      const line = table.split('\n').find((candidate) => candidate.startsWith(userName)) ?? '';
      const cells = [userName, state, `${idleDays}`, lastActivity.at.slice(0, 10)];
      expect(line.split(/\s{2,}/).slice(0, 4)).toEqual(cells);
      expect(line).toContain(plainText(summary));
    }
  });

  it('is one user a line as ndjson', async () => {
    const { stdout } = await runCli(dir, [...scan, '--format', 'ndjson']);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).userName)
        .sort(),
    ).toEqual([...names].sort());
  });

  it('appears whole in the file that is asked for', async () => {
    const run = await runCli(dir, [...scan, '--format', 'json', '--output', 'answer.json']);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code: 0, stdout: '' });
    expect(JSON.parse(readFileSync(join(dir, 'answer.json'), 'utf8')).users).toHaveLength(5);
    expect(existsSync(join(dir, 'answer.json.tmp'))).toBe(false);
  });
});

describe('a config file above the working folder', () => {
  const below = join(dir, 'configured', 'below');
  const text = `threshold: 400
exemptions:
  - { pattern: 'pla*n', reason: shared, owner: ops, end: 2027-03-31 }
  - { pattern: 'pliant' }
  - { pattern: '=cmd', end: 2026-01-31 }
failOn: [unused]
data: table
outputs: { scan: { file: answer.json }, keys: { columns: [user, id] } }
`;
  beforeAll(() => {
    mkdirSync(below, { recursive: true });
    write(join(dir, 'configured'), 'lastseen.yml', text);
  });
  const answerOf = () => JSON.parse(readFileSync(join(dir, 'configured', 'answer.json'), 'utf8'));

  it('gives threshold, exemptions, table and output, and is one of the inputs', async () => {
    const run = await runCli(below, [...scan, '--verbose']);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(run).toMatchObject({ code: 0, stdout: '', stderr: `lastseen: config ../lastseen.yml, SHA-256 ${sha256}\n` });
    const answer = answerOf();
    expect(answer).toMatchObject({ thresholdDays: 400, counts: { unused: 0, exempt: 1 } });
    expect(answer.exemptionsWithoutUser).toEqual(['name pliant']);
    expect(answer.exemptionsEnded).toEqual([{ by: 'name =cmd', until: '2026-01-31' }]);
    expect(answer.provenance.inputs).toContainEqual(
      expect.objectContaining({ option: '--config', name: '../lastseen.yml', sha256 }),
    );
    const plain = answer.users.find(({ userName }: { userName: string }) => userName === 'plain');
    expect(plain.exempt).toEqual({ by: 'name pla*n', until: '2027-03-31', reason: 'shared; owner ops' });
    expect(existsSync(join(dir, 'configured', 'table'))).toBe(true);
    expect((await runCli(below, ['list', '--keys', '--format', 'csv'])).stdout).toMatch(/^accountId,/);
    expect((await runCli(below, ['list', '--keys'])).stdout).toMatch(/^USER +ID$/m);
  });

  it('gives way to what is typed', async () => {
    const run = await runCli(below, [...scan, '--threshold', '90', '--exempt', 'nobody', '--format', 'json']);
    expect(run.stderr).toBe('lastseen: --fail-on unused: 5 users are unused and not exempt\n');
    expect(JSON.parse(run.stdout)).toMatchObject({ thresholdDays: 90, counts: { exempt: 0 } });
  });
});

describe('the command line', () => {
  it.each(['scan', 'list', 'show', 'sample'])('%s has help with examples', async (command) => {
    const run = await runCli(dir, [command, '--help']);
    expect(run.stdout).toMatch(/Examples:\n {2}node \S+lastseen\.js/);
    expect(run.code).toBe(0);
  });

  it('fails on unused users, and not on those who are exempt', async () => {
    const fails = await runCli(dir, [
      ...scan,
      '--quiet',
      '--fail-on',
      'unused>4,unknown',
      '--fail-on',
      'unused-keys>9',
    ]);
    expect(fails).toMatchObject({
      code: 1,
      stderr: 'lastseen: --fail-on unused>4: 5 users are unused and not exempt\n',
    });
    const keys = await runCli(dir, [...scan, '--fail-on', 'unused>5,changes,unused-keys']);
    expect(keys.stderr).toBe(
      'lastseen: --fail-on unused-keys: 5 active access keys of users who are not exempt are unused\n',
    );
    const exempt = await runCli(dir, [...scan, '--fail-on', 'unused,unused-keys', '--exempt', '*', '--format', 'json']);
    expect(exempt.code).toBe(0);
    const [user] = JSON.parse(exempt.stdout).users;
    expect({ state: user.state, exempt: user.exempt }).toEqual({
      state: 'idle',
      exempt: { by: 'name *', until: null, reason: null },
    });
  });

  it('lists by state and by days without activity', async () => {
    await runCli(dir, scan);
    const listed = async (...args: string[]) =>
      JSON.parse((await runCli(dir, ['list', '--format', 'json', ...args])).stdout).users.length;
    expect(await listed()).toBe(5);
    expect(await listed('--state', 'idle')).toBe(5);
    expect(await listed('--state', 'unused', '--idle-for', '95')).toBe(5);
    expect(await listed('--idle-for', '96')).toBe(0);
    expect(await listed('--state', 'active')).toBe(0);
  });

  it('shows a user by name in any case, by unique id and by ARN', async () => {
    const whos = ['PLAIN', 'plain', 'arn:aws:iam::111122223333:user/plain'];
    const shown: Record<string, unknown>[] = [];
    for (const who of whos) {
      const { provenance, ...answer } = JSON.parse((await runCli(dir, ['show', who, '--format', 'json'])).stdout);
      expect(provenance.command[1]).toBe(who);
      shown.push(answer);
    }
    expect(shown[1]).toEqual(shown[0]);
    expect(shown[2]).toEqual(shown[0]);
    expect(shown[0]).toMatchObject({
      userName: 'plain',
      activeDays: [daysAgo(95).slice(0, 10)],
      user: { state: 'idle' },
    });
    const gone = await runCli(dir, ['show', 'AIDAGONE00000001']);
    expect(gone.stdout).toMatch(/not judged: no scan was given an inventory with this user/);
  });

  it('makes a user active again when later logs come without an inventory', async () => {
    writeLog(join(dir, 'later'), 'log.json', [call('plain', daysAgo(1))]);
    await runCli(dir, ['scan', '--trail', join(dir, 'later'), '--now', now]);
    const { users } = JSON.parse((await runCli(dir, ['list', '--format', 'json', '--state', 'active'])).stdout);
    expect(users.map(({ userName }: { userName: string }) => userName)).toEqual(['plain']);
  });
});
