/** Reads one activity of the Reports API: of logins, of OAuth tokens, or of sign-ins to other applications by SAML. */

import type { IgnoredReason } from '../../cloudtrail/ignored-record.ts';
import { clockSkewMinutes, inTheFuture, type Malformed } from '../../cloudtrail/record.ts';
import { type AccountId, parseProfileId, parseRegion, type Region } from '../../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../json.ts';
import type { Sighting } from '../../sightings/sighting.ts';
import { type Instant, parseTime, plusMinutes } from '../../time.ts';
import type { LogSubject, LogUse } from '../log-parts.ts';

/** The applications whose activities are read. Each is watched by itself, as a Region is. */
export type Application = 'login' | 'token' | 'saml';

export const applications: readonly Application[] = ['login', 'token', 'saml'];

/** What an activity says. */
export type ActivityReading =
  | (LogUse & ActivityMoment & { readonly kind: 'use' })
  | ({ readonly kind: 'no-use'; readonly reason: IgnoredReason } & ActivityMoment)
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | Malformed;

interface ActivityMoment {
  readonly at: Instant;
  readonly application: Application;
  /** Who acted, by id or else by address. */
  readonly actor: string | undefined;
}

/** The watch of an application's activities, as the table names it. */
export const activityRegion = (application: Application): Region | undefined => parseRegion(`${application}-activity`);

/** The logs that must be read for silence: SAML only where a customer uses it. */
export const requiredApplications = ['login', 'token'] as const satisfies readonly Application[];

/** Their watches. */
export const activityRegions: readonly Region[] = requiredApplications.flatMap(
  (application) => activityRegion(application) ?? [],
);

/** The source of evidence that an application's activities are. */
export const activitySource = (application: Application) => `google-${application}-activity` as const;

/**
 * What somebody does who does not get in, and what happens to an account without its user: anybody can type an
 * address. A name that is in no list may be a use: it is malformed.
 */
const withoutUse: { readonly [application in Application]: RegExp } = {
  login:
    /^(?:login_(?:failure|challenge|verification)|suspicious_\w+|account_disabled\w*|gov_attack_warning|risky_sensitive_action_\w+|user_signed_out_due_to_\w+)$/,
  token: /^revoke$/,
  saml: /^login_failure$/,
};

/** What only somebody does who is signed in. */
const use: { readonly [application in Application]: RegExp } = {
  login:
    /^(?:login_success|logout|2sv_(?:enroll|disable)|titanium_(?:enroll|unenroll)|password_edit|recovery_\w+_edit|passkey_\w+|email_forwarding_\w+|blocked_sender)$/,
  token: /^(?:activity|authorize|request|deny)$/,
  saml: /^login_success$/,
};

/**
 * Reads an activity of this customer.
 * Source: https://developers.google.com/workspace/admin/reports/reference/rest/v1/activities/list
 */
export function readActivity(value: JsonObject, accountId: AccountId, now: Instant): ActivityReading {
  const id = objectAt(value, 'id') ?? {};
  const application = applications.find((each) => each === id['applicationName']);
  if (application === undefined) return readOther(id, value, accountId);
  const { customerId } = id;
  if (typeof customerId === 'string' && customerId !== '' && customerId !== accountId)
    return { kind: 'ignored', reason: 'other-customer' };
  const at = parseTime(id['time']);
  if (at === undefined) return malformed('id.time', 'not a time', value, accountId);
  if (at > plusMinutes(now, clockSkewMinutes)) return malformed('id.time', inTheFuture, value, accountId);
  const { profileId, email } = objectAt(value, 'actor') ?? {};
  const actor = [profileId, email].find((each) => typeof each === 'string');
  return readEvents(value, { at, application, actor }, accountId);
}

/** Another application's activity is not what is asked for; without a name it may be. */
function readOther({ applicationName: name }: JsonObject, value: JsonObject, accountId: AccountId): ActivityReading {
  return typeof name === 'string' && name !== ''
    ? { kind: 'ignored', reason: 'other-application' }
    : malformed('id.applicationName', 'missing', value, accountId);
}

function readEvents(value: JsonObject, moment: ActivityMoment, accountId: AccountId): ActivityReading {
  const events = Array.isArray(value['events']) ? value['events'].filter(isJsonObject) : [];
  const names = events.map((event) => textAt(event, 'name', longest));
  if (names.length === 0 || names.includes(undefined)) return malformed('events', 'no list of names', value, accountId);
  const { application } = moment;
  const used = events.find((event) => use[application].test(textAt(event, 'name') ?? ''));
  if (used !== undefined) return readUse(value, used, moment, accountId);
  return names.every((name) => withoutUse[application].test(name ?? ''))
    ? { kind: 'no-use', reason: 'failed-sign-in', ...moment }
    : malformed('events.name', 'is no event that is known', value, accountId);
}

function readUse(value: JsonObject, event: JsonObject, moment: ActivityMoment, accountId: AccountId): ActivityReading {
  const subject = subjectOf(value, accountId);
  if (subject === undefined) {
    const isUser = textAt(objectAt(value, 'actor') ?? {}, 'callerType') !== 'KEY';
    return isUser
      ? malformed('actor.profileId', 'not the digits of a user', value, accountId)
      : { kind: 'no-use', reason: 'unknown-identity', ...moment };
  }
  return { kind: 'use', subject, sighting: sightingOf(value, event, moment), ...moment };
}

function subjectOf(value: JsonObject, accountId: AccountId): LogSubject | undefined {
  const userId = parseProfileId(objectAt(value, 'actor')?.['profileId']);
  return userId === undefined ? undefined : { accountId, userId };
}

/** Texts come from strangers: they are cut, and escaped where they are shown. */
const longest = 256;

function sightingOf(value: JsonObject, event: JsonObject, { at, application }: ActivityMoment): Sighting {
  return {
    at,
    credential: application === 'token' ? 'app-access' : 'sign-in',
    eventId: textAt(objectAt(value, 'id') ?? {}, 'uniqueQualifier', longest),
    eventName: textAt(event, 'name', longest),
    eventSource: application,
    region: undefined,
    sourceAddress: textAt(value, 'ipAddress', longest),
    userAgent: appOf(event),
    accessKeyId: undefined,
    errorCode: undefined,
    userName: textAt(objectAt(value, 'actor') ?? {}, 'email', longest),
    arn: undefined,
  };
}

/** The app that used the token, or into which SAML signed in. */
function appOf({ parameters }: JsonObject): string | undefined {
  const values = Array.isArray(parameters) ? parameters.filter(isJsonObject) : [];
  const named = values.find(({ name }) => name === 'app_name' || name === 'application_name');
  return named && textAt(named, 'value', longest);
}

function malformed(field: string, why: string, value: JsonObject, accountId: AccountId): Malformed {
  const subject = subjectOf(value, accountId);
  const userName = textAt(objectAt(value, 'actor') ?? {}, 'email', longest);
  return { kind: 'malformed', field, why, subject: subject && { kind: 'user', ...subject }, userName };
}
