import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { completeInventory, type GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import type { IamUser, MissingFact } from '../../../domain/inventory/iam-user.ts';
import { readReportRow } from '../../../domain/inventory/report-row.ts';
import { iamUser, listedUser, now, reportRow, user } from '../builders.ts';

const throttled = unusable('Throttling');
const bob = iamUser({ userName: 'bob', userId: user('AIDABOB0000000000001') });

/** Both listings ended after alice. */
const cut: GatheredInventory = {
  report: failed(throttled),
  details: { users: [listedUser()], failure: throttled },
  list: { users: [listedUser()], failure: throttled },
  serviceCredentials: { listed: [], failure: undefined },
};
const namesOf = (known: readonly IamUser[], changes: Partial<GatheredInventory> = {}) =>
  completeInventory({ ...cut, ...changes }, known, now).users.map(({ userName }) => userName);

describe('where no listing came to its end', () => {
  it('users of the last run stay, without credentials, and those that were listed are there once', () => {
    expect(namesOf([iamUser(), bob])).toEqual(['alice', 'bob']);
    expect(completeInventory(cut, [bob], now).users[1]).toMatchObject({ userName: 'bob', credentials: undefined });
  });

  it('a user who was renamed is known by the id, one without an id by the name in any case', () => {
    expect(namesOf([iamUser({ userName: 'alicia' })])).toEqual(['alice']);
    expect(namesOf([iamUser({ userName: 'ALICE', userId: undefined })])).toEqual(['alice']);
    expect(namesOf([iamUser({ userName: 'carol', userId: undefined })])).toEqual(['alice', 'carol']);
  });

  it('two users without an id are not one', () => {
    const row = reportRow({ user: 'dave', arn: 'arn:aws:iam::123456789012:user/dave' });
    const reading = readReportRow(row);
    const users = reading.kind === 'user' ? [reading.user] : [];
    const report = answered({ users, roots: [], generatedAt: now, newestEntry: undefined });
    const carol = iamUser({ userName: 'carol', userId: undefined });
    expect(namesOf([carol], { report })).toEqual(['alice', 'dave', 'carol']);
  });

  it('but where one did, who is not on it is gone', () => {
    expect(namesOf([bob], { list: { users: [listedUser()], failure: undefined } })).toEqual(['alice']);
    expect(namesOf([bob], { details: { users: [listedUser()], failure: undefined } })).toEqual(['alice']);
  });

  it('every source that failed is named', () => {
    expect(completeInventory(cut, [], now).missing).toEqual([
      'the credential report could not be read (Throttling)',
      'the authorization details could not be read (Throttling)',
      'ListUsers could not be read (Throttling)',
    ]);
  });

  it('what a listing could not read of a user stays missing', () => {
    const gap: MissingFact = { kind: 'field-unreadable', source: 'list-users', field: 'CreateDate' };
    const users = [listedUser({ gaps: [gap] })];
    const { users: found } = completeInventory({ ...cut, list: { users, failure: undefined } }, [], now);
    expect(found[0]?.gaps).toContainEqual(gap);
    expect(found[0]?.gaps.map(({ kind }) => kind)).not.toContain('no-credential-report');
  });
});

describe('a user whom the report alone names', () => {
  const reading = readReportRow(reportRow());
  const reported = reading.kind === 'user' ? [reading.user] : [];
  const report = answered({ users: reported, roots: [], generatedAt: now, newestEntry: undefined });
  const empty = (isWhole: boolean) => ({ users: [], failure: isWhole ? undefined : throttled });

  it.each([
    ['two whole listings', true, true, 0],
    ['one whole listing', true, false, 1],
    ['another whole listing', false, true, 1],
    ['no whole listing', false, false, 1],
  ])('and who is not on %s is there or gone', (_, isDetails, isList, count) => {
    expect(namesOf([], { report, details: empty(isDetails), list: empty(isList) })).toHaveLength(count);
  });

  it('keeps the id that a listing tells, whatever was known before', () => {
    const before = iamUser({ userId: user('AIDAOLD0000000000001') });
    expect(completeInventory({ ...cut, report }, [before], now).users.map(({ userId }) => userId)).toEqual([user()]);
  });
});
