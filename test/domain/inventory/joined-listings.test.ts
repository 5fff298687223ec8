import { describe, expect, it } from 'vitest';
import { joinInventory } from '../../../domain/inventory/join-inventory.ts';
import { readAuthorizationDetails } from '../../../domain/inventory/listed-user.ts';
import { readReportRow } from '../../../domain/inventory/report-row.ts';
import { account, listedUser, now, reportRow, user } from '../builders.ts';

describe('two listings of one user', () => {
  const [ops, dev] = [
    { key: 'team', value: 'ops' },
    { key: 'team', value: 'dev' },
  ];
  const join = (a: Partial<ReturnType<typeof listedUser>>, b: typeof a) =>
    joinInventory({ reports: [], details: [listedUser(a)], list: [listedUser(b)] }, now)[0];

  it('have the tags and groups of the details, or else of ListUsers', () => {
    expect(join({ tags: [ops], groups: ['a'] }, { tags: [dev], groups: ['b'] })).toMatchObject({
      tags: [ops],
      groups: ['a'],
    });
    expect(join({}, { tags: [dev], groups: ['b'] })).toMatchObject({ tags: [dev], groups: ['b'] });
  });

  it('may both lack the time of creation, and no row tells it', () => {
    expect(join({ createdAt: undefined }, { createdAt: undefined })).toMatchObject({ createdAt: undefined });
  });
});

it('a user of the report alone has neither tags nor groups', () => {
  const reading = readReportRow(reportRow());
  const users = reading.kind === 'user' ? [reading.user] : [];
  const report = { users, roots: [], generatedAt: undefined, newestEntry: undefined };
  expect(joinInventory({ reports: [report], details: undefined, list: undefined }, now)).toMatchObject([
    { tags: [], groups: [] },
  ]);
});

it('users of several accounts come sorted by account, then by name', () => {
  const of = (accountId: string, userName: string, id: string) =>
    listedUser({ accountId: account(accountId), userName, userId: user(id) });
  const list = [
    of('222222222222', 'alice', 'AIDAUSER0001'),
    of('111111111111', 'bob', 'AIDAUSER0002'),
    of('222222222222', 'ALEX', 'AIDAUSER0003'),
    of('111111111111', 'alice', 'AIDAUSER0004'),
  ];
  const sorted = joinInventory({ reports: [], details: undefined, list }, now);
  expect(sorted.map(({ accountId, userName }) => `${accountId} ${userName}`)).toEqual([
    '111111111111 alice',
    '111111111111 bob',
    '222222222222 ALEX',
    '222222222222 alice',
  ]);
});

it('what is no tag and no group is none', () => {
  const entry = { UserId: user(), Arn: 'arn:aws:iam::123456789012:user/alice', CreateDate: '2025-10-19T08:00:00Z' };
  const read = (more: object) => readAuthorizationDetails([{ UserDetailList: [{ ...entry, ...more }] }])?.users[0];
  const tags = [null, 'team', 7, { Value: 'x' }, { Key: 'team', Value: 'ops' }];
  expect(read({ Tags: tags, GroupList: [null, 'ops', 7] })).toMatchObject({
    tags: [{ key: 'team', value: 'ops' }],
    groups: ['ops'],
  });
  expect(read({})).toMatchObject({ tags: [], groups: [] });
});
