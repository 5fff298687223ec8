import { bitsOfDays, daysOfBits } from '../day-set.ts';
import type { UserId } from '../ids.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { type Entry, nameEntry, rootByServiceEntry, rootEntry, userEntry, userIdOf } from '../sightings/entry.ts';
import { type LastSeen, mergeLastSeen } from '../sightings/last-seen.ts';
import { dayOf, type Instant, monthOf } from '../time.ts';

/** What was seen of one user, and under which entries of the table. */
export interface AttributedSightings {
  readonly entries: readonly Entry[];
  readonly lastSeen: LastSeen | undefined;
}

/**
 * Tells which entries of the table are whose: by unique id where it is known, else by name, and by name also what was
 * recorded without an id; by name only what is not older than the user, so that a user made again under a name never
 * inherits from the one before. `unattributed` belong to nobody of the inventory.
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
    attributed.set(user, ownOf(user, entries, seen));
  }
  for (const { entries } of attributed.values()) for (const entry of entries) claimed.add(entry);
  return { attributed: attributed, unattributed: new Map([...seen].filter(([entry]) => !claimed.has(entry))) };
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

function ownOf(user: IamUser, candidates: readonly Entry[], seen: ReadonlyMap<Entry, LastSeen>): AttributedSightings {
  const parts = candidates.flatMap((entry) => {
    const whole = seen.get(entry);
    const attributed = whole === undefined || user.createdAt === undefined ? whole : since(whole, user.createdAt);
    return attributed === undefined ? [] : [{ entry, own: attributed }];
  });
  const lastSeen = parts
    .map(({ own: attributed }) => attributed)
    .reduce<LastSeen | undefined>((a, b) => (a ? mergeLastSeen(a, b) : b), undefined);
  return { entries: parts.map(({ entry }) => entry), lastSeen };
}

/** What of it is not older than `from`; undefined where all is. */
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
  };
}
