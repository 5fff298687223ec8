import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../../../domain/coverage/coverage.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { addPage, newAnswers, proveAnswers } from '../../../../domain/providers/google/activity-answers.ts';
import { foldActivity, newActivityFold, proveSpan } from '../../../../domain/providers/google/activity-fold.ts';
import { activityRegions, readActivity } from '../../../../domain/providers/google/records.ts';
import { readUsagePage, reportDays, useParameter } from '../../../../domain/providers/google/usage.ts';
import { userEntry } from '../../../../domain/sightings/entry.ts';
import { daysAgo, instant, now, question } from '../../builders.ts';
import { activity, customer, never, ofColleague, profileId, usagePage, usageReport } from './builders.ts';

const read = (record: JsonObject) => readActivity(record, customer(), now);
const withId = (changes: JsonObject, application = 'login') => {
  const whole = activity(application, 5);
  return { ...whole, id: { ...(whole['id'] as JsonObject), ...changes } };
};

describe('an activity', () => {
  it.each([
    ['login', 'login_success', 'sign-in'],
    ['login', 'logout', 'sign-in'],
    ['login', 'password_edit', 'sign-in'],
    ['token', 'activity', 'app-access'],
    ['token', 'authorize', 'app-access'],
    ['saml', 'login_success', 'sign-in'],
  ])('of somebody who is signed in is a sighting: %s %s', (application, name, credential) => {
    const reading = read(activity(application, 5, name));
    expect(reading).toMatchObject({ kind: 'use', at: daysAgo(5), subject: { userId: profileId() } });
    expect(reading).toMatchObject({ sighting: { credential, eventSource: application, eventName: name } });
  });

  it.each([
    ['login', 'login_failure'],
    ['login', 'login_challenge'],
    ['login', 'suspicious_login'],
    ['login', 'account_disabled_spamming'],
    ['token', 'revoke'],
    ['saml', 'login_failure'],
  ])('that needs no signed-in user is none: %s %s', (application, name) => {
    expect(read(activity(application, 5, name))).toMatchObject({ kind: 'no-use', reason: 'failed-sign-in' });
  });

  it.each<[string, JsonObject]>([
    ['other-customer', withId({ customerId: 'C0another' })],
    ['other-application', withId({ applicationName: 'drive' })],
  ])('is ignored as %s', (reason, record) => {
    expect(read(record)).toEqual({ kind: 'ignored', reason });
  });

  it('of an application itself names no user', () => {
    const robot = activity('token', 5, 'activity', { actor: { callerType: 'KEY', key: 'robot' } });
    expect(read(robot)).toMatchObject({ kind: 'no-use', reason: 'unknown-identity' });
  });

  it.each<[string, JsonObject]>([
    ['id.time', withId({ time: 'yesterday' })],
    ['id.time', withId({ time: daysAgo(-1) })],
    ['id.applicationName', withId({ applicationName: undefined })],
    ['events', activity('login', 5, undefined, { events: [] })],
    ['events.name', activity('login', 5, 'something_new')],
    ['actor.profileId', activity('login', 5, undefined, { actor: { email: 'alice@example.com' } })],
    ['actor.profileId', activity('login', 5, undefined, { actor: { profileId: 1.08e20 } })],
  ])('with %s that is not understood is malformed', (field, record) => {
    expect(read(record)).toMatchObject({ kind: 'malformed', field });
  });
});

