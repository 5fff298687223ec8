import { describe, expect, it } from 'vitest';
import { withoutGoneUsers } from '../../../domain/inventory/gone-users.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, iamUser, listedUser } from '../builders.ts';

const reported = (createdAt: Instant | undefined): IamUser =>
  iamUser({ userId: undefined, userName: 'dave', createdAt });
const listedOn = (createdAt: Instant, passwordLastUsed?: Instant) => [listedUser({ createdAt, passwordLastUsed })];
const notListed = [
  { kind: 'not-listed', source: 'authorization-details' },
  { kind: 'not-listed', source: 'list-users' },
];

describe('a user whom only the credential report knows', () => {
  it.each<[string, Instant | undefined, ReturnType<typeof listedOn>, 'gone' | 'doubted']>([
    ['is gone if a listing holds a later time', daysAgo(200), listedOn(daysAgo(100)), 'gone'],
    ['is gone if a listing holds the same time', daysAgo(200), listedOn(daysAgo(200)), 'gone'],
    ['is gone if somebody signed in later', daysAgo(200), listedOn(daysAgo(300), daysAgo(100)), 'gone'],
    ['is in doubt if the listings may be older', daysAgo(200), listedOn(daysAgo(201)), 'doubted'],
    ['is in doubt without a creation', undefined, listedOn(daysAgo(100)), 'doubted'],
  ])('%s', (_, createdAt, listed, outcome) => {
    const left = withoutGoneUsers([reported(createdAt)], listed, []);
    expect(left.map(({ gaps }) => gaps)).toEqual(outcome === 'gone' ? [] : [notListed]);
    expect(withoutGoneUsers([reported(createdAt)], [], listed)).toEqual(left);
  });

  it('stays as it is where no listing speaks of its account', () => {
    const dave = reported(daysAgo(200));
    expect(withoutGoneUsers([dave], [], [])).toEqual([dave]);
  });
});

it('a user whom a listing knows stays', () => {
  const alice = iamUser({});
  expect(withoutGoneUsers([alice], listedOn(daysAgo(1)), [])).toEqual([alice]);
});
