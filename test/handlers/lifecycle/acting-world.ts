import { type Answer, answered } from '../../../domain/answer.ts';
import { approvalsByStep } from '../../../domain/approvals/stored-approval.ts';
import type { UserId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { noEntries, type UserEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { type LifecyclePlan, sealPlan } from '../../../domain/lifecycle/plan.ts';
import { type LifecycleFacts, planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { lifecycleSettings, type PartialSettings } from '../../../domain/lifecycle/settings.ts';
import { lifecycleEntriesOf } from '../../../domain/lifecycle/stored-entries.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { isDenyAll, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import type { Instant } from '../../../domain/time.ts';
import { plusDays, plusMinutes } from '../../../domain/time.ts';
import { actLog } from '../../../handlers/evidence/act-log.ts';
import type { ActPorts, ActResult } from '../../../handlers/lifecycle/act-ports.ts';
import { applyPlan, type StepReport } from '../../../handlers/lifecycle/apply-plan.ts';
import { holdUser, type PersonsWord, undoUser } from '../../../handlers/lifecycle/decide-user.ts';
import type { MadePlan } from '../../../handlers/lifecycle/make-plan.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { sightingItem } from '../../../infra/aws/dynamodb/sighting-item.ts';
import { account, daysAgo, lastSeen, now, sighting } from '../../domain/builders.ts';
import {
  digest,
  factsOf,
  idOf,
  type Person,
  person,
  planner,
  requestOf,
  run,
  standing,
} from '../../domain/lifecycle/world.ts';
import { memoryActs } from '../../fakes/evidence/memory-acts.ts';
import { deleteModel } from '../../fakes/lifecycle/delete-model.ts';
import { iamModel } from '../../fakes/lifecycle/iam-model.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';

/** Called before and after each call of an actor to the outside; it may wait, or throw: then the actor died. */
export type Turn = () => Promise<void>;

export const atOnce: Turn = async () => {};

/** Dies at the turn with that number, and at all later ones. */
export function dyingAt(number: number): Turn {
  let turns = 0;
  return async () => {
    if (turns++ >= number) throw new Error('died');
  };
}

function wordOn(number: number): PersonsWord {
  const userName = `person-${number}`;
  const arn = `arn:aws:iam::${account()}:user/${userName}`;
  return { userId: idOf(number), userName, arn, reason: 'needed', settings: lifecycleSettings({}) };
}

/** What is known of the account beside its users, at the moment of a plan. */
export type Beside = () => Partial<LifecycleFacts>;

/** A user as a plan sees it, with IAM's answer about it. */
export interface SeenUser extends Person {
  readonly answer: readonly [UserId, Answer<UserAccess>];
}

/** An account whose first `due` users are due for the quarantine, and what actors do to it. */
export async function actingWorld(
  due: number,
  settings: PartialSettings = {},
  change = (who: Person) => who,
  beside: Beside = () => ({}),
  view = (who: SeenUser): SeenUser => who,
) {
  const people = Array.from({ length: due }, (_, number) => change(standing(person(number), {})));
  const iam = iamModel(people.map(({ access }) => access));
  const store = memoryLifecycles();
  const acts = memoryActs();
  const sent: string[] = [];
  const seen = new Map<UserId, Instant>();
  const deletes: string[] = [];
  const deleter = deleteModel(iam, deletes);
  const approvals: JsonObject[] = [];
  let at: Instant = now;
  for (const { access, entries } of people) await seed(access.userId, access.userName, entries);

  async function seed(userId: UserId, userName: string, { lifecycle }: UserEntries): Promise<void> {
    if (lifecycle === undefined) return;
    const context = { actor: 'seed', now: daysAgo(20), cause: 'idle' };
    const event = nextEvent(noEntries, { userId, userName }, 'noticed', context, digest, lifecycle);
    await writeTransition(store, account(), noEntries, event);
  }

  /** The verdict, with what CloudTrail saw meanwhile. */
  function verdictOn({ assessment }: Person, user: Person['user']): Person['assessment'] {
    const at = user.userId && seen.get(user.userId);
    if (at === undefined) return { ...assessment, user };
    const lastActivity = { source: 'cloudtrail', at, credential: undefined, sighting: undefined } as const;
    return { ...assessment, user, state: 'active', lastActivity, evidence: [lastActivity] };
  }

  function portsWith(turn: Turn): ActPorts {
    const around =
      <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> => {
        await turn();
        const answer = await call(...args);
        await turn();
        return answer;
      };
    const log = actLog(acts);
    return {
      table: { readLifecycleOf: around(store.readLifecycleOf), writeLifecycle: around(store.writeLifecycle) },
      approvalsOf: around(async (_, step) => approvalsByStep(approvals).get(step) ?? []),
      iam: { send: around(iam.send) },
      deleter: { who: around(deleter.who), snapshot: around(deleter.snapshot), send: around(deleter.send) },
      access: around(iam.access),
      nameOf: around(iam.nameOf),
      log: { appendIntent: around(log.appendIntent), appendOutcome: around(log.appendOutcome) },
      notices: { send: around(async ({ subject }) => `${sent.push(subject)}`) },
      clock: () => at,
      pause: async () => {
        at = plusMinutes(at, 1 / 60);
      },
    };
  }

  /** A plan of this moment, from what IAM and the table say. */
  async function planNow(): Promise<MadePlan> {
    const present = people.flatMap((who) => {
      const access = [...iam.users.values()].find(({ userId }) => userId === who.access.userId);
      if (access === undefined) return [];
      const user = { ...who.user, userName: access.userName, tags: access.tags };
      const held = { attachedPolicies: access.attachedPolicies, changesIam: false, unheard: [] };
      const answer = [who.access.userId, answered(access)] as const;
      return [view({ ...who, user, answer, assessment: verdictOn(who, user), standing: held })];
    });
    const entries = lifecycleEntriesOf(await store.readLifecycles(account()), digest);
    const question = { now: at, thresholdDays: 90 };
    const stands = { byStep: approvalsByStep(approvals), actors: [planner] };
    const facts = factsOf(present, { entries, question, approvals: stands, run: { ...run, asOf: at }, ...beside() });
    const read = new Map(present.map(({ answer }) => answer));
    const request = requestOf(settings);
    return { plan: sealPlan(planLifecycle(facts, request, read, digest), digest), facts, missing: [] };
  }

  const as = (actor: string) => ({ accountId: account(), actor, software: 'test' });
  return {
    people,
    iam,
    store,
    acts,
    sent,
    /** The actions of deleting calls that reached IAM. */
    deletes,
    /** The items of the partition of approvals. */
    approvals,
    planNow,
    portsWith,
    as,
    pass: (days: number) => {
      at = plusDays(at, days);
    },
    apply: async (
      plan: LifecyclePlan,
      turn: Turn = atOnce,
      actor = 'apply',
      faulty = (ports: ActPorts) => ports,
    ): Promise<StepReport[]> =>
      applyPlan({ plan, fresh: await planNow(), isMeant: true }, faulty(portsWith(turn)), as(actor)),
    applyWith: (fresh: MadePlan, changes: Partial<ActPorts>, until?: Instant, isMeant = true): Promise<StepReport[]> =>
      applyPlan({ plan: fresh.plan, fresh, isMeant, until }, { ...portsWith(atOnce), ...changes }, as('apply')),
    undo: (number: number, turn: Turn = atOnce): Promise<ActResult> =>
      undoUser(wordOn(number), portsWith(turn), as('undo')),
    undoWith: (number: number, faulty: (ports: ActPorts) => ActPorts): Promise<ActResult> =>
      undoUser(wordOn(number), faulty(portsWith(atOnce)), as('undo')),
    hold: (number: number): Promise<ActResult> => holdUser(wordOn(number), portsWith(atOnce), as('hold')),
    entriesOf: async (number: number) => (await readUser(store, account(), idOf(number))).entries,
    /** CloudTrail delivers a call of the user, of that time or of this moment. */
    see: (number: number, time: Instant = at) => {
      const entry = userEntry(idOf(number));
      seen.set(idOf(number), time);
      store.items.set(entry, { accountId: account(), entry, ...sightingItem(lastSeen(sighting({ at: time }))) });
    },
    isDenied: (number: number) => iam.users.get(`person-${number}`)?.attachedPolicies.some(isDenyAll) === true,
    snapshot: () => structuredClone(iam.users),
  };
}