describe('the sum of activities', () => {
  it('adds up, and has the days of each person', () => {
    const fold = newActivityFold();
    const records = [
      activity('login', 5),
      activity('token', 3),
      activity('login', 1, 'login_failure'),
      activity('login', 1, 'something_new'),
      withId({ applicationName: 'drive' }),
    ];
    for (const record of records) foldActivity(fold, record, customer(), now);
    const { received, recorded, malformed, ignored, lastSeen, unreadable } = fold.records;
    expect({ received, recorded, malformed, ignored: [...ignored] }).toEqual({
      received: 5,
      recorded: 2,
      malformed: 1,
      ignored: [
        ['failed-sign-in', 1],
        ['other-application', 1],
      ],
    });
    const seen = lastSeen.get(customer())?.get(userEntry(profileId()));
    expect(seen?.latest).toMatchObject({ at: daysAgo(3), userAgent: 'Mail of mine' });
    expect([...(seen?.credentials.keys() ?? [])]).toEqual(['sign-in', 'app-access']);
    expect(unreadable.get(customer())?.has(userEntry(profileId()))).toBe(true);
  });

  const gapsAfter = (fold: ReturnType<typeof newActivityFold>) => {
    const watches = fold.records.watches.get(customer()) ?? new Map();
    const coverage = coverageOf(watches, { ...question, thresholdDays: 10, regions: activityRegions });
    return coverage.kind === 'partial' ? coverage.gaps.map(({ region, from }) => `${region} ${from}`) : coverage.kind;
  };

  it('shows a span as watched where its answer is whole, with its silent days, but for the day on which it begins', () => {
    const fold = newActivityFold();
    for (const application of ['login', 'token'] as const) {
      proveSpan(fold, customer(), application, { from: daysAgo(11), to: now });
    }
    expect(gapsAfter(fold)).toBe('whole');
    const late = newActivityFold();
    proveSpan(late, customer(), 'login', { from: instant('2026-11-20T07:00:00Z'), to: now });
    expect(gapsAfter(late)).toEqual(['login-activity 2026-11-13', 'token-activity 2026-11-13']);
  });

  it('proves nothing between two answers', () => {
    const fold = newActivityFold();
    const answers = newAnswers();
    const answer = (days: readonly number[]) => {
      const records = days.map((day, index) => ofColleague('login', day, `10800000000000000000${index}`));
      const readings = records.map((record) => foldActivity(fold, record, customer(), now));
      addPage(answers, { readings, hasNext: false, place: 'a file' });
    };
    answer([0, 2]);
    answer([6, 12]);
    proveAnswers(answers, fold, customer(), now);
    expect(gapsAfter(fold)).toEqual(['login-activity 2026-11-18', 'token-activity 2026-11-13']);
  });

  it('counts an answer as whole with its last page alone', () => {
    const fold = newActivityFold();
    const answers = newAnswers();
    const page = (day: number, hasNext: boolean) => {
      const readings = [foldActivity(fold, ofColleague('token', day, `10800000000000000000${day}`), customer(), now)];
      addPage(answers, { readings, hasNext, place: `page ${day}` });
    };
    page(1, true);
    expect([...answers.open.values()].map(({ place }) => place)).toEqual(['page 1']);
    page(5, false);
    expect([answers.open.size, answers.whole.map(({ actors }) => actors.size)]).toEqual([0, [2]]);
  });
});

describe('a usage report', () => {
  it.each([
    ['gmail:last_imap_time', 'gmail:last_imap_time'],
    ['gmail:timestamp_last_imap', 'gmail:last_imap_time'],
    ['drive:last_active_usage_time', 'drive:last_active_usage_time'],
    ['drive:timestamp_last_active_usage', 'drive:last_active_usage_time'],
    ['gmail:timestamp_last_access', undefined],
    ['gmail:num_emails_received', undefined],
  ])('tells of a use by %s: %s', (name, known) => {
    expect(useParameter(name)).toBe(known);
  });

  const timesOf = (...parameters: JsonObject[]) =>
    readUsagePage(usagePage(usageReport(2, {}, { parameters })))?.rows[0]?.times.get('gmail:last_pop_time');

  it.each<[string, JsonObject, object]>([
    ['text', { datetimeValue: daysAgo(9) }, { kind: 'at', at: daysAgo(9) }],
    ['1970', { datetimeValue: never }, { kind: 'none' }],
    ['seconds', { intValue: '1763884800' }, { kind: 'at', at: '2025-11-23T08:00:00Z' }],
    ['milliseconds', { intValue: 1_763_884_800_000 }, { kind: 'at', at: '2025-11-23T08:00:00Z' }],
    ['zero', { intValue: '0' }, { kind: 'none' }],
    ['a word', { datetimeValue: 'soon' }, { kind: 'unreadable' }],
    ['nothing', {}, { kind: 'unreadable' }],
    ['a fraction', { intValue: '1.5' }, { kind: 'unreadable' }],
  ])('has a time as %s', (_, value, time) => {
    expect(timesOf({ name: 'gmail:last_pop_time', ...value })).toEqual(time);
  });

  it('with a time twice has the later one, and an unreadable one is not hidden', () => {
    const [name, later] = ['gmail:last_pop_time', daysAgo(4)];
    expect(timesOf({ name, datetimeValue: later }, { name, datetimeValue: daysAgo(9) })).toMatchObject({ at: later });
    expect(timesOf({ name, datetimeValue: later }, { name, datetimeValue: 'soon' })).toEqual({ kind: 'unreadable' });
  });

  it('names what is not a user, what it lacks, and what cannot be read', () => {
    const ofCustomer = usageReport(2, {}, { entity: { type: 'CUSTOMER', customerId: customer() } });
    const broken = [usageReport(2, {}, { date: 'today' }), usageReport(2, {}, { entity: {} }), ofCustomer];
    const listing = readUsagePage({
      ...usagePage(...broken),
      warnings: [{ code: '200', message: 'gmail is not ready' }],
    });
    expect(listing).toEqual({
      rows: [],
      malformed: ['usageReports[0]: date is not a day', 'usageReports[1]: entity names no user'],
      warnings: ['gmail is not ready'],
    });
    expect(readUsagePage({ kind: 'admin#reports#activities' })).toBeUndefined();
  });

  it('of so many days reaches over the window', () => {
    expect(reportDays('2026-11-21', question)).toEqual(['2026-11-21', '2026-10-24', '2026-09-26', '2026-08-29']);
    expect(reportDays('2026-11-21', { ...question, thresholdDays: 20 })).toEqual(['2026-11-21']);
  });
});
