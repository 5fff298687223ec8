import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ocsfFinding } from '../../../domain/findings/ocsf/ocsf-finding.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { checkCustomerOptions } from '../../../handlers/cli/commands/google/customer-options.ts';
import { openProviders } from '../../../handlers/cli/commands/providers/open-providers.ts';
import {
  type CustomerPaths,
  readCustomerFiles,
  scanCustomerFiles,
} from '../../../handlers/google/scan-customer-files.ts';
import { scanReport, verdictsOf } from '../../../handlers/report/scan-report.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import {
  activity,
  colleague,
  customer,
  directoryUser,
  profileId,
  silentLog,
  usagePage,
  usageReport,
  wholeUsage,
} from '../../domain/providers/google/builders.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

const dir = temporaryFolder();
function write(name: string, ...values: readonly (object | string)[]): string {
  const path = join(dir, name);
  writeFileSync(path, values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join('\n'));
  return path;
}

const list = (...users: readonly object[]) => ({ kind: 'admin#directory#users', users });
const answer = (items: readonly object[], more: object = {}) => ({ kind: 'admin#reports#activities', items, ...more });
const first = write('first.json', list(colleague, directoryUser()));
const second = write('second.json', list(directoryUser(), colleague));
const usage = write('usage.json', usagePage(...wholeUsage()));
const login = write('login.json', answer(silentLog('login')));
const token = write('token.json', answer(silentLog('token')));
const settings = okOf(parseSettings({ now }, now));

async function scanOf(paths: Partial<CustomerPaths>, table = memoryLastSeenTable()) {
  const given = { users: [first, second], reports: [usage, login, token], customer: undefined, madeAt: undefined };
  const files = await readCustomerFiles({ ...given, ...paths }, now);
  const { scanned, reading, inventory } = await scanCustomerFiles(files, settings, table);
  const report = scanReport(scanned, reading, inventory, settings);
  const alice = report.users.find(({ userName }) => userName === 'alice@example.com');
  return { report, alice, verdicts: verdictsOf(scanned, settings.question) };
}

describe('a customer from files', () => {
  it('is judged as an account is, under its own id', async () => {
    const table = memoryLastSeenTable();
    const { report, alice } = await scanOf({}, table);
    expect(report.accounts.map(({ accountId }) => accountId)).toEqual([customer()]);
    expect(report.counts).toMatchObject({ users: 2, active: 1, idle: 1, withoutCredentials: 0 });
    expect(alice).toMatchObject({ state: 'idle', corroborated: true, arn: `google:${customer()}/${profileId()}` });
    expect(alice?.reason).toBe(
      "last seen 200 days ago by Google's last login, sign-in; mail and app access never used since it was created 900 days ago; the SAML activity was not read",
    );
    expect((await table.readAccount(customer())).assessments.size).toBe(2);
  });

  it('keeps the days of activities, whose spans a later scan finds in the table', async () => {
    const table = memoryLastSeenTable();
    const used = write('used.json', answer([...silentLog('login'), activity('login', 120), activity('login', 130)]));
    await scanOf({ reports: [usage, used, token] }, table);
    const { lastSeen } = await table.readAccount(customer());
    expect(lastSeen.get(userEntry(profileId()))?.days.size).toBe(1);
    const { alice } = await scanOf({ reports: [usage] }, table);
    expect(alice).toMatchObject({ state: 'idle', lastActivity: { source: 'google-login-activity' } });
  });

  it('by its last logins alone calls nobody unused', async () => {
    const { alice, report } = await scanOf({ reports: [] });
    expect(alice).toMatchObject({ state: 'unknown', summary: 'usage report not read and 2 more' });
    expect(report.counts).toMatchObject({ active: 1, unknown: 1 });
  });

  it.each([
    [
      'one page after another',
      [answer([silentLog('token')[0] ?? {}], { nextPageToken: 'x' }), answer([silentLog('token')[1] ?? {}])],
    ],
    [
      'with an empty page between',
      [
        answer([silentLog('token')[0] ?? {}], { nextPageToken: 'x' }),
        answer([], { nextPageToken: 'y' }),
        answer([silentLog('token')[1] ?? {}]),
      ],
    ],
  ])('takes activities: %s', async (_, pages) => {
    expect((await scanOf({ reports: [usage, login, write('pages.json', ...pages)] })).alice?.state).toBe('idle');
  });

  it.each([
    ['that goes on', answer(silentLog('token'), { nextPageToken: 'x' }), /token activity follow and were not given/],
    ['that Google refused', { error: { code: 403, message: 'Not Authorized' } }, /Google refused: Not Authorized/],
    ['of something else', { Records: [] }, /not a report of Google/],
    ['that is cut off', '{"items": [', /not JSON/],
  ])('a report %s proves no silence', async (_, content, why) => {
    const { alice, report } = await scanOf({ reports: [usage, login, token, write('odd.json', content)] });
    expect(alice).toMatchObject({ state: 'unknown', summary: '1 unreadable log file' });
    expect(report.missing).toEqual([expect.stringMatching(why)]);
  });

  it('an activity that cannot be read makes its user unknown, and nobody else', async () => {
    const odd = activity('token', 9, 'something_new');
    const log = write('new.json', answer([...silentLog('token'), odd]));
    const { alice, report } = await scanOf({ reports: [usage, login, log] });
    expect(alice?.reason).toContain('a record of the activity reports of this user cannot be read (events.name)');
    expect(report.counts.unknown).toBe(1);
  });

  it('says what a usage report lacks', async () => {
    const page = { ...usagePage(usageReport(2)), nextPageToken: 'x', warnings: [{ message: 'gmail is not ready' }] };
    const { report } = await scanOf({ reports: [write('half.json', page), login, token] });
    expect(report.missing).toEqual([
      expect.stringMatching(/Google warns: gmail is not ready/),
      expect.stringMatching(/further pages of the usage report follow and were not given/),
    ]);
  });

  it('is a finding of its own provider', async () => {
    const { verdicts } = await scanOf({});
    const [idle] = verdicts.filter(({ assessment }) => assessment.state === 'idle');
    if (idle === undefined) throw new Error('nobody is idle');
    const finding = ocsfFinding(idle.assessment, { now, run: idle.run, region: 'eu-west-1', toolVersion: '1' });
    expect(finding.cloud).toMatchObject({ account: { uid: customer(), type_id: 15, type: 'Google Workspace' } });
    expect(finding.user).toMatchObject({ type_id: 1, type: 'User', uid: profileId() });
    expect(finding.finding_info.uid).toBe(`lastseen/google-user-unused/${customer()}/${profileId()}`);
  });
});

