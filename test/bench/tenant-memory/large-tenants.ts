/** A tenant of Entra ID and a customer of Google Workspace with 100,000 users each, made as they are asked for. */

import type { JsonObject } from '../../../domain/json.ts';

export const users = 100_000;

const dayMs = 86_400_000;
const baseMs = Date.now();
const daysAgo = (days: number): string => new Date(baseMs - days * dayMs).toISOString();
const everybody = Array.from({ length: users }, (_, index) => index);
const addressOf = (index: number) => `firstname.lastname-${index}@department-${index % 40}.example.com`;

/** Of ten users six signed in this month, one two months ago, two are silent for long and one never came. */
const silentDays = [1, 2, 5, 9, 14, 27, 60, 120, 300, undefined] as const;

/** A silence of this user. Since yesterday six in ten have a new time, and one in a hundred came back. */
function silenceOf(index: number, day: number): number | undefined {
  const days = silentDays[index % silentDays.length];
  if (day === 0 || days === undefined) return days;
  return index % 100 === 7 ? 0.5 : days < 30 ? days - 0.5 : days;
}

const objectId = (index: number) => `b7873f1b-547b-4605-ad9e-${`${index}`.padStart(12, '0')}`;

/** As Graph lists them. One read in two names an older time of a few, as Graph does. */
export const graphUsers = (day: number, read: number): JsonObject[] =>
  everybody.map((index) => graphUserOf(index, day, read % 2 === 0 && index % 97 === 0 ? 1 : 0));

/** One user, read by its id. */
export const graphUserById = (id: string, day: number): JsonObject => graphUserOf(Number(id.slice(-12)), day, 0);

function graphUserOf(index: number, day: number, behind: number): JsonObject {
  const days = silenceOf(index, day);
  const at = days === undefined ? null : daysAgo(days + behind);
  return {
    id: objectId(index),
    userPrincipalName: addressOf(index),
    accountEnabled: index % 50 !== 0,
    createdDateTime: daysAgo(900),
    userType: index % 20 === 0 ? 'Guest' : 'Member',
    externalUserState: null,
    onPremisesSyncEnabled: index % 3 === 0 ? true : null,
    signInActivity: {
      lastSignInDateTime: at,
      lastSignInRequestId: objectId(index + users),
      lastNonInteractiveSignInDateTime: at,
      lastNonInteractiveSignInRequestId: objectId(index + 2 * users),
      lastSuccessfulSignInDateTime: at,
      lastSuccessfulSignInRequestId: objectId(index + users),
    },
  };
}

/** The log of sign-ins: one of every fifth user who signed in this month, as long as Graph writes them. */
export const signInsOf = (day: number): JsonObject[] =>
  everybody.flatMap((index) => {
    const days = silenceOf(index, day);
    return index % 5 !== 0 || days === undefined || days > 28 ? [] : [signInOf(index, daysAgo(days))];
  });

function signInOf(index: number, at: string): JsonObject {
  return {
    id: objectId(index + users),
    createdDateTime: at,
    userDisplayName: `Firstname Lastname ${index}`,
    userPrincipalName: addressOf(index),
    userId: objectId(index),
    appId: '4765445b-32c6-49b0-83e6-1d93765276ca',
    appDisplayName: 'OfficeHome',
    ipAddress: `203.0.113.${index % 250}`,
    clientAppUsed: 'Browser',
    correlationId: objectId(index + 3 * users),
    conditionalAccessStatus: 'success',
    isInteractive: true,
    resourceDisplayName: 'Microsoft Graph',
    status: { errorCode: 0, failureReason: 'Other.', additionalDetails: null },
    deviceDetail: { deviceId: '', displayName: '', operatingSystem: 'Windows 11', browser: 'Edge 131.0.0' },
    location: { city: 'Utrecht', state: 'Utrecht', countryOrRegion: 'NL', geoCoordinates: { latitude: 52.09 } },
    appliedConditionalAccessPolicies: Array.from({ length: 6 }, (_, policy) => ({
      id: objectId(policy),
      displayName: `Require something ${policy}`,
      enforcedGrantControls: ['mfa'],
      result: 'notApplied',
    })),
  };
}

export const customer = 'C03az79cb';

const profileId = (index: number) => `${108_000_000_000_000_000_000n + BigInt(index)}`;

/** As the directory lists them. One read in two loses a time, as Google's does. */
export const directoryUsers = (day: number, read: number): JsonObject[] =>
  everybody.map((index) => directoryUserOf(index, day, read % 2 === 0 && index % 997 === 0));

/** One user, read by its id. */
export const directoryUserById = (id: string, day: number): JsonObject =>
  directoryUserOf(Number(id.slice(-9)), day, false);

function directoryUserOf(index: number, day: number, isLost: boolean): JsonObject {
  const days = silenceOf(index, day);
  return {
    id: profileId(index),
    primaryEmail: addressOf(index),
    creationTime: daysAgo(900),
    lastLoginTime: days === undefined || isLost ? '1970-01-01T00:00:00.000Z' : daysAgo(days),
    suspended: index % 50 === 0,
    archived: false,
    customerId: customer,
    agreedToTerms: days !== undefined,
    isGuestUser: false,
  };
}

/** Everybody's row in the report on a day, `2026-11-20`, whenever that is: what is later is left out. */
export function usageOf(reportDay: string, day: number): JsonObject[] {
  const endMs = Date.parse(reportDay) + dayMs;
  return everybody.map((index) => {
    const days = silenceOf(index, day);
    const atMs = days === undefined ? 0 : baseMs - days * dayMs;
    const at = atMs === 0 || atMs > endMs ? '1970-01-01T00:00:00.000Z' : new Date(atMs).toISOString();
    const timeOf = (name: string) => ({ name, datetimeValue: at });
    return {
      kind: 'admin#reports#usageReport',
      date: reportDay,
      entity: { type: 'USER', customerId: customer, userEmail: addressOf(index), profileId: profileId(index) },
      parameters: [
        timeOf('accounts:last_login_time'),
        ...['imap', 'pop', 'webmail', 'interaction'].map((use) => timeOf(`gmail:last_${use}_time`)),
        { name: 'gmail:is_gmail_enabled', boolValue: true },
        timeOf('drive:last_active_usage_time'),
      ],
    };
  });
}

/** One login and one use of a token of every fifth user who was there in the last 179 days. */
export const activitiesOf = (day: number): ReadonlyMap<string, JsonObject[]> =>
  new Map(['login', 'token'].map((application) => [application, activitiesIn(application, day)]));

const activitiesIn = (application: string, day: number): JsonObject[] =>
  everybody.flatMap((index) => {
    const days = silenceOf(index, day);
    if (index % 5 !== 0 || days === undefined || days > 178) return [];
    return {
      kind: 'admin#reports#activity',
      id: { time: daysAgo(days), uniqueQualifier: `${index}`, applicationName: application, customerId: customer },
      actor: { callerType: 'USER', email: addressOf(index), profileId: profileId(index) },
      ipAddress: `203.0.113.${index % 250}`,
      events: [
        application === 'login'
          ? { type: 'login', name: 'login_success', parameters: [{ name: 'login_type', value: 'google_password' }] }
          : { type: 'auth', name: 'activity', parameters: [{ name: 'app_name', value: 'Thunderbird' }] },
      ],
    };
  });
