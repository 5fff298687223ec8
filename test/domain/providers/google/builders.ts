import { type AccountId, parseCustomerId, parseProfileId, type UserId } from '../../../../domain/ids.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import { daysAgo } from '../../builders.ts';
import { must } from '../must.ts';

export const customer = (text = 'C03az79cb'): AccountId => must(parseCustomerId(text), text);
export const profileId = (text = '108000000000000000001'): UserId => must(parseProfileId(text), text);

/** A user of the directory, created long before the window, silent for 200 days. */
export const directoryUser = (changes: JsonObject = {}): JsonObject => ({
  kind: 'admin#directory#user',
  id: profileId(),
  primaryEmail: 'alice@example.com',
  creationTime: daysAgo(900),
  lastLoginTime: daysAgo(200),
  suspended: false,
  archived: false,
  agreedToTerms: true,
  customerId: customer(),
  ...changes,
});

/** Somebody who logged in today: the list names activity and is fresh. */
export const colleague: JsonObject = directoryUser({
  id: '108000000000000000002',
  primaryEmail: 'bob@example.com',
  lastLoginTime: daysAgo(0),
});

export const never = '1970-01-01T00:00:00.000Z';

/** Mail that nobody read, by any way. */
const noMail: JsonObject = {
  'gmail:last_imap_time': never,
  'gmail:last_pop_time': never,
  'gmail:last_webmail_time': never,
  'gmail:last_interaction_time': never,
};

/** A report of alice: a login 200 days ago, and no mail in the 30 days before its day. */
export const usageReport = (daysBefore: number, times: JsonObject = {}, changes: JsonObject = {}): JsonObject => ({
  kind: 'admin#reports#usageReport',
  date: daysAgo(daysBefore).slice(0, 10),
  entity: { type: 'USER', customerId: customer(), userEmail: 'alice@example.com', profileId: profileId() },
  parameters: Object.entries({ 'accounts:last_login_time': daysAgo(200), ...noMail, ...times }).flatMap(
    ([name, value]) => (value === undefined ? [] : [{ name, datetimeValue: value }]),
  ),
  ...changes,
});

export const usagePage = (...usageReports: readonly JsonObject[]): JsonObject => ({
  kind: 'admin#reports#usageReports',
  usageReports,
});

/** The days of reports that together reach over a window of 90 days. */
const wholeDays = [2, 30, 58, 86] as const;

/** An activity of alice. */
export const activity = (
  application: string,
  daysBefore: number,
  name = application === 'token' ? 'activity' : 'login_success',
  changes: JsonObject = {},
): JsonObject => ({
  kind: 'admin#reports#activity',
  id: {
    time: daysAgo(daysBefore),
    uniqueQualifier: `${daysBefore}`,
    applicationName: application,
    customerId: customer(),
  },
  actor: { callerType: 'USER', email: 'alice@example.com', profileId: profileId() },
  ipAddress: '192.0.2.10',
  events: [{ type: 'login', name, parameters: [{ name: 'app_name', value: 'Mail of mine' }] }],
  ...changes,
});

/** The same of bob, which shows that the log was recorded. */
export const ofColleague = (application: string, daysBefore: number, profile = colleague['id']): JsonObject =>
  activity(application, daysBefore, undefined, {
    actor: { callerType: 'USER', email: 'bob@example.com', profileId: profile },
  });

/** An answer that reaches over the window, in which alice did nothing. */
export const silentLog = (application: string, days = 95): JsonObject[] => [
  ofColleague(application, 0),
  ofColleague(application, days, '108000000000000000003'),
];

/** Reports that together reach over the window. */
export const wholeUsage = (times: JsonObject = {}): JsonObject[] => wholeDays.map((day) => usageReport(day, times));
