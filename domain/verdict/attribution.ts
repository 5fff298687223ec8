/** Attributes sightings to the users of the inventory. */

import { bitsOfDays, daysOfBits } from '../day-set.ts';
import type { UserId } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { type Entry, nameEntry, rootByServiceEntry, rootEntry, userEntry } from '../sightings/entry.ts';
import { type LastSeen, mergeLastSeen } from '../sightings/last-seen.ts';
import { userIdOf } from '../sightings/read-entry.ts';
import { dayOf, type Instant, monthOf } from '../time.ts';

/** The sightings of one user, and the table's entries that hold them. */
export interface AttributedSightings {
  readonly entries: readonly Entry[];
  readonly lastSeen: LastSeen | undefined;
}

/**
 * Attributes the table's entries to users: by unique id where it is known, else by name. Sightings recorded without an
 * id are also attributed by name. A sighting older than the user is never attributed, so a new user does not inherit
 * from an earlier user of the same name. `unattributed` entries belong to no user of the inventory.
 */
export function attributeSightings(
  seen: ReadonlyMap<Entry, LastSeen>,
  users: readonly IamUser[],
): { attributed: ReadonlyMap<IamUser, AttributedSightings>; unattributed: ReadonlyMap<Entry, LastSeen> } {
  const claimed = new Set<Entry>([rootEntry, rootByServiceEntry, ...users.flatMap(({ userId }) => idEntry(userId))]);
  const byName = entriesByName(seen, claimed);
  const attributed = new Map<IamUser, AttributedSightings>();
  for (const user of users) {
    const entries = [...idEntry(user.userId), nameEntry(user.userName)];
    // Stryker disable next-line ArrayDeclaration: an entry of which nothing was seen adds nothing.
    if (user.userId === undefined) entries.push(...(byName.get(user.userName.toLowerCase()) ?? []));
    attributed.set(user, sightingsOf(user, entries, seen));
  }
  for (const { entries } of attributed.values()) for (const entry of entries) claimed.add(entry);
  return { attributed, unattributed: new Map([...seen].filter(([entry]) => !claimed.has(entry))) };
}

/** The entry of a user by unique id; none where that is not known. */
export const idEntry = (userId: UserId | undefined): Entry[] => (userId === undefined ? [] : [userEntry(userId)]);

function entriesByName(seen: ReadonlyMap<Entry, LastSeen>, claimed: ReadonlySet<Entry>): Map<string, Entry[]> {
  const byName = new Map<string, Entry[]>();
  for (const [entry, { latest }] of seen) {
    const name = latest.userName?.toLowerCase();
    if (claimed.has(entry) || userIdOf(entry) === undefined) continue;
    // Stryker disable next-line ConditionalExpression: no user is called undefined.
    if (name === undefined) continue;
    // Stryker disable next-line ArrayDeclaration: an entry of which nothing was seen adds nothing.
    byName.set(name, [...(byName.get(name) ?? []), entry]);
  }
  return byName;
}

function sightingsOf(
  user: IamUser,
  candidates: readonly Entry[],
  seen: ReadonlyMap<Entry, LastSeen>,
): AttributedSightings {
  const parts = candidates.flatMap((entry) => {
    const whole = seen.get(entry);
    const attributed = whole === undefined || user.createdAt === undefined ? whole : since(whole, user.createdAt);
    return attributed === undefined ? [] : [{ entry, attributed }];
  });
  const lastSeen = parts
    .map(({ attributed }) => attributed)
    .reduce<LastSeen | undefined>((a, b) => (a ? mergeLastSeen(a, b) : b), undefined);
  return { entries: parts.map(({ entry }) => entry), lastSeen };
}

/** The part that is not older than `from`; undefined where everything is older. */
function since(lastSeen: LastSeen, from: Instant): LastSeen | undefined {
  if (lastSeen.latest.at < from) return undefined;
  const { lastSuccess } = lastSeen;
  return {
    latest: lastSeen.latest,
    // Stryker disable next-line ConditionalExpression: undefined is not at or after anything.
    lastSuccess: lastSuccess !== undefined && lastSuccess >= from ? lastSuccess : undefined,
    credentials: new Map([...lastSeen.credentials].filter(([, { at }]) => at >= from)),
    days: new Map(
      [...lastSeen.days].flatMap(([month, bits]) => {
        if (month < monthOf(from)) return [];
        const remaining =
          month > monthOf(from) ? bits : bitsOfDays(daysOfBits(bits).filter((day) => day >= dayOf(from)));
        return remaining === 0 ? [] : [[month, remaining]];
      }),
    ),
    callers: new Map([...lastSeen.callers].filter(([, day]) => day >= from.slice(0, 10))),
  };
}
