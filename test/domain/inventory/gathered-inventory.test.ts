import { describe, expect, test } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { completeInventory, type GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { ListedUser } from '../../../domain/inventory/listed-user.ts';
import { readReportRow } from '../../../domain/inventory/report-row.ts';
import { daysAgo, listedUser, notTracked, now, reportRow, user } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';

const bob: Partial<ListedUser> = {
  userName: 'bob',
  userId: user('AIDABOB0000000000001'),
  arn: 'arn:aws:iam::123456789012:user/bob',
};
const alice = listedUser();
const reported = (...names: readonly string[]) =>
  names.flatMap((name) => {
    const reading = readReportRow(reportRow({ user: name, arn: `arn:aws:iam::123456789012:user/${name}` }));
    return reading.kind === 'user' ? [reading.user] : [];
  });
const whole = (...users: readonly ListedUser[]) => ({ users, failure: undefined });

const answers: GatheredInventory = {
  report: answered({ users: reported('alice', 'bob'), roots: [], generatedAt: now, newestEntry: undefined }),
  details: whole(alice, listedUser(bob)),
  list: whole(alice, listedUser(bob)),
  serviceCredentials: { listed: [], failure: undefined },
};
const complete = (changes: Partial<GatheredInventory> = {}, known: Parameters<typeof completeInventory>[1] = []) =>
  completeInventory({ ...answers, ...changes }, known, now);
const gapsOf = (users: readonly IamUser[]) => Object.fromEntries(users.map(({ userName, gaps }) => [userName, gaps]));

test('where every source answered nothing is missing', () => {
  const { users, missing } = complete();
  expect(gapsOf(users)).toEqual({ alice: [], bob: [] });
  expect(missing).toEqual([]);
});

test('a report that failed is a gap of every user, with its reason', () => {
  const { users, missing } = complete({ report: failed(unusable('Throttling')) });
  const gap = { kind: 'source-failed', source: 'credential-report', why: 'Throttling' };
  expect(gapsOf(users)).toEqual({ alice: [gap], bob: [gap] });
  expect(missing).toEqual(['the credential report could not be read (Throttling)']);
});

test('a page of the details that failed is a gap of the users not on the pages before', () => {
  const { users } = complete({ details: { users: [alice], failure: unusable('page 2: ServiceFailure') } });
  expect(gapsOf(users)).toEqual({
    alice: [],
    bob: [{ kind: 'source-failed', source: 'authorization-details', why: 'page 2: ServiceFailure' }],
  });
});

test('a whole listing that does not know a user whom the other knows is a gap of that user', () => {
  expect(gapsOf(complete({ list: whole(alice) }).users)['bob']).toEqual([{ kind: 'not-listed', source: 'list-users' }]);
});

test('a service whose credentials could not be listed leaves every user in doubt', () => {
  const { users } = complete({
    serviceCredentials: { listed: [], failure: unusable('bedrock.amazonaws.com, page 1: AccessDenied') },
  });
  for (const { gaps } of users) expect(gaps).toMatchObject([{ source: 'service-specific-credentials' }]);
});

describe('users of the report alone', () => {
  test('are gone where both listings are whole', () => {
    expect(complete({ details: whole(alice), list: whole(alice) }).users.map(({ userName }) => userName)).toEqual([
      'alice',
    ]);
  });
  test('stay where one is not, with the unique id that is remembered', () => {
    const remembered = assessed('bob', 'active').user;
    const known = [{ ...remembered, createdAt: reported('bob')[0]?.createdAt }];
    const { users } = complete(
      { details: whole(alice), list: { users: [alice], failure: unusable('page 2: Throttling') } },
      known,
    );
    expect(users.map(({ userName, userId }) => [userName, userId])).toEqual([
      ['alice', alice.userId],
      ['bob', remembered.userId],
    ]);
    expect(gapsOf(users)['bob']).toEqual([
      { kind: 'not-listed', source: 'authorization-details' },
      { kind: 'source-failed', source: 'list-users', why: 'page 2: Throttling' },
    ]);
  });
  test('have no id where the one remembered under the name was created at another time', () => {
    const { users } = complete(
      { details: { users: [], failure: unusable('x') }, list: { users: [], failure: unusable('x') } },
      [assessed('bob', 'new').user],
    );
    expect(users.find(({ userName }) => userName === 'bob')?.userId).toBeUndefined();
  });
  test('have no id where the creation of the one remembered under the name is not known', () => {
    const { users } = complete(
      { details: { users: [], failure: unusable('x') }, list: { users: [], failure: unusable('x') } },
      [{ ...assessed('bob', 'active').user, createdAt: undefined }],
    );
    expect(users.find(({ userName }) => userName === 'bob')?.userId).toBeUndefined();
  });
});

describe('users who were known before and are told of by nobody', () => {
  const nothing = {
    report: failed(unusable('x')),
    details: { users: [], failure: unusable('page 1: y') },
    list: { users: [], failure: unusable('page 1: z') },
  };
  test('stay, with every gap, where no listing is whole', () => {
    const { users } = complete(nothing, [assessed('cai', 'active').user]);
    expect(users.map(({ userName, credentials }) => [userName, credentials])).toEqual([['cai', undefined]]);
    expect(users[0]?.gaps.map((gap) => ('source' in gap ? gap.source : gap.kind))).toEqual([
      'authorization-details',
      'list-users',
      'credential-report',
    ]);
  });
  test('are gone where one listing is whole', () => {
    expect(
      complete({ ...nothing, list: whole(alice) }, [assessed('cai', 'active').user]).users.map(
        ({ userName }) => userName,
      ),
    ).toEqual(['alice']);
  });
});

test('service-specific credentials come to their users by name, whatever its case, and to nobody younger', () => {
  const credential = {
    kind: 'service-specific-credential',
    id: 'ACCA1',
    status: 'active',
    createdAt: daysAgo(300),
    lastUse: notTracked,
  } as const;
  const listed = [
    { userName: 'ALICE', credential },
    { userName: 'bob', credential: { ...credential, createdAt: daysAgo(500) } },
    { userName: 'nobody', credential },
  ];
  const { users } = complete({ serviceCredentials: { listed, failure: undefined } });
  const idsOf = (name: string) => users.find(({ userName }) => userName === name)?.credentials?.map(({ id }) => id);
  expect(idsOf('alice')).toContain('ACCA1');
  expect(idsOf('bob')).not.toContain('ACCA1');
});
