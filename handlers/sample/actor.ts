import type { Caller } from './call-record.ts';
import { callerOf } from './callers.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import type { Activity } from './story.ts';

/** A caller of AWS in the log files: a user of the inventory, with its name at the time, or a deleted user. */
export interface Actor {
  /** The identity in its records. */
  readonly as: Person;
  /** The user of the inventory with these sightings; undefined for a deleted user. */
  readonly credit: Person | undefined;
  readonly activity: Activity;
  readonly caller: Caller;
  /** The first moment at which it may act, and the moment of its last call. */
  readonly startMs: number;
  readonly lastMs: number;
}

const dayMs = 86_400_000;

/** All actors: the users with an activity, and for some of them an earlier user of the same name. */
export function actorsOf(people: readonly Person[], endMs: number, random: Random): Actor[] {
  const act = (as: Person, credit: Person | undefined, activity: Activity): Actor => ({
    as,
    credit,
    activity,
    caller: callerOf(as, activity.via),
    startMs: endMs - (activity.from ?? Number.POSITIVE_INFINITY) * dayMs,
    lastMs: endMs - Math.round(activity.until * 86_400) * 1000,
  });
  const actors = people.flatMap((person) => {
    const { activity } = person.part;
    return [...(activity === undefined ? [] : [act(person, person, now(person, activity))]), ...before(person)];
  });
  const [model] = people;
  if (model !== undefined) actors.push(act(stranger(model, 'former.contractor'), undefined, { ...long, until: 33 }));
  return actors;

  function before(person: Person): Actor[] {
    switch (person.part.oddity) {
      case 'old-name':
        return [act(renamed(person, `${person.userName}.old`), person, { ...long, until: renamedDaysAgo })];
      case 'same-name-before':
        return [act(stranger(person, person.userName), undefined, { ...long, until: 25 })];
      default:
        return [];
    }
  }

  /** A user other than the `model`, no longer in the inventory. */
  function stranger(model: Person, userName: string): Person {
    return { ...renamed(model, userName), userId: random.id('AIDA'), keyIds: [random.id('AKIA')] };
  }
}

const long = { via: 'key', weight: 1 } as const;
const renamedDaysAgo = 60;

const now = (person: Person, activity: Activity): Activity =>
  person.part.oddity === 'old-name' ? { ...activity, from: renamedDaysAgo } : activity;

function renamed(person: Person, userName: string): Person {
  return { ...person, userName, arn: person.arn.replace(/[^/]+$/, userName) };
}

export const isActing = ({ startMs, lastMs }: Actor, atMs: number): boolean => atMs >= startMs && atMs <= lastMs;