describe('a list of users', () => {
  const usersAs = async (...contents: readonly (object | string)[]) => {
    const users = contents.map((content, index) => write(`list-${index}`, content));
    return scanOf({ users, customer: customer() });
  };

  const header = 'primaryEmail,id,lastLoginTime,creationTime,suspended,name.fullName';
  const row = (login: string) => `alice@example.com,${profileId()},${login},${daysAgo(900)},False,"Alice, A."`;
  const bob = `bob@example.com,${colleague['id']},${daysAgo(0)},${daysAgo(900)},False,Bob`;
  const csv = (login: string) => [header, row(login), bob].join('\n');

  it.each([
    ["GAM's CSV", csv(daysAgo(200))],
    ["GAM's CSV with semicolons", csv(daysAgo(200)).replace('"Alice, A."', 'Alice').replaceAll(',', ';')],
    ["GAM's CSV in small letters, as spreadsheets leave it", csv(daysAgo(200)).replace(header, header.toLowerCase())],
    [
      "GAM's CSV of whole entries",
      `primaryEmail,JSON\n${[directoryUser(), colleague].map((user) => `x,"${JSON.stringify(user).replaceAll('"', '""')}"`).join('\n')}`,
    ],
    ['a list of users', JSON.stringify([directoryUser(), colleague])],
    ['users, line by line', `${JSON.stringify(directoryUser())}\n${JSON.stringify(colleague)}`],
  ])('is read as %s', async (_, content) => {
    const { alice } = await usersAs(content, content);
    expect(alice).toMatchObject({ state: 'idle', userId: profileId(), lastActivity: { at: daysAgo(200) } });
  });

  it("has GAM's Never, whatever never_time is set to, as far as it is understood", async () => {
    const silent = wholeUsage({ 'accounts:last_login_time': '1970-01-01T00:00:00.000Z' });
    const reports = [write('never.json', usagePage(...silent)), login, token];
    const stateOf = async (never: string) => {
      const users = [0, 1].map((index) => write(`never-${index}.csv`, csv(never)));
      return (await scanOf({ users, reports, customer: customer() })).alice?.state;
    };
    expect(await stateOf('Never')).toBe('never-used');
    expect(await stateOf('1970-01-01T00:00:00Z')).toBe('never-used');
    expect(await stateOf('(none)')).toBe('unknown');
  });

  it('with one user of users.get ends a doubt', async () => {
    const lost = list(directoryUser({ lastLoginTime: 'Never' }), colleague);
    expect((await usersAs(list(directoryUser(), colleague), lost)).alice?.summary).toBe(
      'last login differs from read to read',
    );
    const ended = await usersAs(list(directoryUser(), colleague), lost, directoryUser());
    expect(ended.alice?.state).toBe('idle');
  });

  it('of GAM 3 beside one with ids adds its logins, and names strangers', async () => {
    const old = `Email,Firstname,LastLoginTime\nALICE@example.com,A,${daysAgo(4)}\neve@example.com,E,Never`;
    const { alice, report } = await usersAs(list(colleague, directoryUser()), old);
    expect(alice?.state).toBe('active');
    expect(report.missing).toEqual(['eve@example.com: has no id, and no list has a user of this address']);
  });

  it('names deleted users and entries that cannot be read', async () => {
    const gone = directoryUser({ id: '108000000000000000009', deletionTime: daysAgo(2) });
    const { report } = await usersAs(list(colleague, directoryUser(), gone, { primaryEmail: 'x', id: 1.08e20 }));
    expect(report.missing).toEqual([expect.stringMatching(/users\[3\]: id is not the digits of a user/)]);
    expect(report.counts.users).toBe(2);
  });
});

