import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAccountList } from '../../../domain/organization/account-list.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { renderScan } from '../../../handlers/cli/render/render-scan.ts';
import { terminalOf } from '../../../handlers/cli/terminal.ts';
import { everyRow } from '../../../handlers/query/list-selection.ts';
import { type ScanReport, scanReport } from '../../../handlers/report/scan-report.ts';
import { readInventory } from '../../../handlers/scan/read-inventory.ts';
import { scan } from '../../../handlers/scan/scan.ts';
import { readTrail } from '../../../handlers/trail/read-trail.ts';
import { okOf } from '../../domain/ok-of.ts';
import { call, daysAgo, now, reportOf, write, writeLog } from '../../e2e/inputs.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
const ids = Array.from({ length: 30 }, (_, index) => `${444400000000 + index}`);
const settings = okOf(parseSettings({}, now));
const key = (days: number) => ({ created: daysAgo(700), used: daysAgo(days) });

/** Each account has other users: one idle by so many days, one whom only the logs saw, one active, some bare. */
const rowsOf = (index: number) => [
  { user: 'idle', key: key(100 + index) },
  { user: 'seen', key: key(200) },
  { user: 'busy', key: key(1) },
  ...Array.from({ length: index % 4 }, (_, bare) => ({ user: `bare-${bare}` })),
];
const answerOf = (csv: string, at: string = now) =>
  JSON.stringify({ Content: Buffer.from(csv).toString('base64'), GeneratedTime: at });
const seenIn = (accountId: string) => {
  const arn = `arn:aws:iam::${accountId}:user/seen`;
  const identity = { type: 'IAMUser', principalId: `AIDASEEN${accountId}`, arn, accountId, userName: 'seen' };
  return call('seen', daysAgo(3), { userIdentity: identity, recipientAccountId: accountId });
};
const folder = (name: string) => {
  mkdirSync(join(dir, name), { recursive: true });
  return join(dir, name);
};
const trail = writeLog(folder('trail'), 'log.json.gz', ids.map(seenIn));

/** A scan as the command makes it. */
async function judge(credentialReport: readonly string[], listed?: string, users: readonly string[] = []) {
  const paths = { credentialReport, authorizationDetails: [], users };
  const inventory = await readInventory(paths, now);
  const reading = await readTrail([trail], now, { bytes: () => {}, file: () => {} });
  const scanned = await scan(reading, inventory, settings, memoryLastSeenTable());
  const accounts = listed === undefined ? undefined : readAccountList([JSON.parse(listed)])?.accounts;
  return scanReport(scanned, reading, inventory, settings, accounts);
}
const verdictsOf = ({ users }: ScanReport, accountId: string) =>
  users.filter((user) => user.accountId === accountId).map(({ accountName: _, ...user }) => user);
const listOf = (...more: readonly object[]) =>
  JSON.stringify({ Accounts: [...ids.map((Id, index) => ({ Id, Name: `team-${index}`, Status: 'ACTIVE' })), ...more] });

describe('30 reports and the logs of an organization', () => {
  const all = folder('all');
  const reports = ids.map((id, index) => write(join(all, id), 'report.json', answerOf(reportOf(rowsOf(index), id))));
  write(all, 'notes.txt', 'not ours');
  let report: ScanReport;
  beforeAll(async () => {
    const closed = { Id: '555500000002', Name: 'closed', State: 'CLOSED' };
    report = await judge([all], listOf({ Id: '555500000001', Name: 'forgotten', Status: 'ACTIVE' }, closed));
  });

  it('judge every account as alone', async () => {
    for (const [index, id] of ids.entries()) {
      const alone = await judge([reports[index] ?? '']);
      expect(verdictsOf(report, id)).toEqual(verdictsOf(alone, id));
      expect(verdictsOf(report, id).length).toBe(3 + (index % 4));
    }
    expect(report.users.find(({ userName }) => userName === 'seen')?.state).toBe('active');
  });

  it('have totals of each account that add up to those of all', () => {
    const each = report.accounts.map(({ counts }) => counts?.unused ?? Number.NaN);
    expect(each).toHaveLength(30);
    expect(each.reduce((sum, unused) => sum + unused, 0)).toBe(report.counts.unused);
    expect(report.counts.unused).toBeGreaterThan(30);
  });

  it('name the accounts, those that no report tells of, and what was skipped', () => {
    expect(report.accounts[7]).toMatchObject({ accountId: ids[7], accountName: 'team-7', judged: true });
    expect(report.users[0]?.accountName).toMatch(/^team-/);
    expect(report.notJudged).toMatchObject([
      { accountId: '555500000001', accountName: 'forgotten', input: null, isClosed: false },
      { accountId: '555500000002', accountName: 'closed', input: null, isClosed: true },
    ]);
    expect(report.missing).toEqual([expect.stringContaining('555500000001 (forgotten) is on the list')]);
    expect(report.notes).toEqual(['1 file in the folders is no inventory and was skipped']);
  });

  it.each([80, 120])('fill a page of %i columns and no more', (columns) => {
    const terminal = terminalOf({ isTTY: true, columns }, { color: 'never' }, {});
    const view = { all: false, listCommand: 'lastseen list', selection: everyRow, isNamed: true };
    const lines = renderScan(report, { format: 'table', terminal, verbose: false }, view).trimEnd().split('\n');
    expect(lines[0]).toMatch(/ users in 30 accounts are unused/);
    expect(lines.length).toBeLessThanOrEqual(60);
    expect(lines.filter((line) => line.length > columns)).toEqual([]);
    expect(lines.some((line) => /^4444000000\d\d +team-\d+ +\d/.test(line))).toBe(true);
    const verbose = renderScan(report, { format: 'table', terminal, verbose: true }, view);
    for (const id of ids) expect(verbose).toContain(`\n${id}`);
  });
});

