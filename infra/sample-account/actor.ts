import type { Activity } from './cast.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/** Somebody who calls AWS in the log files: a user of the inventory, under its name of then, or one who is gone. */
export interface Actor {
  /** As whom the records name it. */
  readonly as: Person;
  /** The user of the inventory whose sightings these are; undefined for one who is gone. */
  readonly credit: Person | undefined;
  readonly activity: Activity;
}

/** Everybody who acts: those with an activity, and behind some of them the user that was there before. */
export function actorsOf(people: readonly Person[], random: Random): Actor[] {
  const actors = people.flatMap((person) => [...actorOf(person), ...beforeOf(person, random)]);
  const [first] = people;
  return first === undefined
    ? []
    : [...actors, { as: goneOf(first, random), credit: undefined, activity: goneActivity }];
}

const goneActivity: Activity = { via: 'key', from: 400, until: 33, weight: 1 };

function actorOf(person: Person): Actor[] {
  const { activity, oddity } = person.part;
  if (activity === undefined) return [];
  return [{ as: person, credit: person, activity: oddity === 'old-name' ? { ...activity, from: 60 } : activity }];
}

function beforeOf(person: Person, random: Random): Actor[] {
  const activity: Activity = { via: 'key', until: 60, weight: 1 };
  switch (person.part.oddity) {
    case 'old-name':
      return [{ as: renamed(person, `${person.userName}.old`), credit: person, activity }];
    case 'same-name-before':
      return [
        { as: { ...person, userId: random.id('AIDA') }, credit: undefined, activity: { ...activity, until: 25 } },
      ];
    default:
      return [];
  }
}

function renamed(person: Person, userName: string): Person {
  return { ...person, userName, arn: person.arn.replace(/[^/]+$/, userName) };
}

/** A user who was deleted last month. */
function goneOf(model: Person, random: Random): Person {
  return { ...renamed(model, 'former.contractor'), userId: random.id('AIDA'), keyIds: [random.id('AKIA')] };
}

export function endOf({ activity }: Actor, endMs: number): number {
  return endMs - Math.round(activity.until * 86_400) * 1000;
}

export function isActing(actor: Actor, atMs: number, endMs: number): boolean {
  const startMs = endMs - (actor.activity.from ?? Number.POSITIVE_INFINITY) * 86_400_000;
  return atMs >= startMs && atMs <= endOf(actor, endMs);
}
