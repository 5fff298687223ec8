import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import { startEmbeddedDynamodb } from '../fakes/embedded-dynamodb.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from './inputs.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const log = writeLog(dir, 'good.json.gz', [call('alice', daysAgo(1))]);
const report = write(dir, 'report.csv', reportOf([{ user: 'alice' }]));
const foreign = write(dir, 'foreign.csv', reportOf([{ user: 'alice' }], '999988887777'));
const headless = write(
  dir,
  'headless.csv',
  reportOf([{ user: 'alice' }])
    .split('\n')
    .slice(1)
    .join('\n'),
);
const empty = join(dir, 'empty');
mkdirSync(empty);

let embedded: Awaited<ReturnType<typeof startEmbeddedDynamodb>>;
beforeAll(async () => {
  embedded = await startEmbeddedDynamodb();
});
afterAll(() => embedded.stop());

describe('bad input gets one clear line', () => {
  it.each([
    {
      what: 'a path that does not exist',
      args: ['--trail', 'nowhere'],
      code: 2,
      says: /^lastseen: nowhere: no such file or folder/,
    },
    { what: 'a folder without logs', args: ['--trail', empty], code: 2, says: /empty: no log files in this folder/ },
    {
      what: 'a report of another account',
      args: ['--trail', log, '--credential-report', foreign],
      code: 2,
      says: /account 999988887777.*logs hold 111122223333/,
    },
    {
      what: 'a CSV without the header',
      args: ['--credential-report', headless],
      code: 2,
      says: /headless\.csv: not a credential report: the header lacks user, arn/,
    },
    {
      what: 'a listing that is no JSON',
      args: ['--users', report],
      code: 2,
      says: /report\.csv: not JSON; make it with: aws iam list-users/,
    },
    {
      what: 'a listing of something else',
      args: ['--authorization-details', log.replace('.gz', '')],
      code: 2,
      says: /does not exist/,
    },
    {
      what: 'a threshold of -1',
      args: ['--trail', log, '--threshold', '-1'],
      code: 2,
      says: /--threshold -1: give whole days from 1 to 3650/,
    },
    {
      what: 'a threshold in words',
      args: ['--trail', log, '--threshold', 'ninety'],
      code: 2,
      says: /--threshold ninety/,
    },
    {
      what: 'a now without a zone',
      args: ['--trail', log, '--now', '2026-11-23T08:00:00'],
      code: 2,
      says: /--now 2026-11-23T08:00:00: give a time with its zone/,
    },
    { what: 'nothing to scan', args: [], code: 2, says: /nothing to scan/ },
    {
      what: 'an output that cannot be written',
      args: ['--credential-report', report, '--output', 'no/such/folder.json'],
      code: 2,
      says: /--output no\/such\/folder\.json: the folder no\/such does not exist; make it first/,
    },
    {
      what: 'an endpoint without a table',
      args: ['--trail', log, '--endpoint', 'http://127.0.0.1:1'],
      code: 2,
      says: /--endpoint needs --table/,
    },
    {
      what: 'an endpoint where nobody answers',
      args: ['--trail', log, '--table', 't', '--endpoint', 'http://127.0.0.1:1'],
      code: 75,
      says: /cannot be reached \(ECONNREFUSED\)/,
    },
  ])('$what', async ({ args, code, says }) => {
    const run = await runCli(dir, ['scan', ...args]);
    expect(run.stderr).toMatch(says);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(run.stderr).toMatch(/^lastseen: /);
    expect({ code: run.code, stdout: run.stdout }).toEqual({ code, stdout: '' });
  });

  it('an unknown flag, with the way to the help', async () => {
    const run = await runCli(dir, ['scan', '--frobnicate']);
    expect(run.stderr).toMatch(
      /^lastseen: unknown option '--frobnicate'; node \S+lastseen\.js scan --help has more\n$/,
    );
    expect(run.code).toBe(2);
  });

  it('an unknown command, with the one that was meant', async () => {
    const run = await runCli(dir, ['scna']);
    expect(run.stderr).toMatch(
      /^lastseen: unknown command 'scna' \(Did you mean scan\?\); node \S+ --help has more\n$/,
    );
    expect(run.code).toBe(2);
  });

  it('several wrong settings are named at once', async () => {
    const run = await runCli(dir, [
      'scan',
      '--trail',
      log,
      '--threshold',
      '0',
      '--now',
      'today',
      '--format',
      'xml',
      '--exempt',
      'x until=never',
    ]);
    const flags = run.stderr
      .trim()
      .split('\n')
      .map((line) => /--[a-z-]+/.exec(line)?.[0]);
    expect(flags).toEqual(['--now', '--threshold', '--exempt', '--format']);
  });

  it('a table that does not exist', async () => {
    const run = await runCli(dir, ['scan', '--trail', log, '--table', 'nobody', '--endpoint', embedded.endpoint]);
    expect(run.stderr).toMatch(
      /^lastseen: table nobody does not exist at http:\/\/127\.0\.0\.1:\d+; make it by infra\/README/,
    );
    expect(run.code).toBe(2);
  });

  it('a data folder in use by another scan may pass', async () => {
    const table = await openEmbeddedTable(join(dir, 'busy'), 'create');
    const run = await runCli(dir, ['scan', '--trail', log, '--data', 'busy']).finally(() => table.close());
    expect(run.stderr).toMatch(/^lastseen: busy: in use by another lastseen/);
    expect(run.code).toBe(75);
    expect((await runCli(dir, ['scan', '--trail', log, '--data', 'busy'])).code).toBe(0);
  });

  it('a data folder of a newer version is left as it was', async () => {
    const newer = write(join(dir, 'newer'), 'lastseen.json', '{"format":3}');
    const run = await runCli(dir, ['scan', '--trail', log, '--data', 'newer']);
    expect(run.stderr).toMatch(
      /^lastseen: newer: written by a newer version of lastseen \(format 3, this version knows 2\)/,
    );
    expect(run.code).toBe(2);
    expect({ file: readFileSync(newer, 'utf8'), all: readdirSync(join(dir, 'newer')) }).toEqual({
      file: '{"format":3}',
      all: ['lastseen.json'],
    });
  });

  it('a list or show before any scan', async () => {
    for (const args of [['list'], ['show', 'alice']]) {
      const run = await runCli(dir, [...args, '--data', 'never-scanned']);
      expect(run.stderr).toMatch(/^lastseen: never-scanned: nothing was scanned into this folder yet/);
      expect(run.code).toBe(2);
    }
    expect(readdirSync(dir)).not.toContain('never-scanned');
  });

  it('a user whom nobody knows', async () => {
    await runCli(dir, ['scan', '--trail', log, '--data', 'known']);
    const run = await runCli(dir, ['show', 'bob', '--data', 'known']);
    expect(run.stderr).toMatch(
      /^lastseen: the table has no user bob; node \S+ list shows its users, node \S+ scan adds more\n$/,
    );
    expect(run.code).toBe(2);
  });

  it('a user whose name is misspelt, with the one that was meant', async () => {
    const run = await runCli(dir, ['show', 'alcie', '--data', 'known']);
    expect({ code: run.code, stderr: run.stderr }).toEqual({
      code: 2,
      stderr: 'lastseen: the table has no user alcie; did you mean alice?\n',
    });
  });
});

