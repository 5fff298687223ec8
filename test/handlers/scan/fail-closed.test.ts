import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { account, call, daysAgo, detailsOf, reportOf, write, writeLog } from '../../e2e/inputs.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type ScanFiles, scanFiles } from './scan-files.ts';

const dir = temporaryFolder();
let files = 0;
const file = (text: string, ending: string) => write(dir, `${++files}.${ending}`, text);
const report = (...rows: Parameters<typeof reportOf>[0]) => file(reportOf(rows), 'csv');
const details = (...users: Parameters<typeof detailsOf>[0]) => file(detailsOf(users), 'json');
const logs = (...records: readonly unknown[]) => writeLog(join(dir, `${++files}`), 'log.json', records);

const id = 'AIDABOB00000001';
const bobSince = (days: number) => ({ user: 'bob', id, created: daysAgo(days) });
/** A key that alone would make bob idle. */
const oldKey = { created: daysAgo(700), used: daysAgo(200) };
const oldPassword = { used: daysAgo(200), changed: daysAgo(700) };
const idleBob = { user: 'bob', created: daysAgo(800), key: oldKey };

const userIn = async (given: ScanFiles, name = 'bob') => {
  const { users, missing } = await scanFiles(memoryLastSeenTable(), given);
  const user = users.find(({ userName }) => userName === name);
  return { state: user?.state, reason: user?.reason ?? '', credentials: user?.credentials ?? [], missing };
};

describe('what all tests below start from', () => {
  it('bob is idle where everything can be read', async () => {
    const given = { report: report(idleBob), details: details(bobSince(800)), trail: [logs(call('eve', daysAgo(1)))] };
    expect(await userIn(given)).toMatchObject({ state: 'idle', missing: [] });
  });
});

describe('nobody is unused on the ground that something could not be read', () => {
  it('a report without a row for a user of the authorization details', async () => {
    const given = { report: report({ user: 'alice' }), details: details(bobSince(800)) };
    const { state, reason } = await userIn(given);
    expect(state).toBe('unknown');
    expect(reason).toContain('the credential report has no row for this user');
  });

  it('a report older than the user, whose row is of the one before', async () => {
    const given = { report: report(idleBob), details: details(bobSince(300)) };
    const { state, reason, credentials } = await userIn(given);
    expect(state).toBe('unknown');
    expect(reason).toContain(`row is of another user of this name, created ${daysAgo(800)}`);
    expect(credentials).toEqual([]);
  });

  it('a report that says itself that it is old', async () => {
    const Content = Buffer.from(reportOf([idleBob])).toString('base64');
    const answer = JSON.stringify({ Content, ReportFormat: 'text/csv', GeneratedTime: daysAgo(3) });
    const { state, reason } = await userIn({ report: file(answer, 'json') });
    expect(state).toBe('unknown');
    expect(reason).toContain(`the credential report is old, made ${daysAgo(3)}`);
  });

  it('a report of a header only', async () => {
    const { state, reason, missing } = await userIn({ report: report(), details: details(bobSince(800)) });
    expect(state).toBe('unknown');
    expect(reason).toContain('the credential report has no row for this user');
    expect(missing).toEqual([expect.stringContaining('a header and no rows')]);
  });

  it('no report at all', async () => {
    const { state, reason } = await userIn({ details: details(bobSince(800)) });
    expect(state).toBe('unknown');
    expect(reason).toContain('no credential report was given');
  });

  it.each([
    { column: 'access_key_1_last_used_date', from: daysAgo(200) },
    { column: 'access_key_1_last_rotated', from: daysAgo(700) },
    { column: 'user_creation_time', from: daysAgo(800) },
  ])('an unreadable $column', async ({ column, from }) => {
    for (const unreadable of ['yesterday', '2026-02-30T00:00:00Z', '2026-11-22T08:00:00', '']) {
      const text = reportOf([idleBob]).replace(from, unreadable);
      const { state, reason } = await userIn({ report: file(text, 'csv') });
      expect({ unreadable, state }).toEqual({ unreadable, state: 'unknown' });
      expect(reason).toContain(`${column} in the credential report cannot be read`);
    }
  });

  it('an unreadable date of creation in a listing, beside a report that has no row', async () => {
    const listing = detailsOf([bobSince(800)]).replace(daysAgo(800), 'long ago');
    const { state, reason } = await userIn({ details: file(listing, 'json'), report: report({ user: 'alice' }) });
    expect(state).toBe('unknown');
    expect(reason).toContain('CreateDate in the authorization details cannot be read');
  });

  it('a row that is cut short', async () => {
    const text = reportOf([idleBob]);
    const { state } = await userIn({ report: file(text.slice(0, text.lastIndexOf(daysAgo(200))), 'csv') });
    expect(state).toBe('unknown');
  });

  it('one unreadable log file among many, and those who were seen in the others are active all the same', async () => {
    const folder = join(dir, 'many');
    for (let index = 0; index < 20; index++) writeLog(folder, `${index}.json.gz`, [call('alice', daysAgo(1 + index))]);
    const whole = gzipSync(JSON.stringify({ Records: [call('bob', daysAgo(1))] }));
    writeFileSync(join(folder, 'cut.json.gz'), whole.subarray(0, whole.length / 2));
    const given = { trail: [folder], report: report(idleBob, { user: 'alice', key: oldKey }) };
    const { state, reason, missing } = await userIn(given);
    expect(state).toBe('unknown');
    expect(reason).toContain('1 log file could not be read');
    expect(missing).toEqual([expect.stringContaining('cut.json.gz')]);
    expect((await userIn(given, 'alice')).state).toBe('active');
  });

  const unreadableRecord = () => logs({ ...call('bob', daysAgo(1)), eventTime: 'yesterday' });

  it('a record of the user that cannot be read', async () => {
    const given = { report: report(idleBob), details: details(bobSince(800)) };
    const { state, reason } = await userIn({ trail: [unreadableRecord()], ...given });
    expect(state).toBe('unknown');
    expect(reason).toContain('a CloudTrail record of this user cannot be read (eventTime)');
  });

  it('a record that cannot be read, of a user whose unique id only the record tells', async () => {
    const { state } = await userIn({ trail: [unreadableRecord()], report: report(idleBob) });
    expect(state).toBe('unknown');
  });

  it('a listing of which more pages follow does not judge those who are on them', async () => {
    const page = detailsOf([bobSince(800)]).replace('"IsTruncated":false', '"IsTruncated":true,"Marker":"x"');
    const { state, missing } = await userIn({ details: file(page, 'json'), report: report({ user: 'alice' }) });
    expect(state).toBe('unknown');
    expect(missing).toEqual([expect.stringContaining('more pages follow')]);
  });
});