it.each<[string, Partial<CustomerPaths>, RegExp]>([
  ['the same file twice', { users: [first, first] }, /first\.json: was given before; give a second read/],
  [
    'a customer that is none',
    { customer: 'example.com' },
    /--google-customer example\.com: give the id of the customer/,
  ],
  ['another customer than the list names', { customer: 'C0another' }, /the list is of customer C03az79cb/],
  [
    'no customer at all',
    { users: [write('nameless.csv', `primaryEmail,id\na@example.com,${profileId()}`)], reports: [] },
    /do not name their customer; give --google-customer/,
  ],
  [
    'a list without ids',
    { users: [write('gam3.csv', 'Email,Firstname,LastLoginTime\na@example.com,A,Never')] },
    /an address may be given to somebody else; make it with: gam print users fields id/,
  ],
  [
    'a list of nobody',
    { users: [write('header.csv', 'primaryEmail,id,creationTime,lastLoginTime\n')] },
    /--google-users .*header\.csv: names no user; give the whole list/,
  ],
  [
    'a report as a list',
    { users: [write('r.csv', 'email,date,accounts:last_login_time\na@x,2026-11-20,Never')] },
    /give it to --google-reports/,
  ],
  [
    'a list of something else',
    { users: [write('x.json', '{"value": []}')] },
    /not the directory's list of users; give/,
  ],
  [
    'two customers',
    { users: [first, write('c.json', list(directoryUser({ customerId: 'C0another' })))] },
    /of the customers C03az79cb and C0another/,
  ],
])('of a customer is refused: %s', async (_, paths, why) => {
  await expect(scanOf(paths)).rejects.toThrow(why);
});

it("a usage report of GAM shows use by address, and proves silence where it names the directory's login", async () => {
  const columns = [
    'accounts:last_login_time',
    'gmail:last_imap_time',
    'gmail:last_pop_time',
    'gmail:last_webmail_time',
  ];
  const reportOf = (login: string, imap: string) =>
    [2, 30, 58, 86]
      .map((day) => `Alice@example.com,${daysAgo(day).slice(0, 10)},${login},${imap},Never,Never,Never`)
      .join('\n');
  const scanWith = async (lastLogin: string, imap = 'Never') => {
    const text = `email,date,${columns.join(',')},gmail:last_interaction_time\n${reportOf(lastLogin, imap)}`;
    return (await scanOf({ reports: [write('gam.csv', text), login, token] })).alice;
  };
  expect((await scanWith(daysAgo(200)))?.state).toBe('idle');
  expect((await scanWith(daysAgo(202)))?.summary).toBe('not in usage report');
  expect((await scanWith(daysAgo(202), daysAgo(6)))?.state).toBe('active');
});

it('the options of scan open the files of a customer', async () => {
  const options = { googleUsers: [first, second], googleReports: [usage, login, token] };
  const opened = await openProviders(options, settings);
  const answers = await Promise.all(opened.map((each) => each.scan(settings, memoryLastSeenTable(), () => {})));
  expect(answers.map(({ inventory }) => inventory?.accounts)).toEqual([[customer()]]);
  expect(() => checkCustomerOptions({ googleCustomer: customer() })).toThrow(/--google-customer needs --google/);
});