describe('a file that cannot be read', () => {
  it.each([
    { name: 'garbage.json', bytes: Buffer.from('<html>'), why: /not JSON/ },
    {
      name: 'cut.json.gz',
      bytes: gzipSync(JSON.stringify({ Records: [call('carol', daysAgo(3))] })).subarray(0, -20),
      why: /cut|end|gzip/i,
    },
    { name: 'empty.json', bytes: Buffer.alloc(0), why: /empty/ },
    { name: 'half.json', bytes: Buffer.from('{"Records":[{"eventVersion":"1.08"'), why: /ends at byte/ },
  ])('$name is named and counted, stops no other, and nobody is unused on its ground', async ({ name, bytes, why }) => {
    const folder = join(dir, `with-${name}`);
    writeLog(folder, 'a.json.gz', [call('alice', daysAgo(1))]);
    writeFileSync(join(folder, name), bytes);
    const people = write(
      dir,
      'people.csv',
      reportOf([{ user: 'alice' }, { user: 'bob', key: { created: daysAgo(700), used: daysAgo(300) } }]),
    );
    const args = [
      'scan',
      '--trail',
      folder,
      '--credential-report',
      people,
      '--now',
      now,
      '--data',
      `data-${name}`,
      '--format',
      'json',
    ];
    const run = await runCli(dir, args);
    const answer = JSON.parse(run.stdout);
    expect(faultsOf(answer)).toEqual([]);
    expect(answer.records.unreadable).toEqual([{ file: join(folder, name), why: expect.stringMatching(why) }]);
    expect(answer.missing).toEqual([expect.stringContaining(name)]);
    expect(answer.records.files).toBe(2);
    const state = (user: string) => answer.users.find(({ userName }: { userName: string }) => userName === user).state;
    expect({ alice: state('alice'), bob: state('bob') }).toEqual({ alice: 'active', bob: 'unknown' });
    expect(run.stderr).toContain(name);
    expect(run.code).toBe(2);
  });
});

