import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../domain/json.ts';
import { joinAddresses } from '../../../../domain/providers/google/address-join.ts';
import { readEntries, readPeople } from '../../../../domain/providers/google/inventory.ts';
import type { Assessment } from '../../../../domain/verdict/assessment.ts';
import { daysAgo } from '../../builders.ts';
import {
  activity,
  colleague,
  directoryUser,
  never,
  ofColleague,
  silentLog,
  usageReport,
  wholeUsage,
} from './builders.ts';
import { judge, twice } from './judge.ts';

const gapsOf = ({ gaps }: Assessment) => gaps.map(({ kind }) => kind);
const verdictOf = (assessment: Assessment) => [assessment.state, gapsOf(assessment)];
const listed = (changes: JsonObject) => twice(directoryUser(changes));
const bothLogs = { login: silentLog('login'), token: silentLog('token') };

/** Each cause by the name that domain/README.md gives it. */
describe('what can make a verdict on a person of Google Workspace wrong', () => {
  it('everything is silent', () => {
    expect(verdictOf(judge())).toEqual(['idle', []]);
    expect(judge().lastActivity).toMatchObject({ at: daysAgo(200), source: 'google-last-login' });
  });

  it('a login is not use', () => {
    expect(verdictOf(judge({ usage: [], log: {} }))).toEqual([
      'unknown',
      ['source-not-read', 'source-not-read', 'source-not-read'],
    ]);
    expect(judge({ usage: [] }).state).toBe('unknown');
    expect(judge({ log: { login: silentLog('login') } }).state).toBe('unknown');
    expect(judge({ log: { token: silentLog('token') } }).state).toBe('unknown');
  });

  it('mail by IMAP, POP or a session that stays open', () => {
    for (const way of ['imap', 'pop', 'webmail', 'interaction']) {
      const { state, lastActivity } = judge({ usage: wholeUsage({ [`gmail:last_${way}_time`]: daysAgo(5) }) });
      expect([state, lastActivity?.source, lastActivity?.credential]).toEqual([
        'active',
        'google-usage-report',
        'app-access',
      ]);
    }
    expect(judge({ usage: wholeUsage({ 'drive:last_active_usage_time': daysAgo(5) }) }).state).toBe('active');
  });

  it('mail that comes in', () => {
    expect(judge({ usage: wholeUsage({ 'gmail:last_access_time': daysAgo(3) }) }).state).toBe('idle');
  });

  it('an app with an OAuth token', () => {
    const token = [...silentLog('token'), activity('token', 20)];
    const { state, lastActivity } = judge({ log: { ...bothLogs, token } });
    expect([state, lastActivity?.source]).toEqual(['active', 'google-token-activity']);
  });

  it('a sign-in to another application by SAML', () => {
    const saml = [...silentLog('saml'), activity('saml', 20)];
    expect(judge({ log: { ...bothLogs, saml } }).state).toBe('active');
    expect(judge().user.remarks).toContainEqual({ kind: 'source-not-read', source: 'google-saml-activity' });
    const failed = activity('saml', 20, 'login_failure');
    const silent = judge({ log: { ...bothLogs, saml: [...silentLog('saml'), failed] } });
    expect([silent.state, silent.user.remarks]).toEqual(['idle', []]);
  });

  it.each([
    ['1970', never],
    ['1970 without a fraction', '1970-01-01T00:00:00Z'],
    ["GAM's Never", 'Never'],
    ['an empty text', ''],
    ['null', null],
    ['absent', undefined],
  ])('forms of never: %s', (_, lastLoginTime) => {
    const usage = wholeUsage({ 'accounts:last_login_time': never });
    expect(twice(directoryUser({ lastLoginTime }), { usage }).state).toBe('never-used');
    expect(twice(directoryUser({ lastLoginTime }), { usage: [] }).state).toBe('unknown');
  });

  it('no login of any user', () => {
    const others = [{ ...colleague, lastLoginTime: never }];
    const judged = twice(directoryUser({ lastLoginTime: never }), { others });
    expect(judged.gaps).toContainEqual({ kind: 'activity-not-listed', source: 'google-last-login', users: 2 });
    expect(judged.state).toBe('unknown');
  });

  it('logins of suspended users alone', () => {
    const others = [{ ...colleague, suspended: true }];
    expect(twice(directoryUser({ lastLoginTime: never }), { others }).state).toBe('unknown');
  });

  it('a suspended or archived user', () => {
    const suspended = listed({ suspended: true, suspensionReason: 'ADMIN' });
    expect([suspended.state, suspended.usable]).toEqual(['idle', false]);
    expect(suspended.user.remarks).toContainEqual({ kind: 'suspended' });
    const archived = listed({ archived: true });
    expect([archived.usable, archived.user.remarks]).toEqual([false, expect.arrayContaining([{ kind: 'archived' }])]);
  });

  it('a deleted user', () => {
    const { people, deleted } = readEntries([{ entry: directoryUser({ deletionTime: daysAgo(3) }), place: '' }]) ?? {};
    expect([people, deleted]).toEqual([[], 1]);
    expect(gapsOf(listed({ deletionTime: 'yesterday' }))).toEqual(['field-unreadable']);
  });

  it('a guest, or somebody who never agreed to the terms', () => {
    const { state, user } = listed({ isGuestUser: true, agreedToTerms: false });
    expect(state).toBe('idle');
    expect(user.remarks).toEqual(expect.arrayContaining([{ kind: 'guest' }, { kind: 'terms-open' }]));
  });

  it('a user who was created recently', () => {
    const usage = wholeUsage({ 'accounts:last_login_time': never });
    const created = (days: number) => directoryUser({ creationTime: daysAgo(days), lastLoginTime: never });
    expect(twice(created(20), { usage }).state).toBe('new');
    expect(twice(created(20), { usage: usage.slice(0, 1) }).state).toBe('new');
    expect(verdictOf(twice(created(40), { usage: usage.slice(0, 1) }))).toEqual(['unknown', ['recorded-since']]);
    const others = [usageReport(2, {}, { entity: { type: 'USER', profileId: colleague['id'] } })];
    expect(twice(created(1), { usage: others }).state).toBe('new');
    expect(twice(created(4), { usage: others }).state).toBe('unknown');
  });

  it('a list that answers differently each time', () => {
    const lost = directoryUser({ lastLoginTime: never });
    const differing = judge({ reads: [directoryUser(), lost] });
    expect([differing.state, gapsOf(differing), differing.lastActivity?.at]).toEqual([
      'unknown',
      ['list-reads-differ'],
      daysAgo(200),
    ]);
    expect(judge({ reads: [directoryUser(), lost, directoryUser()], readById: true }).state).toBe('idle');
    expect(judge({ reads: [lost, directoryUser({ lastLoginTime: daysAgo(4) })] }).state).toBe('active');
    expect(judge({ reads: [directoryUser(), directoryUser({ lastLoginTime: daysAgo(200, -3) })] }).state).toBe('idle');
  });

  it('a list that was read once', () => {
    expect(verdictOf(judge({ reads: [directoryUser()] }))).toEqual(['unknown', ['list-read-once']]);
    expect(verdictOf(judge({ reads: [directoryUser(), undefined] }))).toEqual(['unknown', ['list-read-once']]);
  });

  it('an old list', () => {
    expect(gapsOf(judge({ madeAt: daysAgo(1, -1) }))).toContain('list-stale');
    const others = [{ ...colleague, lastLoginTime: daysAgo(3) }];
    expect(gapsOf(judge({ madeAt: '', others }))).toContain('list-undated');
    expect(judge({ madeAt: '' }).state).toBe('idle');
  });

  it('a report that is behind', () => {
    const silentFor = (days: number) => {
      const lastLoginTime = daysAgo(days);
      return twice(directoryUser({ lastLoginTime }), {
        usage: wholeUsage({ 'accounts:last_login_time': lastLoginTime }),
      });
    };
    expect(silentFor(89).state).toBe('active');
    expect(verdictOf(silentFor(91))).toEqual(['unknown', ['list-behind']]);
    expect(silentFor(93).state).toBe('idle');
    expect(gapsOf(judge({ usage: [usageReport(7)] }))).toEqual(['list-stale']);
  });

  it('a report that knows of 30 days of mail only', () => {
    const once = judge({ usage: [usageReport(2)] });
    expect(once.gaps).toEqual([{ kind: 'recorded-since', source: 'google-usage-report', since: expect.any(String) }]);
    expect(once.state).toBe('unknown');
    const hole = judge({ usage: [2, 58, 86].map((day) => usageReport(day)) });
    expect(gapsOf(hole)).toEqual(['recorded-since']);
    const named = { 'gmail:last_imap_time': daysAgo(150), 'gmail:last_pop_time': daysAgo(150) };
    const old = { ...named, 'gmail:last_webmail_time': daysAgo(150), 'gmail:last_interaction_time': daysAgo(150) };
    expect(judge({ usage: [usageReport(2, old)] }).state).toBe('idle');
  });

  it('a time that a report does not have on its day', () => {
    const without = judge({ usage: wholeUsage({ 'gmail:last_imap_time': undefined }) });
    expect(without.gaps).toEqual([
      { kind: 'field-not-listed', source: 'google-usage-report', field: 'gmail:last_imap_time' },
    ]);
    expect(without.state).toBe('unknown');
    const noMail = usageReport(2)['parameters'];
    const off = [
      { name: 'accounts:last_login_time', datetimeValue: daysAgo(200) },
      { name: 'gmail:is_gmail_enabled', boolValue: false },
    ];
    expect(noMail).toHaveLength(5);
    expect(judge({ usage: [2, 30, 58, 86].map((day) => usageReport(day, {}, { parameters: off })) }).state).toBe(
      'idle',
    );
  });

  it('a user whom the report does not name', () => {
    const entity = { type: 'USER', userEmail: 'bob@example.com', profileId: colleague['id'] };
    const judged = judge({ usage: [usageReport(2, {}, { entity })] });
    expect(verdictOf(judged)).toEqual(['unknown', ['not-listed']]);
  });

  it('an address that was given to somebody else', () => {
    const named = { type: 'USER', userEmail: 'Alice@Example.com' };
    const usage = (login: string, mail = never) =>
      wholeUsage({ 'accounts:last_login_time': login, 'gmail:last_imap_time': mail }).map((report) => ({
        ...report,
        entity: named,
      }));
    expect(judge({ usage: usage(daysAgo(200)) }).state).toBe('idle');
    expect(verdictOf(judge({ usage: usage(daysAgo(300)) }))).toEqual(['unknown', ['not-listed']]);
    expect(judge({ usage: usage(daysAgo(300), daysAgo(3)) }).state).toBe('active');
    const young = { creationTime: daysAgo(1) };
    expect(twice(directoryUser({ ...young, lastLoginTime: never }), { usage: usage(daysAgo(3)) }).state).not.toBe(
      'active',
    );
  });

  it('a list without ids', () => {
    const people = readPeople([{ users: [directoryUser()] }])?.people ?? [];
    const nameless = (changes: JsonObject) =>
      readEntries([{ entry: directoryUser({ id: undefined, ...changes }), place: '' }]).addresses;
    const join = (changes: JsonObject) => joinAddresses(people, nameless(changes));
    expect(join({ lastLoginTime: daysAgo(3), primaryEmail: 'ALICE@example.com' }).people[0]?.activity).toBe(daysAgo(3));
    expect(join({ lastLoginTime: daysAgo(3), creationTime: daysAgo(1000) }).people[0]?.activity).toBe(daysAgo(200));
    expect(join({ primaryEmail: 'eve@example.com' }).strangers).toEqual(['eve@example.com']);
  });

  it('activities that do not reach over the window', () => {
    const short = judge({ log: { ...bothLogs, token: silentLog('token', 60) } });
    expect(short.gaps).toEqual([
      { kind: 'recorded-since', source: 'google-token-activity', since: expect.any(String) },
    ]);
    const longer = judge({
      thresholdDays: 190,
      log: { login: silentLog('login', 180), token: silentLog('token', 180) },
    });
    expect(longer.state).toBe('unknown');
    const old = judge({ log: { ...bothLogs, login: [ofColleague('login', 3), activity('login', 95)] } });
    expect(gapsOf(old)).toEqual(['list-stale']);
  });

  it('activities of one person alone', () => {
    const ofAlice = [activity('token', 100), activity('token', 95)];
    expect(gapsOf(judge({ log: { ...bothLogs, token: ofAlice } }))).toEqual(['source-not-read']);
  });

  it('failed logins only', () => {
    const tried = activity('login', 5, 'login_failure');
    expect(judge({ log: { ...bothLogs, login: [...silentLog('login'), tried] } }).state).toBe('idle');
  });

  it.each<[string, JsonObject]>([
    ['lastLoginTime', { lastLoginTime: 'yesterday' }],
    ['lastLoginTime as a number', { lastLoginTime: 1_764_144_000 }],
    ['lastLoginTime in the future', { lastLoginTime: '9999-12-31T23:59:59.000Z' }],
    ['lastLoginTime without a zone', { lastLoginTime: '2026-05-01 10:00:00' }],
    ['creationTime in the future', { creationTime: '2999-01-01T00:00:00.000Z' }],
    ['creationTime of 1970', { creationTime: never }],
    ['creationTime', { creationTime: null }],
    ['suspended', { suspended: 'false' }],
    ['archived', { archived: 0 }],
    ['agreedToTerms', { agreedToTerms: 'yes' }],
    ['isGuestUser', { isGuestUser: {} }],
  ])('a field that is not understood: %s', (_, changes) => {
    const judged = listed(changes);
    expect([judged.state, gapsOf(judged)]).toEqual(['unknown', expect.arrayContaining(['field-unreadable'])]);
  });

  it('a time of a report that is later than its day', () => {
    const later = usageReport(3, { 'gmail:last_imap_time': daysAgo(-30) });
    expect(judge({ usage: [...wholeUsage(), later] }).gaps).toEqual([
      { kind: 'field-unreadable', source: 'google-usage-report', field: 'gmail:last_imap_time' },
    ]);
  });

  it('a time of a report that is not understood', () => {
    const judged = judge({ usage: [...wholeUsage(), usageReport(3, { 'drive:last_active_usage_time': 'today' })] });
    expect(judged.gaps).toEqual([
      { kind: 'field-unreadable', source: 'google-usage-report', field: 'drive:last_active_usage_time' },
    ]);
  });
});
