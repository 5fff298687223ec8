/** Decides which user to look up in which Region. */

import type { WindowsByRegion } from '../coverage/lookup-window.ts';
import type { Region } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { isFresh, type Question } from '../question.ts';
import { type Entry, userEntry } from '../sightings/entry.ts';
import type { BackfillRun, StoredAccount } from '../table/stored-account.ts';
import type { Instant } from '../time.ts';
import { attributeSightings } from '../verdict/attribution.ts';
import type { LookupTarget } from './event-lookup.ts';
import type { Rename } from './former-names.ts';
import { namesOf } from './former-names.ts';

/** A user to look up, and the Regions where that is still to do. */
export interface Lookup {
  readonly target: LookupTarget;
  readonly entry: Entry;
  readonly createdAt: Instant | undefined;
  readonly regions: readonly Region[];
  /** The windows of earlier lookups of the user. */
  readonly known: WindowsByRegion;
}

/** The users to look up, and how many need none. */
export interface BackfillPlan {
  readonly lookups: readonly Lookup[];
  /** How many users need no lookup: the table has a sighting of them within the threshold. */
  readonly seen: number;
  /** Users who cannot be looked up: their unique id is not known. */
  readonly unidentified: readonly IamUser[];
}

/**
 * Plans which user to look up in which Region. A user with a sighting within the threshold needs no lookup, unless this
 * run was interrupted after it had begun with the user. A Region that this run has finished for the user is left out.
 */
export function planBackfill(
  stored: StoredAccount,
  users: readonly IamUser[],
  run: BackfillRun,
  renames: readonly Rename[],
  question: Question,
): BackfillPlan {
  const { attributed } = attributeSightings(stored.lastSeen, users);
  const lookups: Lookup[] = [];
  const unidentified: IamUser[] = [];
  let seen = 0;
  for (const user of users) {
    const { accountId, userId, createdAt } = user;
    const latest = attributed.get(user)?.lastSeen?.latest;
    const isSeen = latest !== undefined && isFresh(latest.at, question);
    if (userId === undefined) {
      if (isSeen) seen++;
      else unidentified.push(user);
      continue;
    }
    const entry = userEntry(userId);
    const known: WindowsByRegion = stored.lookups.get(entry) ?? new Map();
    const isDone = (region: Region) => (known.get(region)?.to ?? '') >= run.startedAt;
    if (isSeen && !run.regions.some(isDone)) {
      seen++;
      continue;
    }
    const regions = run.regions.filter((region) => !isDone(region));
    const target = { accountId, userId, names: namesOf(user, renames) };
    if (regions.length > 0) lookups.push({ target, entry, createdAt, regions, known });
  }
  return { lookups, seen, unidentified };
}

/** The calls a second that LookupEvents allows in a Region. */
const callsPerSecond = 2;

/** About how many seconds the plan takes: one call for each name, all Regions at once. Few users need a second page. */
export function secondsOf({ lookups }: Pick<BackfillPlan, 'lookups'>): number {
  const calls = new Map<Region, number>();
  for (const { regions, target } of lookups) {
    for (const region of regions) calls.set(region, (calls.get(region) ?? 0) + target.names.length);
  }
  return Math.max(0, ...calls.values()) / callsPerSecond;
}

/** The most pages to read of one user in one Region: 10,000 events of others with the same name. */
export const pagesAtMost = 200;
