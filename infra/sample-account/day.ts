import { type Actor, endOf, isActing } from './actor.ts';
import { oddityOf, readingsOf } from './oddities.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';
import { bulkOf, callOf, type Moment, type SampleRecord, signInOf } from './records.ts';

/** The account that is made up, and the stretch of time. */
export interface World {
  readonly account: string;
  readonly regions: readonly string[];
  readonly people: readonly Person[];
  readonly actors: readonly Actor[];
  readonly recordsPerDay: number;
  readonly days: number;
  readonly endMs: number;
  readonly random: Random;
}

/** Takes one record, to be delivered in the Region named there or in another. */
export type Deliver = (region: string, record: SampleRecord) => void;

const dayMs = 86_400_000;
const oddityEveryDays = 7;

/** Delivers one day, `0` being the first: what must happen on it, then calls until the day has its records. */
export function playDay(world: World, day: number, deliver: Deliver): void {
  const startMs = world.endMs - (world.days - day) * dayMs;
  let left = world.recordsPerDay;
  const put: Deliver = (region, record) => {
    left--;
    deliver(region, record);
  };
  for (const region of world.regions) put(region, bulkOf(momentOf(world, region, startMs + 60_000)));
  lastCalls(world, startMs, put);
  oddities(world, day, startMs, put);
  for (let turn = 0; left > 0; turn++) someCall(world, turn, startMs, put);
}

function momentOf({ account, random }: World, region: string, atMs: number): Moment {
  return { account, random, region, atMs };
}

function credit(person: Person | undefined, atMs: number): void {
  if (person !== undefined) person.lastSeenMs = Math.max(person.lastSeenMs ?? 0, atMs);
}

/** The very last call of each actor, on the second that its story says. */
function lastCalls(world: World, startMs: number, put: Deliver): void {
  for (const actor of world.actors) {
    const atMs = endOf(actor, world.endMs);
    if (atMs >= startMs && atMs < startMs + dayMs) call(world, actor, actor.as.homeRegion, atMs, put);
  }
}

function call(
  world: World,
  { as, credit: credited, activity }: Actor,
  region: string,
  atMs: number,
  put: Deliver,
): void {
  const moment = momentOf(world, region, atMs);
  const signsIn = activity.via === 'console' && world.random.chance(0.1);
  credit(credited, atMs);
  put(region, signsIn ? signInOf(moment, as, 'Success') : callOf(moment, as, activity));
}

function oddities(world: World, day: number, startMs: number, put: Deliver): void {
  const region = world.regions[day % world.regions.length] as string;
  const atMs = startMs + 3_600_000;
  const moment = momentOf(world, region, atMs);
  const [first] = world.people;
  const readings = first === undefined ? [] : readingsOf(moment, first, world.endMs);
  const reading = readings[day % Math.max(1, readings.length)];
  if (reading !== undefined) put(region, reading.record);
  if ((world.days - day) % oddityEveryDays !== 3) return;
  for (const person of world.people) {
    for (const { record, sees } of oddityOf(moment, person)) {
      credit(sees, atMs);
      put(region, record);
    }
  }
}

/** One call by chance: half are the roles' and services'; of the rest the busy users have more. */
function someCall(world: World, turn: number, startMs: number, put: Deliver): void {
  const { random, regions } = world;
  const region = regions[turn % regions.length] as string;
  const atMs = startMs + 1000 * random.below(86_400);
  const actor = random.chance(0.5) ? pickActor(world) : undefined;
  const acts = actor !== undefined && isActing(actor, atMs, world.endMs);
  if (!acts) put(region, bulkOf(momentOf(world, region, atMs)));
  else call(world, actor, actor.activity.regions === 'one' ? actor.as.homeRegion : region, atMs, put);
}

const drums = new WeakMap<readonly Actor[], readonly Actor[]>();

/** An actor by its weight. */
function pickActor({ actors, random }: World): Actor | undefined {
  const drum =
    drums.get(actors) ?? actors.flatMap((actor) => Array.from({ length: actor.activity.weight }, () => actor));
  drums.set(actors, drum);
  return drum.length === 0 ? undefined : random.pick(drum);
}
