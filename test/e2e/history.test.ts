import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { plusDays } from '../../domain/time.ts';
import { actLog } from '../../handlers/evidence/act-log.ts';
import { openEmbeddedTable } from '../../infra/local/embedded-table.ts';
import { account as accountId, user } from '../domain/builders.ts';
import { anIntent, anOutcome } from '../domain/evidence/act-builders.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { faultsOf } from './answer-faults.ts';
import { account, call, daysAgo, detailsOf, now, type Row, reportOf, write, writeLog } from './inputs.ts';
import { type CliRun, runCli } from './run-cli.ts';

const dir = temporaryFolder();
const dayOf = (day: number) => plusDays(now, day - 7);
const idOf = (name: string) => `AIDA${name.toUpperCase()}00000001`;

/** The week's users on a day: whoever is in the report, with its key's creation and last use. */
function rowsOn(day: number): Row[] {
  const key = (created: string, used: string) => ({ key: { created, used } });
  return [
    { user: 'alice', ...key(day < 6 ? daysAgo(700) : dayOf(6), dayOf(day)) },
    { user: 'bob', ...key(daysAgo(700), daysAgo(95)) },
    { user: 'cat', ...key(daysAgo(700), daysAgo(300)) },
    { user: 'dan', ...key(daysAgo(700), daysAgo(300)) },
    ...(day < 4 ? [{ user: 'eve', ...key(daysAgo(700), daysAgo(300)) }] : []),
    ...(day < 5 ? [] : [{ user: 'fay', created: dayOf(5), ...key(dayOf(5), 'N/A') }]),
  ];
}

/** A scan of that day. Nobody gave a report on the second day; cat is seen in the log of the fourth. */
function scanOn(day: number): Promise<CliRun> {
  const rows = rowsOn(day);
  const listed = rows.map(({ user, created = daysAgo(800) }) => ({ user, id: idOf(user), created }));
  const until = dayOf(4).slice(0, 10);
  const tag = `"UserId":"${idOf('dan')}","Tags":[{"Key":"lastseen:exempt","Value":"until=${until} leave"}]`;
  const details = JSON.parse(detailsOf(listed), (_, value) =>
    value?.UserId === idOf('dan') ? { ...value, Tags: JSON.parse(`{${tag}}`).Tags } : value,
  );
  const report = write(dir, `report-${day}.csv`, reportOf(rows));
  const log = writeLog(dir, `log-${day}.json`, [call('cat', dayOf(day))]);
  return runCli(dir, [
    ...['scan', '--authorization-details', write(dir, `details-${day}.json`, JSON.stringify(details))],
    ...(day === 1 ? [] : ['--credential-report', report, '--report-made', dayOf(day)]),
    ...(day === 3 ? ['--trail', log] : []),
    ...['--exempt-tag', 'lastseen:exempt', '--now', dayOf(day), '--fail-on', 'changes'],
  ]);
}

const data = async (...args: string[]) => JSON.parse((await runCli(dir, [...args, '--format', 'json'])).stdout);

interface Changed {
  readonly kinds: readonly string[];
  readonly detailType: string | null;
  readonly detail: { readonly userName: string; readonly asOf: string };
}

const wordsOf = ({ changes }: { changes: readonly Changed[] }) =>
  changes.map(({ kinds, detail }) => `${detail.userName}: ${kinds.join(' ')}`).sort();

