/** Joins several reads of a tenant's list of users, which may answer differently from call to call. */

import { daysBetween, earlierOf, type Instant, laterOf } from '../../time.ts';
import { behindHours, isSameActivity, mergeActivity, newestOf, noActivity, type SignInActivity } from './activity.ts';
import type { ListedPerson } from './inventory.ts';

/** Everything that was read of one person. */
export interface Person {
  /** By the latest read. */
  readonly listed: ListedPerson;
  /** The later of each part of all reads. */
  readonly activity: SignInActivity;
  /** How many reads of the list, fresh and with activity in them, have the person. */
  readonly reads: number;
  /** Whether these reads name different times, and nobody read the person once more by its id. */
  readonly isInDoubt: boolean;
}

/** One read of the list, or a part of it. */
export interface ListRead {
  readonly people: readonly ListedPerson[];
  /** When it was made; undefined where nobody says so. */
  readonly madeAt: Instant | undefined;
}

/** The people of a tenant from every read of its list, with the facts of all of them. */
export interface JoinedList {
  readonly people: readonly Person[];
  /** When the earliest read was made; undefined where nobody says so. */
  readonly madeAt: Instant | undefined;
  /** The latest time in the list, which was made then or later. */
  readonly newest: Instant | undefined;
  /** How many users the list has, if it names the activity of none who is enabled. */
  readonly silentUsers: number | undefined;
}

/**
 * Joins the reads of a list. A read that names activity of nobody who is enabled proves no silence: an answer without
 * the field looks like a tenant in which nobody ever signed in. Neither does an old read. What they name counts all the
 * same. `readById` are those whom Entra ID was asked for once more by their ids, which ends a doubt.
 */
export function joinLists(reads: readonly ListRead[], now: Instant, readById: ReadonlySet<string>): JoinedList {
  const all = new Map<string, ListedPerson[]>();
  const proving = new Map<string, ListedPerson[]>();
  for (const read of reads) {
    const isProving = hasActivity(read) && isFreshRead({ madeAt: read.madeAt, newest: newestIn(read.people) }, now);
    for (const person of read.people) addTo(all, person);
    if (isProving) for (const person of onceEach(read.people)) addTo(proving, person);
  }
  const people = [...all].flatMap(([id, listed]) => personOf(listed, proving.get(id) ?? [], readById.has(id)));
  const madeAt = reads.map((read) => read.madeAt).reduce<Instant | undefined>(earlierOf, undefined);
  return { people, madeAt, newest: newestIn([...all.values()].flat()), silentUsers: silentUsersOf(reads, people) };
}

/** Pages may shift while they are read, and name a user twice: that is one read of it. */
const onceEach = (people: readonly ListedPerson[]): Iterable<ListedPerson> =>
  new Map(people.map((person) => [person.objectId, person])).values();

function addTo(byId: Map<string, ListedPerson[]>, person: ListedPerson): void {
  const known = byId.get(person.objectId);
  if (known === undefined) byId.set(person.objectId, [person]);
  else known.push(person);
}

function personOf(all: readonly ListedPerson[], proving: readonly ListedPerson[], isReadById: boolean): Person[] {
  const listed = all.at(-1);
  if (listed === undefined) return [];
  const [first = noActivity] = proving.map(({ activity }) => activity);
  const unreadable = [...new Set(all.flatMap((read) => read.unreadable))];
  return [
    {
      listed: { ...listed, unreadable },
      activity: all.map(({ activity }) => activity).reduce(mergeActivity, noActivity),
      reads: proving.length,
      isInDoubt: !isReadById && !proving.every(({ activity }) => isSameActivity(first, activity)),
    },
  ];
}

const hasActivity = ({ people }: ListRead): boolean =>
  people.some(({ isEnabled, activity }) => isEnabled && newestOf(activity) !== undefined);

const silentUsersOf = (reads: readonly ListRead[], people: readonly Person[]): number | undefined =>
  reads.some(hasActivity) ? undefined : people.length;

const newestIn = (people: readonly ListedPerson[]): Instant | undefined =>
  people.map(({ activity }) => newestOf(activity)).reduce<Instant | undefined>(laterOf, undefined);

/** Whether a list is at most a day old. Without a date, its newest time, which may be behind, must be as recent. */
export function isFreshRead({ madeAt, newest }: Pick<JoinedList, 'madeAt' | 'newest'>, now: Instant): boolean {
  if (madeAt !== undefined) return daysBetween(madeAt, now) <= 1;
  return newest !== undefined && daysBetween(newest, now) <= 1 + behindHours / 24;
}
