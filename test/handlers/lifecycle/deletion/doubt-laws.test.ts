import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../../domain/answer.ts';
import { type ApprovalPoint, approvalPoints } from '../../../../domain/approvals/approval.ts';
import type { JsonObject } from '../../../../domain/json.ts';
import type { PartialSettings } from '../../../../domain/lifecycle/settings.ts';
import { isDenyAll, type UserAccess } from '../../../../domain/lifecycle/user-access.ts';
import type { ActPorts } from '../../../../handlers/lifecycle/act-ports.ts';
import { daysAgo } from '../../../domain/builders.ts';
import { judged, run, watchedFor } from '../../../domain/lifecycle/world.ts';
import { orphans } from '../../../fakes/lifecycle/gifts.ts';
import { dyingAt, type SeenUser, type Turn } from '../acting-world.ts';
import { type Doubt, deletingWorld } from './deleting-world.ts';

type World = Awaited<ReturnType<typeof deletingWorld>>;

/** More turns than a whole deletion takes. */
const death = fc.option(fc.nat({ max: 130 }));
const apply = async (world: World, turn?: Turn, actor?: string, faulty?: (ports: ActPorts) => ActPorts) =>
  world.apply((await world.planNow()).plan, turn, actor, faulty);

/** A world with the approval that the user would have in one without a doubt. */
async function approvedWorld(
  doubt: Doubt,
  settings: PartialSettings = {},
  points: readonly ApprovalPoint[] = approvalPoints,
): Promise<World> {
  const clear = await deletingWorld(1, settings);
  await clear.approve(points);
  const world = await deletingWorld(1, settings, undefined, doubt);
  world.approvals.push(...structuredClone<JsonObject[]>(clear.approvals));
  return world;
}

/** Two actors plan and apply at once; each may die. */
async function bothAtWork(
  world: World,
  scheduler: fc.Scheduler,
  deaths: readonly (number | null)[],
  faulty?: (ports: ActPorts) => ActPorts,
): Promise<void> {
  const work = deaths.map(async (dies, number) => {
    const dying = dyingAt(dies ?? Number.POSITIVE_INFINITY);
    const turn: Turn = async () => {
      await dying();
      await scheduler.schedule(Promise.resolve());
    };
    await apply(world, turn, `actor-${number}`, faulty).catch(() => []);
  });
  await scheduler.waitFor(Promise.all(work));
}

const of = (change: (who: SeenUser) => SeenUser): Doubt => ({ view: change });
const answering = (answer: SeenUser['answer'][1]): Doubt => of((who) => ({ ...who, answer: [who.answer[0], answer] }));
const refusedBy = (why: string) => failed(unusable(why));

/** Each by itself keeps a user alive, whatever a person approved. */
const doubts: Readonly<Record<string, Doubt>> = {
  'IAM throttles the look at the user': answering(refusedBy('Throttling')),
  'IAM refuses it': answering(refusedBy('AccessDenied')),
  'IAM says nothing of what the user may do': of((who) => ({ ...who, standing: undefined })),
  'an empty page': of((who) => {
    const [userId, answer] = who.answer;
    if (answer.kind === 'failed') return who;
    return { ...who, answer: [userId, answered({ ...answer.value, accessKeys: [] })] };
  }),
  'an absent row': of((who) => {
    const assessment = judged({ ...who.user, gaps: [{ kind: 'no-row' }] });
    return { ...who, assessment: { ...assessment, corroborated: true } };
  }),
  'one source alone': of((who) => ({ ...who, assessment: { ...who.assessment, corroborated: false } })),
  'a Region that is blind now': { facts: { watches: new Map() } },
  'a Region that was blind for ten days': { facts: { watches: watchedFor(400, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19) } },
  'no run': { facts: { run: undefined } },
  'a run of two days ago': { facts: { run: { ...run, asOf: daysAgo(2) } } },
  'an account that IAM did not describe': { facts: { access: refusedBy('Throttling') } },
  'a search that nobody made': { facts: { references: new Map() } },
};

/** Whether nobody is refused who has a credential or a membership of the user. */
function isUndenied(user: UserAccess | undefined): boolean {
  if (user === undefined || user.attachedPolicies.some(isDenyAll)) return false;
  return user.accessKeys.length + user.groups.length > 0 || user.passwordCreatedAt !== undefined;
}

const faults = ['throttled', 'denied', 'lost'] as const;
type Fault = (typeof faults)[number] | undefined;

/** What goes wrong: the next calls one by one, and so many looks in a row whose lists come back empty. */
interface Wrongs {
  readonly script: readonly Fault[];
  readonly emptyFrom: number;
  readonly emptyLooks: number;
}

const wrongs: fc.Arbitrary<Wrongs> = fc.record({
  script: fc.array(fc.option(fc.constantFrom(...faults), { nil: undefined, freq: 1 }), { maxLength: 60 }),
  emptyFrom: fc.integer({ min: 1, max: 4 }),
  emptyLooks: fc.nat({ max: 4 }),
});