describe('a file of which some cannot be read', () => {
  const good = JSON.stringify(call('alice', daysAgo(1)));
  it.each([
    { what: 'a record that is a text', content: `{"Records":[${good},"bob"]}` },
    {
      what: 'a looked-up event that is cut off',
      content: `{"Events":[{"EventId":"1","Username":"bob","CloudTrailEvent":"{\\"eventVersion\\":"}]}`,
    },
    { what: 'log data that is no gzip', content: `${good}\n{"awslogs":{"data":"AAAA"}}\n` },
    { what: 'records that are no list', content: '{"Records":{}}' },
    {
      what: 'a record of an IAM user without any name',
      content: JSON.stringify({
        Records: [call('x', daysAgo(1), { userIdentity: { type: 'IAMUser', accountId: '111122223333' } })],
      }),
    },
    {
      what: 'a record of the user with a time that is none',
      content: JSON.stringify({ Records: [call('bob', 'garbage')] }),
    },
  ])('leaves nobody unused on that ground: $what', async ({ what, content }) => {
    const file = write(join(dir, 'partly'), `${what}.json`, content);
    const bob = write(dir, 'bob.csv', reportOf([{ user: 'bob', key: { created: daysAgo(700), used: daysAgo(300) } }]));
    const run = await runCli(dir, [
      'scan',
      '--trail',
      file,
      '--credential-report',
      bob,
      '--now',
      now,
      '--data',
      `partly-${what}`,
      '--format',
      'json',
    ]);
    const { users, records } = JSON.parse(run.stdout);
    expect(users.map(({ userName, state }: { userName: string; state: string }) => [userName, state])).toEqual([
      ['bob', 'unknown'],
    ]);
    expect(records.malformed + records.unreadable.length).toBeGreaterThan(0);
  });

  it('takes no report whose age cannot be read', async () => {
    const answer = { Content: Buffer.from(reportOf([{ user: 'bob' }])).toString('base64'), GeneratedTime: 'yesterday' };
    const file = write(dir, 'undated.json', JSON.stringify(answer));
    const run = await runCli(dir, ['scan', '--credential-report', file, '--now', now]);
    expect({ code: run.code, stderr: run.stderr }).toEqual({
      code: 2,
      stderr: `lastseen: ${file}: its GeneratedTime is not a time; get the report again\n`,
    });
  });
});

describe('an output that is no regular file', () => {
  it('is written to, not replaced', async () => {
    const run = await runCli(dir, ['scan', '--credential-report', report, '--now', now, '--output', '/dev/null']);
    expect(run.code).toBe(0);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });
});
