import { type CredentialUsed, isAccessKey } from '../credential.ts';
import { addDay, type DaysByMonth, unionOfDays } from '../day-set.ts';
import { daysBetween, epochMs, type Instant, laterOf, type Month } from '../time.ts';
import {
  type CredentialSighting,
  compareSightings,
  credentialSightingOf,
  isSuccess,
  later,
  type Sighting,
} from './sighting.ts';

/**
 * What is remembered of one subject: a set of maxima, so that order, repetition and the way events were split over
 * batches do not matter.
 */
export interface LastSeen {
  readonly latest: Sighting;
  /** The latest call that was not refused; undefined where every one was. */
  readonly lastSuccess: Instant | undefined;
  readonly credentials: ReadonlyMap<CredentialUsed, CredentialSighting>;
  readonly days: DaysByMonth;
}

/**
 * Access keys remembered of one subject: the latest. A user has two at a time; the rest are history of rotations, and
 * an entry must stay small.
 */
export const keysRemembered = 6;

interface Growing {
  latest: Sighting;
  lastSuccess: Instant | undefined;
  credentials: Map<CredentialUsed, Sighting>;
  days: Map<Month, number>;
}

/** The last seen of many subjects, growing in place: the fold of a whole archive is as large as its users are many. */
export type LastSeenFold<Key> = Map<Key, Growing>;

/** Folds one more sighting in. Order and repetition do not matter. */
export function addSighting<Key>(fold: LastSeenFold<Key>, key: Key, sighting: Sighting): void {
  const known = fold.get(key);
  const growing = known ?? { latest: sighting, lastSuccess: undefined, credentials: new Map(), days: new Map() };
  // Stryker disable next-line ConditionalExpression: to set again what is there changes nothing.
  if (known === undefined) fold.set(key, growing);
  growing.latest = later(growing.latest, sighting);
  if (isSuccess(sighting)) growing.lastSuccess = laterOf(growing.lastSuccess, sighting.at);
  if (sighting.credential !== undefined) {
    const { credential } = sighting;
    growing.credentials.set(credential, later(growing.credentials.get(credential), sighting) as Sighting);
  }
  addDay(growing.days, sighting.at);
}

/** Folds in what others saw, the whole of it and not only what is remembered; `from` is used up. */
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
  }
}

/** The later of each part of two: commutative, associative, idempotent. */
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
  });
}

/** The part of it that is remembered: of each credential's sighting the essence, of the access keys the latest. */
export function compactLastSeen(lastSeen: LastSeen): LastSeen {
  const credentials = new Map<CredentialUsed, CredentialSighting>();
  for (const [id, sighting] of latestKeys(lastSeen.credentials)) credentials.set(id, credentialSightingOf(sighting));
  return { ...lastSeen, credentials };
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
 * Whether a table that holds `known` would be behind what was seen by the resolution or more, in any of its maxima. At
 * resolution 0 all that is later is due. Days are not asked about: they are always written.
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

/** The same question about one moment. */
export function isMomentWriteDue(known: Instant | undefined, seen: Instant, resolutionMinutes: number): boolean {
  return known === undefined || (seen > known && lags(known, seen, resolutionMinutes));
}

function isNews(known: CredentialSighting, seen: CredentialSighting, resolutionMinutes: number): boolean {
  return compareSightings(seen, known) > 0 && lags(known.at, seen.at, resolutionMinutes);
}

function lags(known: Instant, seen: Instant, resolutionMinutes: number): boolean {
  return epochMs(seen) - epochMs(known) >= resolutionMinutes * 60_000;
}
