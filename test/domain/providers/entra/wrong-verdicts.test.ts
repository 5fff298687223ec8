import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../domain/json.ts';
import { signInActivities } from '../../../../domain/providers/entra/activity.ts';
import { readPeople } from '../../../../domain/providers/entra/inventory.ts';
import { joinLists } from '../../../../domain/providers/joined-list.ts';
import type { Assessment } from '../../../../domain/verdict/assessment.ts';
import { daysAgo, now } from '../../builders.ts';
import { colleague, graphUser, objectId, signInRecord, tenant } from './builders.ts';
import { judge, twice } from './judge.ts';

const activity = (signInActivity: unknown, more: JsonObject = {}) => graphUser({ signInActivity, ...more });
const kindsOf = ({ gaps }: Assessment) => gaps.map(({ kind }) => kind);

/** Each cause by the name that domain/README.md gives it. */
describe('what can make a verdict on a person of Entra ID wrong', () => {
  it('success is activity, attempts are not', () => {
    expect(twice(activity({ lastSuccessfulSignInDateTime: daysAgo(10) })).state).toBe('active');
    expect(twice(activity({ lastNonInteractiveSignInDateTime: daysAgo(10) })).state).not.toBe('active');
    expect(twice(graphUser()).lastActivity).toMatchObject({ at: daysAgo(200), source: 'entra-sign-in-activity' });
  });

  it('an attempt inside the window without a known success', () => {
    const attempted = twice(activity({ lastSignInDateTime: daysAgo(89) }));
    expect([attempted.state, kindsOf(attempted)]).toEqual(['unknown', ['attempt-undecided']]);
    const outside = twice(activity({ lastSignInDateTime: daysAgo(90) }));
    expect([outside.state, outside.user.remarks]).toEqual([
      'never-used',
      expect.arrayContaining([{ kind: 'attempted', at: daysAgo(90) }]),
    ]);
  });

  it('an attempt after a success that is known', () => {
    const success = { lastSuccessfulSignInDateTime: daysAgo(200) };
    expect(twice(activity({ ...success, lastSignInDateTime: daysAgo(30) })).state).toBe('idle');
    const fresh = twice(activity({ ...success, lastSignInDateTime: daysAgo(1, 1) }));
    expect([fresh.state, kindsOf(fresh)]).toEqual(['unknown', ['attempt-undecided']]);
  });

  it.each([
    ['absent', undefined],
    ['null', null],
    ['a field null', { lastSuccessfulSignInDateTime: null }],
    ['an empty text', { lastSuccessfulSignInDateTime: '' }],
    ['year 1', { lastSuccessfulSignInDateTime: '0001-01-01T00:00:00Z' }],
  ])('five forms of none: %s', (_, none) => {
    expect(twice(activity(none, { createdDateTime: daysAgo(400) })).state).toBe('never-used');
  });

  it('null for every enabled user', () => {
    const bare = { ...colleague, signInActivity: null };
    const judged = twice(activity(null), { others: [bare] });
    expect(judged.gaps).toEqual([{ kind: 'activity-not-listed', source: 'entra-sign-in-activity', users: 2 }]);
    expect(judged.state).toBe('unknown');
    expect(judged.credentials[0]?.credential.lastUse.kind).toBe('unknown');
  });

  it('activity of disabled users alone', () => {
    const judged = twice(activity(null), { others: [{ ...colleague, accountEnabled: false }] });
    expect(judged.state).toBe('unknown');
  });

  it('created before successes were recorded', () => {
    const old = activity(null, { createdDateTime: '2022-05-01T00:00:00Z' });
    const judged = twice(old);
    expect(judged.state).toBe('never-used');
    expect(judged.user.remarks).toContainEqual({ kind: 'recorded-since', since: '2023-12-01T00:00:00Z' });
    const longer = twice(old, { thresholdDays: 1200 });
    expect([longer.state, kindsOf(longer)]).toEqual(['unknown', ['recorded-since']]);
  });

  it('a guest who never accepted', () => {
    const invited = { userType: 'Guest', externalUserState: 'PendingAcceptance', createdDateTime: daysAgo(100) };
    const judged = twice(activity(null, invited));
    expect(judged.state).toBe('never-used');
    expect(judged.user.remarks).toEqual([{ kind: 'guest' }, { kind: 'invitation-open' }]);
    expect(twice(activity(null, { ...invited, createdDateTime: daysAgo(10) })).state).toBe('new');
  });

  it('a disabled account', () => {
    const judged = twice(graphUser({ accountEnabled: false }));
    expect([judged.state, judged.usable]).toEqual(['idle', false]);
  });

  it('a synced account that is used on premises only', () => {
    const judged = twice(graphUser({ onPremisesSyncEnabled: true }));
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', ['use-not-recorded']]);
    expect(twice(graphUser({ onPremisesSyncEnabled: true, accountEnabled: false })).state).toBe('idle');
  });

  it('a list that is a day behind', () => {
    const silentFor = (days: number) => twice(activity({ lastSuccessfulSignInDateTime: daysAgo(days) }));
    expect(silentFor(89).state).toBe('active');
    expect([silentFor(90).state, kindsOf(silentFor(90))]).toEqual(['unknown', ['list-behind']]);
    expect(silentFor(91).state).toBe('idle');
  });

  it('an old list', () => {
    expect(kindsOf(twice(graphUser(), { madeAt: daysAgo(1, -1) }))).toContain('list-stale');
    const stale = { ...colleague, signInActivity: { lastSuccessfulSignInDateTime: daysAgo(3) } };
    const undated = twice(graphUser(), { madeAt: '', others: [stale] });
    expect(undated.gaps).toContainEqual({ kind: 'list-undated', source: 'entra-sign-in-activity', newestDaysOld: 3 });
    expect(twice(graphUser(), { madeAt: '' }).state).toBe('idle');
  });

  it('a list that was read once', () => {
    const once = judge([graphUser()]);
    expect([once.state, kindsOf(once)]).toEqual(['unknown', ['list-read-once']]);
    expect(judge([graphUser()], { isLogWhole: true }).state).toBe('idle');
  });

  it('a list whose pages shifted names a user twice', () => {
    const people = readPeople([{ value: [colleague, graphUser()] }, { value: [graphUser()] }])?.people ?? [];
    const { people: joined } = joinLists(signInActivities, [{ people, madeAt: now }], now, new Set());
    expect(joined.map(({ reads }) => reads)).toEqual([1, 1]);
  });

  it('a list that answers differently each time', () => {
    const empty = activity(null);
    const differing = judge([graphUser(), empty]);
    expect([differing.state, kindsOf(differing)]).toEqual(['unknown', ['list-reads-differ']]);
    expect(differing.lastActivity?.at).toBe(daysAgo(200));
    expect(judge([graphUser(), empty, graphUser()], { readById: true }).state).toBe('idle');
    const fresh = activity({ lastSuccessfulSignInDateTime: daysAgo(3) });
    expect(judge([empty, fresh]).state).toBe('active');
  });

  it('an old second read of the list', () => {
    const world = { madeAt: '' };
    const old = activity({ lastSuccessfulSignInDateTime: daysAgo(250) });
    const lists = [[colleague, graphUser()], [old]].map((value) => ({
      people: readPeople([{ value }])?.people ?? [],
      madeAt: undefined,
    }));
    const alice = joinLists(signInActivities, lists, now, new Set()).people.find(
      ({ listed }) => listed.objectId === objectId(),
    );
    expect(alice?.reads).toBe(1);
    expect(twice(graphUser(), world).state).toBe('idle');
  });

  it('failed sign-ins only', () => {
    const attempt = { lastSignInDateTime: daysAgo(5), lastSignInRequestId: signInRecord()['id'] };
    const failure = signInRecord({ status: { errorCode: 50126 } });
    expect(twice(activity(attempt), { log: [failure] }).state).toBe('never-used');
    const another = signInRecord({ status: { errorCode: 50126 }, id: 'another' });
    expect(twice(activity(attempt), { log: [another] }).state).toBe('unknown');
    const success = signInRecord({ createdDateTime: daysAgo(150), id: 'success' });
    expect(twice(activity(attempt), { log: [failure, success] }).state).toBe('unknown');
    const client = { ...attempt, lastNonInteractiveSignInDateTime: daysAgo(4) };
    expect(twice(activity(client), { log: [failure] }).state).toBe('unknown');
  });

  it('a name that changed', () => {
    const renamed = graphUser({ userPrincipalName: 'alice.smith@example.com' });
    const judged = judge([graphUser(), renamed]);
    expect([judged.state, judged.user.userName]).toEqual(['idle', 'alice.smith@example.com']);
  });

  it('a name that was given to another user', () => {
    const successor = { ...colleague, userPrincipalName: 'alice@example.com' };
    expect(twice(graphUser(), { others: [successor] }).state).toBe('idle');
    const silent = { ...successor, signInActivity: null };
    expect(twice(activity({ lastSuccessfulSignInDateTime: daysAgo(3) }), { others: [silent] }).state).toBe('active');
  });

  const attempt = { lastSignInDateTime: daysAgo(5), lastSignInRequestId: signInRecord()['id'] };
  const failure = { status: { errorCode: 50126 } };

  it("a record of another tenant's log", () => {
    const elsewhere = { homeTenantId: objectId(), resourceTenantId: objectId() };
    expect(twice(activity(attempt), { log: [signInRecord({ ...failure, ...elsewhere })] }).state).toBe('unknown');
    const ours = { ...elsewhere, resourceTenantId: tenant() };
    expect(twice(activity(attempt), { log: [signInRecord({ ...failure, ...ours })] }).state).toBe('never-used');
  });

  it('a sign-in of an application', () => {
    const ofApplication = signInRecord({ ...failure, signInEventTypes: ['servicePrincipal'] });
    expect(twice(activity(attempt), { log: [ofApplication] }).state).toBe('unknown');
  });

  it.each<[string, JsonObject]>([
    ['signInActivity', { signInActivity: 'hidden' }],
    ['a time', { signInActivity: { lastSuccessfulSignInDateTime: 1764144000 } }],
    ['a time of another form', { signInActivity: { lastSuccessfulSignInDateTime: '26/11/2026' } }],
    ['a local time', { signInActivity: { lastSuccessfulSignInDateTime: '2026-05-01T10:00:00' } }],
    ['a success in the future', { signInActivity: { lastSuccessfulSignInDateTime: '9999-12-31T23:59:59Z' } }],
    ['an attempt in the future', { signInActivity: { lastSignInDateTime: daysAgo(-2) } }],
    ['a creation in the future', { createdDateTime: '2999-01-01T00:00:00Z' }],
    ['a creation in the year 1', { createdDateTime: '0001-01-01T00:00:00Z' }],
    ['createdDateTime', { createdDateTime: null }],
    ['accountEnabled', { accountEnabled: 'true' }],
    ['onPremisesSyncEnabled', { onPremisesSyncEnabled: 'yes' }],
    ['userType', { userType: 7 }],
  ])('a field that is not understood: %s', (_, changes) => {
    const judged = twice(graphUser(changes));
    expect([judged.state, kindsOf(judged)]).toEqual(['unknown', expect.arrayContaining(['field-unreadable'])]);
  });
});
