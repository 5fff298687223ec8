import type { Caller } from './call-record.ts';
import { callerOf } from './callers.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import type { Activity } from './story.ts';

/** Somebody who calls AWS in the log files: a user of the inventory, under its name of then, or one who is gone. */
export interface Actor {
  /** As whom the records name it. */
  readonly as: Person;
  /** The user of the inventory whose sightings these are; undefined for one who is gone. */
  readonly credit: Person | undefined;
  readonly activity: Activity;
  readonly caller: Caller;
  /** The first moment at which it may act, and the one of its very last call. */
  readonly startMs: number;
  readonly lastMs: number;
}

const dayMs = 86_400_000;

/** Everybody who acts: those with an activity, and behind some of them the user that was there before. */
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

  /** Another user than the `model`, who is not in the inventory any more. */
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
