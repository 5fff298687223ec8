/** Joins several reads of a provider's list of users, which may answer differently from call to call. */

import { groupsByKey } from '../group-by.ts';
import type { UserId } from '../ids.ts';
import { daysBetween, earlierOf, type Instant, laterOf, plusDays } from '../time.ts';

/** One user, as one answer of the provider describes it; `A` is what the answer says of its use. */
export interface Listed<A> {
  readonly objectId: UserId;
  readonly isEnabled: boolean;
  readonly createdAt: Instant | undefined;
  readonly activity: A;
  /** Fields whose value cannot be read: they hide something. */
  readonly unreadable: readonly string[];
}

/** What a provider's list says of use, and how several answers join. */
export interface ListActivity<A> {
  readonly none: A;
  /** The later of each part: commutative, associative, idempotent. */
  readonly merge: (a: A, b: A) => A;
  /** Whether two answers name the same times, as exactly as the provider tells them. */
  readonly isSame: (a: A, b: A) => boolean;
  /** The latest time that an activity names; undefined where it names none. */
  readonly newestOf: (activity: A) => Instant | undefined;
  /** The list may be behind by so many hours. */
  readonly behindHours: number;
  /** The activity without times later than this one, and the fields that had them. */
  readonly upTo: (activity: A, end: Instant) => { readonly activity: A; readonly later: readonly string[] };
  /** The field of the time of creation. */
  readonly createdField: string;
}

/** Everything that was read of one person. */
export interface Person<A, P extends Listed<A>> {
  /** By the latest read. */
  readonly listed: P;
  /** The later of each part of all reads. */
  readonly activity: A;
  /** How many reads of the list, fresh and with activity in them, have the person. */
  readonly reads: number;
  /** Whether these reads name different times, and nobody read the person once more by its id. */
  readonly isInDoubt: boolean;
}

/** One read of the list, or a part of it. */
export interface ListRead<P> {
  readonly people: readonly P[];
  /** When it was made; undefined where nobody says so. */
  readonly madeAt: Instant | undefined;
}

/** The people of an account from every read of its list, with the facts of all of them. */
export interface JoinedList<A, P extends Listed<A>> {
  readonly people: readonly Person<A, P>[];
  /** When the earliest read was made; undefined where nobody says so. */
  readonly madeAt: Instant | undefined;
  /** The latest time in the list, which was made then or later. */
  readonly newest: Instant | undefined;
  /** How many users the list has, if it names the activity of none who is enabled. */
  readonly silentUsers: number | undefined;
}

/**
 * Joins the reads of a list. A read that names activity of nobody who is enabled proves no silence: an answer without
 * the field looks like an account in which nobody ever signed in. Neither does an old read. What they name counts all
 * the same. `readById` are those whom the provider was asked for once more by their ids, which ends a doubt.
 */
export function joinLists<A, P extends Listed<A>>(
  use: ListActivity<A>,
  given: readonly ListRead<P>[],
  now: Instant,
  readById: ReadonlySet<string>,
): JoinedList<A, P> {
  const end = plusDays(now, aheadDays);
  const reads = given.map((read) => ({
    ...read,
    people: read.people.map((person) => withoutFuture(use, person, end)),
  }));
  const all = groupsByKey(
    reads.flatMap(({ people }) => people),
    ({ objectId }) => objectId,
  );
  const fresh = reads.filter((read) => {
    const dates = { madeAt: read.madeAt, newest: newestIn(use, read.people) };
    return hasActivity(use, read) && isFreshRead(dates, now, use.behindHours);
  });
  const proving = groupsByKey(
    fresh.flatMap(({ people }) => onceEach(people)),
    ({ objectId }) => objectId,
  );
  const people = [...all].map(([id, listed]) => personOf(use, listed, proving.get(id) ?? [], readById.has(id)));
  const madeAt = reads.map((read) => read.madeAt).reduce<Instant | undefined>(earlierOf, undefined);
  const silentUsers = reads.some((read) => hasActivity(use, read)) ? undefined : people.length;
  return {
    people,
    madeAt,
    newest: newestIn(
      use,
      reads.flatMap((read) => read.people),
    ),
    silentUsers,
  };
}

/** A run takes hours, and clocks differ; a time that is later than this is no time of a use. */
const aheadDays = 1;

/** A time in the future hides the real one, and would make its user active until then. */
function withoutFuture<A, P extends Listed<A>>({ upTo, createdField }: ListActivity<A>, person: P, end: Instant): P {
  const { activity, later } = upTo(person.activity, end);
  const isCreatedLater = person.createdAt !== undefined && person.createdAt > end;
  if (later.length === 0 && !isCreatedLater) return person;
  const fields = [...later, ...(isCreatedLater ? [createdField] : [])].map((field) => `${field}: in the future`);
  const createdAt = isCreatedLater ? undefined : person.createdAt;
  return { ...person, activity, createdAt, unreadable: [...person.unreadable, ...fields] };
}

/** Pages may shift while they are read, and name a user twice: that is one read of it. */
const onceEach = <P extends { readonly objectId: UserId }>(people: readonly P[]): P[] => [
  ...new Map(people.map((person) => [person.objectId, person])).values(),
];

function personOf<A, P extends Listed<A>>(
  { none, merge, isSame }: ListActivity<A>,
  all: readonly [P, ...P[]],
  proving: readonly P[],
  isReadById: boolean,
): Person<A, P> {
  const listed = all.at(-1) ?? all[0];
  const [first = none] = proving.map(({ activity }) => activity);
  const unreadable = [...new Set(all.flatMap((read) => read.unreadable))];
  return {
    listed: { ...listed, unreadable },
    activity: all.map(({ activity }) => activity).reduce(merge, none),
    reads: proving.length,
    isInDoubt: !isReadById && !proving.every(({ activity }) => isSame(first, activity)),
  };
}

const hasActivity = <A, P extends Listed<A>>({ newestOf }: ListActivity<A>, { people }: ListRead<P>): boolean =>
  people.some(({ isEnabled, activity }) => isEnabled && newestOf(activity) !== undefined);

const newestIn = <A, P extends Listed<A>>({ newestOf }: ListActivity<A>, people: readonly P[]): Instant | undefined =>
  people.map(({ activity }) => newestOf(activity)).reduce<Instant | undefined>(laterOf, undefined);

/** When a list was made, and its latest time, where it has them. */
export interface ListDates {
  readonly madeAt: Instant | undefined;
  readonly newest: Instant | undefined;
}

/** Whether a list is at most a day old. Without a date, its newest time, which may be behind, must be as recent. */
export function isFreshRead({ madeAt, newest }: ListDates, now: Instant, behindHours: number): boolean {
  if (madeAt !== undefined) return daysBetween(madeAt, now) <= 1;
  return newest !== undefined && daysBetween(newest, now) <= 1 + behindHours / 24;
}
