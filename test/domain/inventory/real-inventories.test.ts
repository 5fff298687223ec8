import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { joinInventory } from '../../../domain/inventory/join-inventory.ts';
import { readAuthorizationDetails, readUserList } from '../../../domain/inventory/listed-user.ts';
import { type ReportRow, readReportRow } from '../../../domain/inventory/report-row.ts';
import { instant } from '../builders.ts';

/** Real and realistic answers of IAM; SOURCE.md beside them says where they come from. */
const folder = new URL('../../../../shared/data/iam/', import.meta.url);
const isAbsent = !existsSync(folder);
const filesOf = (name: string, suffix: string) =>
  isAbsent ? [] : readdirSync(new URL(`${name}/`, folder)).filter((file) => file.endsWith(suffix));
const textOf = (path: string) => readFileSync(new URL(path, folder), 'utf8');
const rowsOf = (file: string) => parse<ReportRow>(textOf(`credential_reports/${file}`), { columns: true });
const jsonOf = (path: string) => JSON.parse(textOf(path)) as unknown;

/** Users and gaps of each report: no cell of any of them is unreadable, the hand-edited ones included. */
const reports: [file: string, roots: number, users: number, gaps: string[]][] = [
  ['c7n__test_account_credential_report__1.csv', 1, 20, []],
  ['c7n__test_iam_user_credential_multi_delete__1.csv', 0, 1, []],
  ['c7n__test_iam_user_credential_multi_delete_noop__1.csv', 1, 1, []],
  ['c7n__test_iam_user_credential_reverse_filter_delete__1.csv', 0, 1, []],
  ['c7n__test_iam_user_delete_options__1.csv', 0, 1, []],
  ['c7n__test_iam_user_unused_keys__2.csv', 1, 7, []],
];

describe.skipIf(isAbsent)('real credential reports', () => {
  it('are all in the table', () => {
    expect(filesOf('credential_reports', '.csv').sort()).toEqual(reports.map(([file]) => file));
  });

  it.each(reports)('%s has %i root and %i users, and nothing unreadable', (file, roots, users, gaps) => {
    const readings = rowsOf(file).map(readReportRow);
    expect(readings.filter(({ kind }) => kind === 'malformed')).toEqual([]);
    expect(readings.filter(({ kind }) => kind === 'root')).toHaveLength(roots);
    const read = readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : []));
    expect(read).toHaveLength(users);
    expect(read.flatMap((user) => user.gaps)).toEqual(gaps);
  });

  it('have special values where the design says, and a user twice', () => {
    const readings = rowsOf('c7n__test_account_credential_report__1.csv').map(readReportRow);
    const users = readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : []));
    const report = { users, roots: [], generatedAt: instant('2017-02-22T23:07:48Z'), newestEntry: undefined };
    const joined = joinInventory(
      { reports: [report], details: undefined, list: undefined },
      instant('2017-02-23T00:00:00Z'),
    );
    expect(joined).toHaveLength(19);
    const usesOf = (name: string) =>
      joined
        .find(({ userName }) => userName === name)
        ?.credentials?.map(({ id, lastUse }) => `${id} ${lastUse.kind === 'at' ? lastUse.at : lastUse.kind}`);
    expect(usesOf('christopher')).toEqual(['password 2016-11-21T14:42:22Z', 'access_key_1 2016-11-21T18:44:00Z']);
    expect(usesOf('c7n-test')).toEqual([]);
    expect(usesOf('andrew')).toEqual([
      'password 2016-11-16T14:10:34Z',
      'access_key_1 never',
      'access_key_2 2016-10-20T20:27:00Z',
    ]);
  });

  it('read with capitals and with a creation in the future', () => {
    const [row] = rowsOf('c7n__test_iam_user_credential_reverse_filter_delete__1.csv');
    expect(readReportRow(row ?? {})).toMatchObject({
      user: { createdAt: '2099-08-10T11:07:38Z', credentials: [{ status: 'active' }, { status: 'active' }] },
    });
  });

  it('join with the users of the same recording by id', () => {
    const readings = rowsOf('c7n__test_account_credential_report__1.csv').map(readReportRow);
    const users = readings.flatMap((reading) => (reading.kind === 'user' ? [reading.user] : []));
    const list = readUserList([jsonOf('list_users/c7n__test_iam_user_console_old__1.json')])?.users;
    const report = { users, roots: [], generatedAt: undefined, newestEntry: instant('2017-02-22T23:07:48Z') };
    const joined = joinInventory({ reports: [report], details: undefined, list }, instant('2017-02-23T00:00:00Z'));
    expect(joined).toHaveLength(19);
    expect(joined.filter(({ userId }) => userId !== undefined).map(({ userName }) => userName)).toEqual([
      'andrew',
      'anthony',
      'chrissy',
      'kapil',
      'matt',
    ]);
    expect(joined.flatMap(({ gaps }) => gaps)).toEqual([]);
  });
});

const placeOf = (problem: string) => problem.split(': UserId ')[0];

describe.skipIf(isAbsent)('real authorization details', () => {
  it('of 41 users all read, with dates that have a space; 3 invented ones carry no unique id', () => {
    const listing = readAuthorizationDetails([jsonOf('authorization_details/cloudsplaining__example.json')]);
    expect(listing?.users).toHaveLength(41);
    expect(listing?.users.flatMap(({ gaps }) => gaps)).toEqual([]);
    expect(listing?.users[0]).toMatchObject({
      userName: 'fn1-privesc3-partial-user',
      createdAt: '2023-03-09T10:41:45Z',
    });
    expect(listing?.malformed.map(placeOf)).toEqual([41, 42, 43].map((index) => `UserDetailList[${index}]`));
  });

  it('that were edited by hand, with a name for an id, are malformed by place', () => {
    const edited = filesOf('authorization_details', '.json');
    expect(edited).toHaveLength(4);
    for (const file of edited) {
      const page = jsonOf(`authorization_details/${file}`) as { UserDetailList: { UserId: string }[] };
      const notIds = page.UserDetailList.flatMap(({ UserId }, index) => (UserId.startsWith('AIDA') ? [] : [index]));
      expect(readAuthorizationDetails([page])?.malformed.map(placeOf)).toEqual(
        notIds.map((index) => `UserDetailList[${index}]`),
      );
    }
  });
});

describe.skipIf(isAbsent)('real answers of ListUsers', () => {
  it.each(filesOf('list_users', '.json'))(
    '%s reads without a gap, and each id that is no user id is malformed by place',
    (file) => {
      const page = jsonOf(`list_users/${file}`) as { Users: { UserId: string }[] };
      const listing = readUserList([page]);
      expect(listing?.users.flatMap(({ gaps }) => gaps)).toEqual([]);
      const notIds = page.Users.flatMap(({ UserId }, index) => (UserId.startsWith('AIDA') ? [] : [`Users[${index}]`]));
      expect(listing?.malformed.map(placeOf)).toEqual(notIds);
      expect(listing?.users).toHaveLength(page.Users.length - notIds.length);
    },
  );
});