describe('a week of scans', () => {
  let scans: CliRun[];
  beforeAll(async () => {
    scans = [];
    for (const day of [0, 1, 2, 3, 4, 5, 6]) scans.push(await scanOn(day));
  });

  it('each ends well', () => {
    const recorded = ({ code, stderr }: CliRun) => `${code} ${/this run recorded (.*);/.exec(stderr)?.[1] ?? stderr}`;
    expect(scans.map(recorded)).toEqual([
      '0 ',
      '0 ',
      '1 1 change',
      '1 1 change',
      '1 1 change',
      '1 2 changes',
      '1 1 change',
    ]);
  });

  it('differs from its beginning by what happened, and by nothing that nobody could know for a day', async () => {
    const report = await data('diff', '--since', dayOf(0));
    expect(faultsOf(report)).toEqual([]);
    expect(wordsOf(report)).toEqual([
      'alice: new-credential gone-credential',
      'bob: became-unused credential-became-unused',
      'cat: active-again credential-active-again',
      'dan: became-unused exemption-ended',
      'eve: gone',
      'fay: new-user',
    ]);
    expect(report.accounts).toMatchObject([
      { accountId: account, since: dayOf(0), asOf: dayOf(6), beginsAt: dayOf(0), counts: { before: { users: 5 } } },
    ]);
    const types = report.changes.map(({ detailType }: Changed) => detailType);
    expect(types.filter((type: string | null) => type === 'Lastseen: User Became Unused')).toHaveLength(2);
    expect(types).toContain('Lastseen: User Active Again');
  });

  it('differs by the last scan where nothing else is asked for', async () => {
    expect(wordsOf(await data('diff'))).toEqual(['alice: new-credential gone-credential']);
  });

  it('takes a day as a whole, and a time as that of a run whose changes are known', async () => {
    const day = dayOf(5).slice(0, 10);
    const users = ['alice: new-credential gone-credential', 'dan: became-unused exemption-ended', 'fay: new-user'];
    expect(wordsOf(await data('diff', '--since', day))).toEqual(users);
    expect(wordsOf(await data('diff', '--since', dayOf(5)))).toEqual(users.slice(0, 1));
  });

  it('is the same in a table and in CSV', async () => {
    const table = (await runCli(dir, ['diff', '--since', dayOf(0)])).stdout;
    const summary = (await runCli(dir, ['diff', '--since', dayOf(0), '--format', 'markdown'])).stdout;
    expect(summary.split('\n')[0]).toMatch(/^## 6 users changed: /);
    expect(summary).toMatch(/^\| \d{12} \| `dan` \| newly unused, exemption ended \| idle \(exempt\) \| idle \| /m);
    expect(table).toContain('6 users changed: 2 newly unused, 1 back, 1 new user, 1 gone, 1 exemption ended');
    for (const word of ['bob', 'newly unused', 'exemption ended', 'gone']) expect(table).toContain(word);
    const csv: Record<string, string>[] = parse(
      (await runCli(dir, ['diff', '--since', dayOf(0), '--format', 'csv'])).stdout,
      { columns: true },
    );
    expect(csv.map(({ userName, stateBefore, stateAfter }) => [userName, stateBefore, stateAfter])).toContainEqual([
      'cat',
      'idle',
      'active',
    ]);
  });

  it('leaves each user a history, state by state with its reason then', async () => {
    const { timeline, userId } = await data('history', 'BOB');
    expect(userId).toBe(idOf('bob'));
    expect(timeline).toMatchObject([
      { kind: 'state', at: dayOf(0), state: 'active', changes: [] },
      { kind: 'state', at: dayOf(2), state: 'idle', changes: ['became-unused', 'credential-became-unused'] },
    ]);
    expect(timeline[1].reason).toContain('last seen 90 days ago');
    const dan = (await data('history', 'dan')).timeline;
    expect(dan).toMatchObject([
      { at: dayOf(0), state: 'idle', exempt: true, reason: expect.stringContaining('297 days ago') },
      { at: dayOf(5), state: 'idle', exempt: false, reason: expect.stringContaining('exemption by tag') },
    ]);
    const gone = await runCli(dir, ['history', 'eve']);
    expect(gone.stdout).toMatch(new RegExp(`${dayOf(4)} +gone +gone +not in the inventory any more`));
  });

  it('shows what was done to a user between its states, and tells of a record that it cannot read', async () => {
    const bob = { ...anIntent().user, userId: user(idOf('bob')), userName: 'bob' };
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    const log = actLog(table);
    await log.appendIntent(accountId(account), anIntent({ at: plusDays(dayOf(2), -1), user: bob, act: 'notice' }));
    await log.appendOutcome(accountId(account), anOutcome(1, { result: 'failed', why: 'IAM refused' }), 'quarantine');
    await log.appendIntent(accountId(account), anIntent({ at: dayOf(2), user: bob }));
    await table.putAct(accountId(account), 4, 'forged');
    await table.close();
    const answer = await data('history', 'bob');
    expect(faultsOf(answer)).toEqual([]);
    const words = answer.timeline.map((each: { state?: string; act?: string }) => each.state ?? each.act);
    expect(words).toEqual(['active', 'notice', 'idle', 'quarantine']);
    expect(answer.missing).toEqual([expect.stringContaining('records of acts that cannot be read: 1')]);
    const { stdout } = await runCli(dir, ['history', 'bob']);
    expect(stdout).toMatch(/ notice: failed +.*IAM refused/);
    expect(stdout).toMatch(/ quarantine: no +/);
  });

  it.each([
    ['a time that is none', ['diff', '--since', 'yesterday'], /--since yesterday: give a day like/],
    ['a time after the latest run', ['diff', '--since', '2999-01-01'], /the latest run is as of/],
    ['a user whom nobody knows', ['history', 'nobody'], /the table has no user nobody/],
  ])('%s is refused in one line', async (_, args, says) => {
    const { code, stdout, stderr } = await runCli(dir, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^lastseen: [^\n]+\n$/);
    expect(stderr).toMatch(says);
  });
});
