/** The latest sightings of one subject, and how they merge. */

import { type CredentialUsed, isAccessKey } from '../credential.ts';
import { addDay, type DaysByMonth, unionOfDays } from '../day-set.ts';
import { daysBetween, epochMs, type Instant, laterOf, type Month } from '../time.ts';
import { addCaller, type Caller, type Callers, callerOf, latestCallers, mergeCallers } from './caller.ts';
import {
  type CredentialSighting,
  compareSightings,
  credentialSightingOf,
  isSuccess,
  later,
  type Sighting,
} from './sighting.ts';

/**
 * What is remembered of one subject: a set of maxima. So the result does not depend on the order of events, on repeated
 * events, or on how they were split into batches.
 */
export interface LastSeen {
  readonly latest: Sighting;
  /** The latest call that succeeded; undefined where every call was refused. */
  readonly lastSuccess: Instant | undefined;
  readonly credentials: ReadonlyMap<CredentialUsed, CredentialSighting>;
  readonly days: DaysByMonth;
  /** A lower bound: callers are written when something else is. None in an entry of an earlier version. */
  readonly callers: Callers;
}

/**
 * How many access keys are remembered of one subject: the latest ones. A user has at most two at a time, older ones are
 * left from rotations, and an entry must stay small.
 */
export const keysRemembered = 6;

interface Growing {
  latest: Sighting;
  lastSuccess: Instant | undefined;
  credentials: Map<CredentialUsed, Sighting>;
  days: Map<Month, number>;
  callers: Map<Caller, string>;
}

/** The last seen of many subjects. It grows in place, with the number of subjects and not with that of records. */
export type LastSeenFold<Key> = Map<Key, Growing>;

/** Folds one more sighting in, with its caller. Order and repetition do not matter. */
export function addSighting<Key>(fold: LastSeenFold<Key>, key: Key, sighting: Sighting): void {
  const { callers } = addActivity(fold, key, sighting);
  const caller = callerOf(sighting);
  if (caller !== undefined) addCaller(callers, caller, sighting.at.slice(0, 10));
}

/** The same without its caller, where the caller of a few of many alike would be known. */
export function addActivity<Key>(fold: LastSeenFold<Key>, key: Key, sighting: Sighting): Growing {
  const known = fold.get(key);
  const growing = known ?? begun(sighting);
  // Stryker disable next-line ConditionalExpression: to set again what is there changes nothing.
  if (known === undefined) fold.set(key, growing);
  growing.latest = later(growing.latest, sighting);
  if (isSuccess(sighting)) growing.lastSuccess = laterOf(growing.lastSuccess, sighting.at);
  if (sighting.credential !== undefined) {
    const { credential } = sighting;
    growing.credentials.set(credential, later(growing.credentials.get(credential), sighting) as Sighting);
  }
  addDay(growing.days, sighting.at);
  return growing;
}

const begun = (latest: Sighting): Growing => {
  return { latest, lastSuccess: undefined, credentials: new Map(), days: new Map(), callers: new Map() };
};

/** Merges `from` into `into`, with all credentials and not only those that are remembered. Do not use `from` again. */
export function mergeLastSeenFolds<Key>(into: LastSeenFold<Key>, from: LastSeenFold<Key>): void {
  for (const [key, seen] of from) {
    const known = into.get(key);
    if (known === undefined) {
      into.set(key, seen);
      continue;
    }
    known.latest = later(known.latest, seen.latest);
    known.lastSuccess = laterOf(known.lastSuccess, seen.lastSuccess);
    for (const [id, sighting] of seen.credentials) {
      known.credentials.set(id, later(known.credentials.get(id), sighting) as Sighting);
    }
    known.days = new Map(unionOfDays(known.days, seen.days));
    for (const [caller, day] of seen.callers) addCaller(known.callers, caller, day);
  }
}

/** The later of the two in each part: commutative, associative, idempotent. */
export function mergeLastSeen(a: LastSeen, b: LastSeen): LastSeen {
  const credentials = new Map(a.credentials);
  for (const [id, sighting] of b.credentials) {
    credentials.set(id, later(credentials.get(id), sighting) as CredentialSighting);
  }
  return compactLastSeen({
    latest: later(a.latest, b.latest),
    lastSuccess: laterOf(a.lastSuccess, b.lastSuccess),
    credentials,
    days: unionOfDays(a.days, b.days),
    callers: mergeCallers(a.callers, b.callers),
  });
}

/** The part that is remembered: main fields of each credential's sighting, the latest access keys and callers. */
export function compactLastSeen(lastSeen: LastSeen): LastSeen {
  const credentials = new Map<CredentialUsed, CredentialSighting>();
  for (const [id, sighting] of latestKeys(lastSeen.credentials)) credentials.set(id, credentialSightingOf(sighting));
  return { ...lastSeen, credentials, callers: latestCallers(lastSeen.callers) };
}

type Credentials = ReadonlyMap<CredentialUsed, CredentialSighting>;

function latestKeys(credentials: Credentials): Credentials {
  const keys = [...credentials].filter(([id]) => isAccessKey(id));
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a short cut, for then none is forgotten.
  if (keys.length <= keysRemembered) return credentials;
  // Stryker disable next-line EqualityOperator: no two ids are equal.
  keys.sort(([idA, a], [idB, b]) => daysBetween(a.at, b.at) || (idA < idB ? 1 : -1));
  const forgotten = new Set(keys.slice(keysRemembered).map(([id]) => id));
  return new Map([...credentials].filter(([id]) => !forgotten.has(id)));
}

/**
 * Whether `seen` must be written to a table that holds `known`: one of its maxima is behind by the resolution or more.
 * At resolution 0 everything later is written. Days do not count here: they are always written.
 */
export function isWriteDue(known: LastSeen | undefined, seen: LastSeen, resolutionMinutes: number): boolean {
  if (known === undefined) return true;
  if (isNews(known.latest, seen.latest, resolutionMinutes)) return true;
  if (seen.lastSuccess !== undefined && isMomentWriteDue(known.lastSuccess, seen.lastSuccess, resolutionMinutes))
    return true;
  for (const [id, sighting] of seen.credentials) {
    const before = known.credentials.get(id);
    if (before === undefined || isNews(before, sighting, resolutionMinutes)) return true;
  }
  return false;
}

/** The same for one moment. */
export function isMomentWriteDue(known: Instant | undefined, seen: Instant, resolutionMinutes: number): boolean {
  return known === undefined || (seen > known && lags(known, seen, resolutionMinutes));
}

function isNews(known: CredentialSighting, seen: CredentialSighting, resolutionMinutes: number): boolean {
  return compareSightings(seen, known) > 0 && lags(known.at, seen.at, resolutionMinutes);
}

function lags(known: Instant, seen: Instant, resolutionMinutes: number): boolean {
  return epochMs(seen) - epochMs(known) >= resolutionMinutes * 60_000;
}