describe('one bad input of many', () => {
  const [one = '', two = '', three = ''] = ids;
  const good = write(dir, 'good.json', answerOf(reportOf(rowsOf(1), one)));

  it('is named, and the others are judged', async () => {
    const cut = write(dir, 'cut.json', answerOf(reportOf(rowsOf(2), two)).slice(0, 90));
    const report = await judge([good, cut]);
    expect(verdictsOf(report, one)).toHaveLength(4);
    expect(report.notJudged).toMatchObject([{ accountId: null, input: cut }]);
    expect(report.missing).toEqual([expect.stringContaining('cut.json: is JSON that is damaged or cut off')]);
  });

  it('alone is refused, as are several that all fail', async () => {
    const hollow = ['a', 'b'].map((name) => write(dir, `${name}.csv`, ''));
    await expect(judge(hollow.slice(0, 1))).rejects.toThrow(/a\.csv: is empty/);
    await expect(judge(hollow)).rejects.toThrow(/a\.csv: is empty.*\n.*b\.csv: is empty/);
  });

  it('that is old leaves the silent of its account unknown, and says so', async () => {
    const old = write(dir, 'old.json', answerOf(reportOf(rowsOf(0), two), daysAgo(9)));
    const report = await judge([good, old]);
    expect(verdictsOf(report, two).map(({ userName, state }) => `${userName} ${state}`)).toContain('idle unknown');
    expect(report.accounts.find(({ accountId }) => accountId === two)?.missing).toEqual([
      expect.stringContaining('the credential report is old'),
    ]);
    expect(verdictsOf(report, one).map(({ state }) => state)).toContain('idle');
  });

  it('that is a listing without a report leaves its users unknown', async () => {
    const user = { UserName: 'lone', UserId: 'AIDALONE0001', Arn: `arn:aws:iam::${three}:user/lone`, Path: '/' };
    const list = write(dir, 'list.json', JSON.stringify({ Users: [{ ...user, CreateDate: daysAgo(800) }] }));
    const other = write(dir, 'two.json', answerOf(reportOf(rowsOf(0), two)));
    const report = await judge([good, other], undefined, [list]);
    expect(verdictsOf(report, three)).toMatchObject([{ userName: 'lone', state: 'unknown' }]);
    expect(report.missing).toEqual([expect.stringContaining(`account ${three}: ${list} lists its users, but no`)]);
  });

  it('that is a listing cut short leaves the silent of the account that it names unknown', async () => {
    const cut = write(dir, 'short.json', `{"Users":[{"Arn":"arn:aws:iam::${two}:user/idle"},{`);
    const other = write(dir, 'two.json', answerOf(reportOf(rowsOf(0), two)));
    const report = await judge([good, other], undefined, [cut]);
    expect(verdictsOf(report, two).find(({ userName }) => userName === 'idle')?.state).toBe('unknown');
    expect(verdictsOf(report, one).find(({ userName }) => userName === 'idle')?.state).toBe('idle');
  });
});

describe('two reports of one account', () => {
  const [one = '', two = ''] = ids;
  const made = (name: string, at: string) => write(dir, name, answerOf(reportOf(rowsOf(0), one), at));

  it('the newer counts, and the older is named, in any order', async () => {
    const [older, newer] = [made('older.json', daysAgo(0.5)), made('newer.json', now)];
    for (const files of [
      [older, newer],
      [newer, older],
    ]) {
      const report = await judge(files);
      expect(report.notes).toEqual([
        expect.stringMatching(/newer\.json, made .* counts; .*older\.json, made .* is older/),
      ]);
      expect(report.missing).toEqual([]);
      expect(verdictsOf(report, one)).toHaveLength(3);
    }
  });

  it('without a date are refused, and the rest goes on', async () => {
    const undated = write(dir, 'undated.csv', reportOf(rowsOf(0), one));
    const dated = made('dated.json', now);
    await expect(judge([undated, dated])).rejects.toThrow(/which one is newer cannot be told/);
    const other = write(dir, 'other.json', answerOf(reportOf(rowsOf(0), two)));
    const report = await judge([undated, dated, other]);
    expect(verdictsOf(report, one)).toEqual([]);
    expect(report.notJudged).toMatchObject([{ accountId: one, why: expect.stringContaining('cannot be told') }]);
    expect(verdictsOf(report, two)).toHaveLength(3);
  });
});