/** Ports whose next calls to IAM go wrong in these ways. `lost`: the call was done, and its answer did not come. */
function faultyPorts({ emptyFrom, emptyLooks, ...given }: Wrongs, check: () => void): (ports: ActPorts) => ActPorts {
  const script = [...given.script];
  let looks = 0;
  const wrong = (fault: Fault) =>
    failed({
      kind: fault === 'denied' ? 'denied' : 'throttled',
      why: fault === 'denied' ? 'AccessDenied' : 'Throttling',
    });
  return ({ access, deleter, ...ports }) => ({
    ...ports,
    access: async (name) => {
      const [fault, answer] = [script.shift(), await access(name)];
      if (answer.kind === 'failed') return answer;
      const isEmpty = looks++ >= emptyFrom && looks <= emptyFrom + emptyLooks;
      if (isEmpty) return answered(emptied(answer.value));
      return fault === undefined ? answer : wrong(fault);
    },
    deleter: deleter && {
      ...deleter,
      who: async (name) => {
        const fault = script.shift();
        return fault === undefined ? deleter.who(name) : wrong(fault);
      },
      send: async (call) => {
        const fault = script.shift();
        if (fault === 'throttled' || fault === 'denied') return { ...wrong(fault), requestId: 'request' };
        const answer = await deleter.send(call);
        check();
        return fault === 'lost' ? { ...wrong(fault), requestId: 'request' } : answer;
      },
    },
  });
}

/** Every list came back empty. Whether there is a password is no list. */
const emptied = (access: UserAccess): UserAccess => ({
  ...access,
  ...{ accessKeys: [], serviceCredentials: [], sshKeys: [], certificates: [], mfaDevices: [] },
  ...{ groups: [], inlinePolicies: [] },
  attachedPolicies: access.attachedPolicies.filter(isDenyAll),
});

describe('the laws of doubt about deletions', () => {
  it('10: a doubt keeps the user whole, however often two actors try and die', async () => {
    const some = fc.subarray(Object.keys(doubts), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(some, fc.scheduler(), fc.tuple(death, death), async (names, scheduler, deaths) => {
        const chosen = names.flatMap((name) => doubts[name] ?? []);
        const facts = Object.assign({}, ...chosen.map((each) => each.facts));
        const view = (who: SeenUser) => chosen.reduce((seen, each) => each.view?.(seen) ?? seen, who);
        const world = await approvedWorld({ facts, view });
        const before = world.snapshot();
        await bothAtWork(world, scheduler, deaths);
        await apply(world);
        expect([world.iam.users, world.deletes]).toEqual([before, []]);
        expect(['quarantined', 'held']).toContain((await world.entriesOf(0)).lifecycle?.state);
      }),
      { numRuns: 24 },
    );
  });

  it('10: without a doubt the same approval deletes', async () => {
    const world = await approvedWorld({});
    await apply(world);
    expect(world.iam.users.size).toBe(0);
  });

  it('10: what IAM refuses, loses or leaves out in the middle never lifts the deny of a user with anything', async () => {
    let wrong = 0;
    await fc.assert(
      fc.asyncProperty(wrongs, fc.scheduler(), fc.tuple(death, death), async (given, scheduler, deaths) => {
        const world = await approvedWorld({});
        let undenied = 0;
        const check = () => {
          if (isUndenied(world.iam.users.get('person-0'))) undenied++;
        };
        await bothAtWork(world, scheduler, deaths, faultyPorts(given, check));
        expect(undenied).toBe(0);
        const { lifecycle } = await world.entriesOf(0);
        if (lifecycle?.state !== 'deleted') wrong++;
        else expect(world.iam.users.size).toBe(0);
        for (let again = 0; again < 2; again++) await apply(world);
        const end = (await world.entriesOf(0)).lifecycle?.state;
        expect([world.iam.users.size, end, orphans(world.iam)]).toEqual(
          end === 'held' ? [1, 'held', []] : [0, 'deleted', []],
        );
      }),
      { numRuns: 24 },
    );
    expect(wrong).toBeGreaterThan(3);
  });

  it('18: nobody is deleted by days and calls that could not be heard, whatever two actors try', async () => {
    const ends = { deleted: 0, alive: 0 };
    const given = fc.record({
      deaf: fc.subarray([2, 5, 8, 11, 14, 17, 20, 23, 26, 29, 32, 35, 38]),
      graceDays: fc.integer({ min: 26, max: 39 }),
      unheard: fc.constantFrom(undefined, [], [], ['s3'], ['s3', 'sqs']),
      isKnown: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(given, fc.scheduler(), fc.tuple(death, death), async (all, scheduler, deaths) => {
        const { deaf, graceDays, unheard, isKnown } = all;
        const view = (who: SeenUser) => ({ ...who, standing: who.standing && { ...who.standing, unheard } });
        const doubt = { facts: { watches: watchedFor(400, ...deaf) }, view };
        const world = await approvedWorld(doubt, { graceDays }, isKnown ? approvalPoints : []);
        await bothAtWork(world, scheduler, deaths);
        await apply(world);
        const isHeard = 39 - deaf.length >= graceDays && (unheard?.length === 0 || isKnown);
        expect(world.iam.users.size).toBe(isHeard ? 0 : 1);
        ends[isHeard ? 'deleted' : 'alive']++;
      }),
      { numRuns: 24 },
    );
    expect(Math.min(ends.deleted, ends.alive)).toBeGreaterThan(0);
  });
});
