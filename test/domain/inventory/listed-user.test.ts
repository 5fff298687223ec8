import { describe, expect, it } from 'vitest';
import { readAuthorizationDetails, readUserList } from '../../../domain/inventory/listed-user.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { account, instant, user } from '../builders.ts';

const entry = (changes: JsonObject = {}): JsonObject => ({
  Path: '/team/',
  UserName: 'alice',
  UserId: user(),
  Arn: 'arn:aws:iam::123456789012:user/team/alice',
  CreateDate: '2025-10-19T08:00:00+00:00',
  ...changes,
});
const pageOf = (...entries: unknown[]) => ({ UserDetailList: entries });
const read = (changes: JsonObject) => readAuthorizationDetails([pageOf(entry(changes))])?.users[0];

describe('a user of the authorization details', () => {
  it('has its unique id, path, tags and groups, and no credentials', () => {
    const details = { Tags: [{ Key: 'team', Value: 'a' }], GroupList: ['admins'], AttachedManagedPolicies: [] };
    expect(readAuthorizationDetails([pageOf(entry(details))])).toEqual({
      users: [
        {
          accountId: account(),
          userId: user(),
          userName: 'alice',
          arn: 'arn:aws:iam::123456789012:user/team/alice',
          path: '/team/',
          createdAt: instant('2025-10-19T08:00:00Z'),
          tags: [{ key: 'team', value: 'a' }],
          groups: ['admins'],
          passwordLastUsed: undefined,
          gaps: [],
        },
      ],
      malformed: [],
      endsKnown: true,
      truncated: false,
    });
  });

  it.each(['2025-10-19T08:00:00Z', '2025-10-19 08:00:00+00:00', '2025-10-19T08:00:00+00:00', '2025-10-19 08:00:00Z'])(
    'may be created at %j',
    (CreateDate) => {
      expect(read({ CreateDate })?.createdAt).toBe('2025-10-19T08:00:00Z');
    },
  );

  it.each<[string, JsonObject, string[]]>([
    ['no creation', { CreateDate: undefined }, ['CreateDate']],
    ['a creation that is no date', { CreateDate: '2025-02-30T00:00:00Z' }, ['CreateDate']],
    ['a creation in seconds', { CreateDate: 1760860800 }, ['CreateDate']],
    ['a sign-in that is no date', { PasswordLastUsed: 'yesterday' }, ['PasswordLastUsed']],
    ['an empty sign-in', { PasswordLastUsed: '' }, ['PasswordLastUsed']],
    ['no sign-in, by null', { PasswordLastUsed: null }, []],
    ['no sign-in', {}, []],
    ['two dates that are none', { CreateDate: 'x', PasswordLastUsed: 'y' }, ['CreateDate', 'PasswordLastUsed']],
  ])('with %s has the gaps %j', (_, changes, fields) => {
    const gaps = fields.map((field) => ({ kind: 'field-unreadable', source: 'authorization-details', field }));
    expect(read(changes)?.gaps).toEqual(gaps);
  });

  it.each<[string, JsonObject, object]>([
    ['no tags', { Tags: null }, { tags: [] }],
    ['a tag without a value', { Tags: [{ Key: 'a' }] }, { tags: [{ key: 'a', value: '' }] }],
    ['tags that are none', { Tags: ['a', { Value: 'b' }, { Key: 7 }] }, { tags: [] }],
    ['groups that are none', { GroupList: ['a', 7] }, { groups: ['a'] }],
    ['no name but in the arn', { UserName: undefined }, { userName: 'alice' }],
  ])('with %s', (_, changes, expected) => {
    expect(read(changes)).toMatchObject(expected);
  });

  it("has no more of its tags than IAM's bounds allow", () => {
    const Tags = Array.from({ length: 60 }, (_, index) => ({
      Key: `${index}`.padEnd(200, 'k'),
      Value: 'v'.repeat(300),
    }));
    const tags = read({ Tags })?.tags ?? [];
    expect([tags.length, tags[0]?.key.length, tags[0]?.value.length]).toEqual([50, 128, 256]);
  });

  it.each<[string, unknown, string]>([
    ['no unique id', entry({ UserId: undefined }), 'UserId is missing'],
    ["a role's id", entry({ UserId: 'AROAA1' }), 'UserId "AROAA1" is not the unique id of a user (AIDA...)'],
    ['a name for an id', entry({ UserId: 'alice' }), 'UserId "alice" is not the unique id of a user (AIDA...)'],
    ['no arn', entry({ Arn: null }), 'Arn is missing'],
    [
      "a role's arn",
      entry({ Arn: 'arn:aws:iam::1:role/a' }),
      'Arn "arn:aws:iam::1:role/a" is not the ARN of an IAM user',
    ],
    [
      'a long text for an id',
      entry({ UserId: 'x'.repeat(200) }),
      `UserId "${'x'.repeat(99)} is not the unique id of a user (AIDA...)`,
    ],
    ['a text', 'alice', 'is no object'],
    ['null', null, 'is no object'],
  ])('that is %s is malformed, with its place, the field and why', (_, bad, why) => {
    expect(readAuthorizationDetails([pageOf(entry(), bad)])).toMatchObject({
      users: [{ userName: 'alice' }],
      malformed: [`UserDetailList[1]: ${why}`],
    });
  });

  it('may stand alone, as --query picks it; then nobody says where the list ends', () => {
    expect(readAuthorizationDetails([entry()])).toMatchObject({ users: [{ userName: 'alice' }], endsKnown: false });
    expect(readAuthorizationDetails([pageOf(entry())])).toMatchObject({ endsKnown: true });
    expect(readAuthorizationDetails([{ UserName: 'alice' }])).toBeUndefined();
    expect(readAuthorizationDetails([pageOf(entry()), entry()])).toMatchObject({ endsKnown: false });
    expect(readAuthorizationDetails([entry({ Arn: null })])).toMatchObject({ malformed: ['a user: Arn is missing'] });
  });
});

