/** Reads one record of Entra ID's sign-in log, in the form of Graph or of a diagnostic setting. */

import type { IgnoredReason } from '../../cloudtrail/ignored-record.ts';
import { clockSkewMinutes, inTheFuture, type Malformed } from '../../cloudtrail/record.ts';
import { type AccountId, parseObjectId, parseRegion, parseTenantId, type Region } from '../../ids.ts';
import { isJsonObject, type JsonObject, kindOf, objectAt, textAt } from '../../json.ts';
import type { Sighting } from '../../sightings/sighting.ts';
import { type Instant, parseTime, plusMinutes } from '../../time.ts';
import type { LogSubject, LogUse } from '../log-parts.ts';
import type { Attempt, Stream } from './activity.ts';

/** What a record says. `at` and `stream` are there where the record shows that its stream was recorded. */
export type SignInReading =
  | (LogUse & SignInMoment & { readonly kind: 'use' })
  | FailedSignIn
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | Malformed;

interface FailedSignIn extends SignInMoment, Attempt {
  readonly kind: 'no-use';
  readonly reason: 'failed-sign-in';
  readonly subject: LogSubject;
}

interface SignInMoment {
  readonly at: Instant;
  readonly stream: Stream;
}

/** The watch of a stream, as the table names it. */
export const streamRegion = (stream: Stream): Region | undefined => parseRegion(`${stream}-sign-ins`);

/** Both streams: silence has to be watched in each of them. */
export const signInRegions: readonly Region[] = (['interactive', 'non-interactive'] as const).flatMap(
  (stream) => streamRegion(stream) ?? [],
);

const categories = new Map<unknown, Stream>([
  ['SignInLogs', 'interactive'],
  ['NonInteractiveUserSignInLogs', 'non-interactive'],
]);

/** The tenant that a record of a diagnostic setting names, for its own sign-in log; undefined for any other value. */
export function tenantIn(value: unknown): AccountId | undefined {
  if (!isJsonObject(value)) return undefined;
  const { tenantId } = value;
  return parseTenantId(typeof tenantId === 'string' ? tenantId.toLowerCase() : undefined);
}

/**
 * Reads a record of the log of this tenant. A success is a sighting; a failure is an attempt, which anybody can make
 * who knows a name.
 * Source: https://learn.microsoft.com/graph/api/resources/signin
 */
export function readSignIn(value: JsonObject, accountId: AccountId, now: Instant): SignInReading {
  const isWrapped = isJsonObject(value['properties']);
  const signIn = objectAt(value, 'properties') ?? value;
  if (isWrapped && !categories.has(value['category'])) return { kind: 'ignored', reason: 'not-a-user-sign-in' };
  if (isWrapped ? tenantIn(value) !== accountId : isOfOthers(signIn, accountId))
    return { kind: 'ignored', reason: 'other-tenant' };
  const stream = isWrapped ? categories.get(value['category']) : streamOf(signIn);
  if (stream === 'not-a-user') return { kind: 'ignored', reason: 'not-a-user-sign-in' };
  if (stream === undefined) return malformed('signInEventTypes', 'is no list of known types', signIn, accountId);
  const at = parseTime(signIn['createdDateTime'] ?? value['time']);
  if (at === undefined) return malformed('createdDateTime', 'not a time', signIn, accountId);
  if (at > plusMinutes(now, clockSkewMinutes)) return malformed('createdDateTime', inTheFuture, signIn, accountId);
  return readOutcome(signIn, value['resultType'], { at, stream }, accountId);
}

/** A guest's own tenant is another one, and so is that of a resource elsewhere; one of both must be ours. */
function isOfOthers(signIn: JsonObject, accountId: AccountId): boolean {
  const named = [signIn['homeTenantId'], signIn['resourceTenantId']].filter(
    (id) => typeof id === 'string' && id !== '',
  );
  return named.length > 0 && !named.some((id) => `${id}`.toLowerCase() === accountId);
}

function readOutcome(signIn: JsonObject, result: unknown, moment: SignInMoment, accountId: AccountId): SignInReading {
  const code = errorCodeOf(signIn['status'], result);
  if (code === undefined) return malformed('status.errorCode', 'not a number', signIn, accountId);
  const subject = subjectOf(signIn, accountId);
  if (subject === undefined) {
    return code === 0
      ? malformed('userId', `${kindOf(signIn['userId'])}, not the GUID of a user`, signIn, accountId)
      : { kind: 'ignored', reason: 'unknown-identity' };
  }
  const requestId = textAt(signIn, 'id', longest)?.toLowerCase();
  if (code !== 0) return { kind: 'no-use', reason: 'failed-sign-in', subject, ...moment, requestId };
  return { kind: 'use', subject, ...moment, sighting: sightingOf(signIn, moment.at, requestId) };
}

/** Graph says by types whose sign-in it is; an older answer only by a flag, and then it is a user's. */
function streamOf(signIn: JsonObject): Stream | 'not-a-user' | undefined {
  const types = signIn['signInEventTypes'] ?? undefined;
  if (types === undefined) {
    const flag = signIn['isInteractive'] ?? true;
    return typeof flag === 'boolean' ? (flag ? 'interactive' : 'non-interactive') : undefined;
  }
  if (!Array.isArray(types) || types.length === 0) return undefined;
  if (types.includes('interactiveUser')) return 'interactive';
  if (types.includes('nonInteractiveUser')) return 'non-interactive';
  return types.every((type) => type === 'servicePrincipal' || type === 'managedIdentity') ? 'not-a-user' : undefined;
}

/** 0 is success. A diagnostic setting also writes it as text, which counts where the record has no status. */
function errorCodeOf(status: unknown, result: unknown): number | undefined {
  if (status === undefined || status === null) {
    return typeof result === 'string' && /^\d{1,9}$/.test(result) ? Number(result) : undefined;
  }
  const code = isJsonObject(status) ? status['errorCode'] : undefined;
  return typeof code === 'number' && Number.isInteger(code) ? code : undefined;
}

const nobody = '00000000-0000-0000-0000-000000000000';

function subjectOf({ userId: id }: JsonObject, accountId: AccountId): LogSubject | undefined {
  const userId = parseObjectId(typeof id === 'string' ? id.toLowerCase() : undefined);
  return userId === undefined || userId === nobody ? undefined : { accountId, userId };
}

/** Texts come from strangers: they are cut, and escaped where they are shown. */
const longest = 256;

function sightingOf(signIn: JsonObject, at: Instant, eventId: string | undefined): Sighting {
  return {
    at,
    credential: 'sign-in',
    eventId,
    eventName: textAt(signIn, 'appDisplayName', longest),
    eventSource: undefined,
    region: undefined,
    sourceAddress: textAt(signIn, 'ipAddress', longest),
    userAgent: textAt(signIn, 'userAgent', longest),
    accessKeyId: undefined,
    errorCode: undefined,
    userName: textAt(signIn, 'userPrincipalName', longest),
    arn: undefined,
  };
}

function malformed(field: string, why: string, signIn: JsonObject, accountId: AccountId): Malformed {
  const subject = subjectOf(signIn, accountId);
  const userName = textAt(signIn, 'userPrincipalName', longest);
  return { kind: 'malformed', field, why, subject: subject && { kind: 'user', ...subject }, userName };
}