describe('nobody is unused who may be about to begin', () => {
  it('a password set again yesterday, for a user silent for 200 days', async () => {
    const password = { ...oldPassword, changed: daysAgo(1) };
    const { state, reason } = await userIn({ report: report({ user: 'bob', password }) });
    expect(state).toBe('new');
    expect(reason).toContain('set again 1 day ago');
  });

  it('a key created yesterday, beside a password silent for 200 days', async () => {
    const key = { created: daysAgo(1), used: 'N/A' };
    const { state, reason } = await userIn({ report: report({ user: 'bob', password: oldPassword, key }) });
    expect(state).toBe('new');
    expect(reason).toContain('key 1 never used since it was created 1 day ago');
  });

  it('a user deleted and made again under the same name yesterday does not inherit', async () => {
    const before = call('bob', daysAgo(200));
    const again = { user: 'bob', id: 'AIDABOBAGAIN00000001', created: daysAgo(1) };
    const given = {
      trail: [logs(before)],
      report: report({ user: 'bob', created: daysAgo(1) }),
      details: details(again),
    };
    const { users, seenButNotInInventory } = await scanFiles(memoryLastSeenTable(), given);
    expect(users).toMatchObject([{ userId: again.id, state: 'new', lastActivity: null }]);
    expect(seenButNotInInventory).toMatchObject([{ userId: id, userName: 'bob' }]);
  });

  it('a user made again is not active by what the one before did, whichever way it was recorded', async () => {
    const { principalId: _, ...nameless } = call('bob', daysAgo(60))['userIdentity'] as Record<string, unknown>;
    const trail = [logs(call('bob', daysAgo(61)), call('bob', daysAgo(60), { userIdentity: nameless }))];
    const inventory = { report: report({ user: 'bob', created: daysAgo(50) }) };
    const { users } = await scanFiles(memoryLastSeenTable(), { trail, ...inventory });
    expect(users).toMatchObject([{ state: 'new', lastActivity: null }]);
  });

  it('a renamed user keeps what was seen under the old name', async () => {
    const given = {
      trail: [logs(call('bob', daysAgo(3)))],
      report: report({ user: 'robert', created: daysAgo(800) }),
      details: details({ user: 'robert', id, created: daysAgo(800) }),
    };
    expect((await userIn(given, 'robert')).state).toBe('active');
  });
});

describe('users who all fall silent at once', () => {
  const names = ['ann', 'ben', 'cem', 'dot'];
  const usedAt = (used: string) => report(...names.map((user) => ({ user, key: { created: daysAgo(700), used } })));

  it('are unknown, and stay so however often it is asked, until one of them is seen', async () => {
    const table = memoryLastSeenTable();
    const states = async (given: ScanFiles) => (await scanFiles(table, given)).users.map(({ state }) => state);
    const all = (state: string) => names.map(() => state);
    expect(await states({ report: usedAt(daysAgo(1)) })).toEqual(all('active'));
    expect(await states({ report: usedAt(daysAgo(200)) })).toEqual(all('unknown'));
    const { users } = await scanFiles(table, { report: usedAt(daysAgo(200)) });
    expect(users.map(({ state }) => state)).toEqual(all('unknown'));
    expect(users[0]?.reason).toContain('all users fell silent at once (4 since the last run)');
    const seen = await states({ report: usedAt(daysAgo(200)), trail: [logs(call('ann', daysAgo(1)))] });
    expect(seen.sort()).toEqual(['active', 'idle', 'idle', 'idle']);
  });
});

describe('files of two accounts', () => {
  it.each([
    {
      what: 'a report of another account than the logs',
      report: () => file(reportOf([idleBob], '999988887777'), 'csv'),
    },
    {
      what: 'a report of another account than the listing',
      report: () => file(reportOf([idleBob], '999988887777'), 'csv'),
      details: () => details(bobSince(800)),
    },
  ])('$what: nothing is judged and nothing is written', async ({ report: ofReport, details: ofDetails }) => {
    const table = memoryLastSeenTable();
    const trail = [logs(call('bob', daysAgo(1)))];
    const given = { trail, report: ofReport(), ...(ofDetails && { details: ofDetails() }) };
    await expect(scanFiles(table, given)).rejects.toThrow(
      new RegExp(`999988887777.*${account}|${account}.*999988887777`),
    );
    expect(await table.accounts()).toEqual([]);
    expect((await table.readAccount(account as never)).lastSeen.size).toBe(0);
  });
});