describe('a user of ListUsers', () => {
  it('has the last sign-in, which outlives the password', () => {
    const page = { Users: [entry({ PasswordLastUsed: '2026-05-07 08:00:00+00:00' })], IsTruncated: false };
    expect(readUserList([page])?.users[0]).toMatchObject({ passwordLastUsed: '2026-05-07T08:00:00Z', gaps: [] });
  });

  it('names its source in a gap', () => {
    expect(readUserList([{ Users: [entry({ CreateDate: 'x' })] }])?.users[0]?.gaps).toEqual([
      { kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' },
    ]);
  });
});

describe('pages', () => {
  it('are one list', () => {
    const pages = [
      { ...pageOf(entry({ UserName: 'a' }), entry({ UserName: 'b' })), IsTruncated: true, Marker: 'm' },
      { ...pageOf(entry({ UserName: 'c' })), IsTruncated: false },
    ];
    const listing = readAuthorizationDetails(pages);
    expect(listing?.users.map(({ userName }) => userName)).toEqual(['a', 'b', 'c']);
    expect(listing?.truncated).toBe(false);
  });

  it.each<[string, object, boolean]>([
    ['IsTruncated', { IsTruncated: true }, true],
    ["the CLI's NextToken", { NextToken: 'x' }, true],
    ['IsTruncated false', { IsTruncated: false, NextToken: null }, false],
    ['nothing', {}, false],
    ['a Marker alone', { Marker: 'm' }, true],
    ['a text', { IsTruncated: 'true' }, true],
  ])('of which the last has %s leave more to come or not', (_, changes, truncated) => {
    expect(readUserList([{ Users: [], ...changes }])?.truncated).toBe(truncated);
  });

  it.each<[string, unknown[]]>([
    ['none', []],
    ['another answer', [{ Users: [] }]],
    ['a list that is none', [{ UserDetailList: {} }]],
    ['one good, one other', [pageOf(), { Users: [] }]],
    ['a text', ['x']],
    ['null', [null]],
  ])('that are %s are no authorization details', (_, pages) => {
    expect(readAuthorizationDetails(pages)).toBeUndefined();
  });

  it('may be empty', () => {
    expect(readAuthorizationDetails([pageOf()])).toEqual({
      users: [],
      malformed: [],
      truncated: false,
      endsKnown: true,
    });
  });
});
