/** Writes the records of one day. */

import { type Actor, isActing } from './actor.ts';
import { type Caller, callRecord, type Moment } from './call-record.ts';
import { callerOf, roleIdentityOf } from './callers.ts';
import { allCalls, assumeRole, getFederationToken, getSessionToken, reads } from './calls.ts';
import { sampleTrail } from './log-path.ts';
import { recordOf, signInOf } from './odd-record.ts';
import { oddityOf } from './oddities.ts';
import { credit, type Person } from './person.ts';
import { type Random, randomOf } from './random.ts';
import { readingsUntil } from './readings.ts';

/** The made-up account, and its period of time. */
export interface World {
  readonly account: string;
  readonly regions: readonly string[];
  readonly people: readonly Person[];
  readonly actors: readonly Actor[];
  /** The actors, each repeated by its weight. */
  readonly weightedActors: readonly Actor[];
  readonly roles: readonly Caller[];
  readonly services: readonly Caller[];
  readonly recordsPerDay: number;
  readonly days: number;
  readonly endMs: number;
  readonly random: Random;
}

/** One record as JSON, and the Region that logs it. */
export interface SampleRecordLine {
  readonly region: string;
  readonly json: string;
}

const dayMs = 86_400_000;
const oddityEveryDays = 7;
/** The Region that logs console sign-ins, whatever Region the user works in. */
const signInRegions = ['us-east-1', 'us-east-2', 'eu-north-1', 'ap-southeast-2'];

/**
 * The records of one day, `0` being the first: its required records, then calls until the day has its number of
 * records. A day has more only if its required records are more.
 */
export function* recordsOfDay(world: World, day: number): Generator<SampleRecordLine> {
  const startMs = world.endMs - (world.days - day) * dayMs;
  let line = 0;
  const required = [everyRegion(world, startMs), lastCalls(world, startMs), oddities(world, day, startMs)];
  for (const must of [...required, ...(day === 0 ? [trailSettings(world, startMs)] : [])]) {
    for (const record of must) {
      line++;
      yield record;
    }
  }
  for (let turn = 0; line + turn < world.recordsPerDay; turn++) yield anyCall(world, turn, startMs);
}

function momentOf({ account, random }: World, region: string, atMs: number): Moment {
  return { account, random, region, atMs };
}

function* everyRegion(world: World, startMs: number): Generator<SampleRecordLine> {
  for (const region of world.regions) yield bulk(world, region, startMs + 60_000);
}

/** The last call of each actor, at the exact second of its story. */
function* lastCalls(world: World, startMs: number): Generator<SampleRecordLine> {
  for (const actor of world.actors) {
    const isToday = actor.lastMs >= startMs && actor.lastMs < startMs + dayMs;
    if (isToday) yield call(world, actor, actor.as.homeRegion, actor.lastMs);
  }
}

function* oddities(world: World, day: number, startMs: number): Generator<SampleRecordLine> {
  const region = world.regions[day % world.regions.length] as string;
  const atMs = startMs + 3_600_000;
  const moment = momentOf(world, region, atMs);
  const [first] = world.people;
  const readings = readingsUntil(world.endMs);
  const reading = readings[day % readings.length];
  if (first !== undefined && reading !== undefined) yield { region, json: JSON.stringify(reading(moment, first)) };
  if ((world.days - day) % oddityEveryDays !== 3) return;
  for (const person of world.people) {
    const odd = person.part.oddity && oddityOf(moment, person, person.part.oddity);
    if (odd?.sighting) credit(person, atMs);
    if (odd !== undefined) yield { region, json: JSON.stringify(odd.record) };
  }
}

/** The call that made the trail record everything. It has random numbers of its own. */
function* trailSettings({ account, regions }: World, startMs: number): Generator<SampleRecordLine> {
  const [region] = regions;
  if (region === undefined) return;
  const moment = { account, region, atMs: startMs + 60_000, random: randomOf(startMs) };
  const userIdentity = roleIdentityOf(account, 'platform', 'pipeline');
  yield { region, json: JSON.stringify(recordOf(moment, { userIdentity, ...selectsEverything })) };
}

const selectsEverything = {
  eventSource: 'cloudtrail.amazonaws.com',
  eventName: 'PutEventSelectors',
  readOnly: false,
  requestParameters: {
    trailName: sampleTrail,
    eventSelectors: [{ readWriteType: 'All', includeManagementEvents: true, excludeManagementEventSources: [] }],
  },
};

/** One random call. Roles and services make at least half of the calls; busy users make most of the others. */
function anyCall(world: World, turn: number, startMs: number): SampleRecordLine {
  const { random, regions, weightedActors } = world;
  const region = regions[turn % regions.length] as string;
  const atMs = startMs + 1000 * random.below(86_400);
  const actor = weightedActors.length > 0 && random.chance(0.5) ? random.pick(weightedActors) : undefined;
  if (actor === undefined || !isActing(actor, atMs)) return bulk(world, region, atMs);
  return call(world, actor, actor.activity.regions === 'one' ? actor.as.homeRegion : region, atMs);
}

function bulk(world: World, region: string, atMs: number): SampleRecordLine {
  const { random, roles, services } = world;
  const isService = random.chance(0.15);
  const caller = random.pick(isService ? services : roles);
  return {
    region,
    json: callRecord(momentOf(world, region, atMs), caller, isService ? assumeRole : random.pick(allCalls)),
  };
}

function call(world: World, actor: Actor, region: string, atMs: number): SampleRecordLine {
  const { random } = world;
  const { as, activity, caller } = actor;
  credit(actor.credit, atMs);
  const moment = momentOf(world, region, atMs);
  if (random.chance(0.1)) {
    if (activity.via === 'console') return signsIn(world, as, moment);
    const token = tokenOf[activity.via];
    if (token !== undefined) return { region, json: callRecord(moment, callerOf(as, 'key'), token) };
  }
  const refusal = activity.calls === 'refused' ? random.pick(['AccessDenied', 'ThrottlingException']) : undefined;
  return {
    region,
    json: callRecord(moment, caller, random.pick(activity.calls === 'read' ? reads : allCalls), refusal),
  };
}

/** The call of STS by which a user's key starts a session. */
const tokenOf: { readonly [via: string]: typeof getSessionToken | undefined } = {
  session: getSessionToken,
  federation: getFederationToken,
};

function signsIn(world: World, person: Person, moment: Moment): SampleRecordLine {
  const region = world.regions.find((name) => signInRegions.includes(name)) ?? moment.region;
  return { region, json: JSON.stringify(signInOf({ ...moment, region }, person, 'Success')) };
}
