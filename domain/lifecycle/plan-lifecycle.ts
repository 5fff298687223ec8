/** Makes the plan of an account from everything that was gathered. */

import type { Answer } from '../answer.ts';
import { isHeardNow, type Listening, listenedDays } from '../coverage/listened-days.ts';
import type { Watch } from '../coverage/watch.ts';
import type { AccountId, Region, UserId } from '../ids.ts';
import type { Question } from '../question.ts';
import type { FoundReferences } from '../references/reference.ts';
import type { Creator } from '../sightings/creator.ts';
import type { Entry } from '../sightings/entry.ts';
import { type Assessment, idleSince } from '../verdict/assessment.ts';
import { isExempt } from '../verdict/counts.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import type { Run } from '../verdict/run.ts';
import { isUnused } from '../verdict/state.ts';
import type { AccountAccess } from './account-access.ts';
import { type ApprovalFacts, approvedDecision, usableAdminsAmong } from './approved-decision.ts';
import { type Decision, decide } from './decision.ts';
import { goneDeletions } from './deletion/begun-deletion.ts';
import { stopsOf } from './guards.ts';
import { type LifecycleEntries, type LifecycleState, noEntries } from './lifecycle.ts';
import { ownerOfUser, type UserInQuestion } from './never.ts';
import { type LeftAlone, planFormat, type UnsealedPlan } from './plan.ts';
import { unheardAmong } from './policies/data-plane.ts';
import type { LifecycleSettings } from './settings.ts';
import { type Act, isApproach, type Step } from './step.ts';
import { draftStep, type ReadAccess } from './step-draft.ts';
import { type Digest, hasTag, quarantineTag } from './user-access.ts';
import { closedBecause } from './window.ts';
import { acting, type Decided, halted, withinCaps } from './within-caps.ts';

/** Everything that was gathered for a plan. */
export interface LifecycleFacts {
  readonly accountId: AccountId;
  readonly question: Question;
  /** The verdicts of this moment on every user. */
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  /** The latest run that the table holds. */
  readonly run: Run | undefined;
  readonly access: Answer<AccountAccess>;
  /** Who created which user. */
  readonly creators: ReadonlyMap<UserId, Creator>;
  readonly entries: LifecycleEntries;
  readonly approvals: ApprovalFacts;
  /** ARN of who plans. */
  readonly plannedBy: string;
  /** Whether IAM was asked about the users of a given plan alone: that plan counted who can change IAM. */
  readonly isPartial?: boolean;
  /** How far each Region was watched. */
  readonly watches: ReadonlyMap<Region, Watch>;
  /** The latest search for who names a user, of those who may be deleted. */
  readonly references?: ReadonlyMap<UserId, FoundReferences>;
  /** Why the facts as a whole are doubted, in words. */
  readonly doubts: readonly string[];
}

/** What the customer decided. */
export interface LifecycleRequest {
  readonly settings: LifecycleSettings;
  readonly exemptions: readonly ExemptionRule[];
}

/** The decisions on every user with the stops and caps of the account. */
interface Outline {
  readonly stops: readonly string[];
  readonly decided: readonly Decided[];
}

/** The users about whom IAM must be asked one by one, before the plan can be made. */
export function usersToRead(facts: LifecycleFacts, request: LifecycleRequest, digest: Digest): Assessment['user'][] {
  const isWanted = ({ user, decision }: Decided) =>
    decision.kind === 'act' ? isApproach(decision.act) : isDenied(user.entries.lifecycle?.state);
  return outlineOf(facts, request, digest)
    .decided.filter(isWanted)
    .map(({ user }) => user.assessment.user);
}

const isDenied = (state: LifecycleState | undefined) => state === 'quarantined' || state === 'deleting';

/**
 * The plan. It depends on its inputs alone: the same facts make the same plan. `read` holds IAM's answers about the
 * users of `usersToRead`; without an answer nothing is planned for that user.
 */
export function planLifecycle(
  facts: LifecycleFacts,
  request: LifecycleRequest,
  read: ReadAccess,
  digest: Digest,
): UnsealedPlan {
  const { accountId, question, plannedBy } = facts;
  const { stops, decided } = outlineOf(facts, request, digest);
  const closed = closedBecause(request.settings.window, question.now);
  const drafts = decided.map(({ user, decision }) =>
    draftStep(user, decision, { accountId, read, digest, question, settings: request.settings }),
  );
  const drafted = drafts.flatMap((draft) => (draft.kind === 'step' ? [draft.step] : []));
  const steps = [...drafted, ...goneDeletions(facts, request.settings, digest)];
  const leftAlone = drafts.flatMap((draft) => (draft.kind === 'left-alone' ? [draft.leftAlone] : []));
  return {
    kind: 'lastseen-plan',
    format: planFormat,
    accountId,
    asOf: question.now,
    plannedBy,
    thresholdDays: question.thresholdDays,
    ...request,
    users: facts.assessments.size,
    withoutOwner: withoutOwner(decided, request.settings),
    ...(closed !== undefined && { closed }),
    stops,
    steps: steps.toSorted(inOrder),
    leftAlone: leftAlone.toSorted(byName),
  };
}

function withoutOwner(decided: readonly Decided[], settings: LifecycleSettings): number {
  const isWithout = ({ user }: Decided) => {
    const { from = 'fallback' } = ownerOfUser(user, settings) ?? {};
    return isUnused(user.assessment.state) && !isExempt(user.assessment) && from === 'fallback';
  };
  return decided.filter(isWithout).length;
}

/** What undoes or ends something comes first; a quarantine comes late, a deletion last. */
const order: readonly Act[] = ['release', 'hold', 'clear', 'notice', 'quarantine', 'delete'];
const inOrder = (a: Step, b: Step) => order.indexOf(a.act) - order.indexOf(b.act);
const byName = (a: LeftAlone, b: LeftAlone) => (a.userName < b.userName ? -1 : 1);

/** Every user with what is known of it, longest idle first. */
export function usersInQuestion(facts: LifecycleFacts): UserInQuestion[] {
  const { assessments, access, entries, creators, references } = facts;
  return [...assessments.values()].toSorted(longestIdleFirst).map((assessment) => {
    const { userId } = assessment.user;
    const user = {
      assessment,
      entries: (userId && entries.users.get(userId)) ?? noEntries,
      access: access.kind === 'answered' && userId !== undefined ? access.value.get(userId) : undefined,
      creator: userId && creators.get(userId),
      references: userId && references?.get(userId),
    };
    return { ...user, listening: listeningTo(user, facts) };
  });
}

/** What IAM saw the user try counts beside what its policies allow: its services last accessed may be of before. */
function listeningTo(
  { assessment, entries, access }: UserInQuestion,
  { watches, question }: LifecycleFacts,
): Listening | undefined {
  const { lifecycle } = entries;
  if (lifecycle?.state !== 'quarantined' && lifecycle?.state !== 'deleting') return undefined;
  const since = lifecycle.deletion === undefined ? lifecycle.since : (lifecycle.quarantinedAt ?? lifecycle.since);
  const tried = unheardAmong(assessment.services?.attempts.map(({ service }) => service) ?? []);
  const unheard = access?.unheard && [...new Set([...access.unheard, ...tried])].toSorted();
  const heard = { ...listenedDays(watches, question, since), isHeardNow: isHeardNow(watches, question) };
  return { ...heard, ...(unheard && { unheard }) };
}

function outlineOf(facts: LifecycleFacts, { settings }: LifecycleRequest, digest: Digest): Outline {
  const { question } = facts;
  const users = usersInQuestion(facts);
  const usableAdmins = facts.isPartial === true ? undefined : usableAdminsAmong(users);
  const context = { ...facts, settings, usableAdmins, digest };
  const decided = users.map((user) => {
    return { user, decision: approvedDecision(user, decideWithId(user, settings, question), context) };
  });
  const account = { ...facts, ...question, users: users.length };
  const newlyDue = decided.filter(
    (each) => acting(each, 'notice') && (each.user.entries.lifecycle?.version ?? 0) === 0,
  );
  const stops = [...stopsOf(account, newlyDue.length), ...strayTags(users)];
  return { stops, decided: withinCaps(stops.length > 0 ? halted(decided, facts.entries) : decided, account, settings) };
}

function decideWithId(user: UserInQuestion, settings: LifecycleSettings, question: Question): Decision {
  if (user.assessment.user.userId !== undefined) return decide(user, settings, question);
  return { kind: 'nothing', why: ['IAM did not give its unique id'] };
}

/** Longest idle first, ties by id: the same plan from the same facts. */
function longestIdleFirst(a: Assessment, b: Assessment): number {
  const rank = (each: Assessment) => `${idleSince(each) ?? '9999'} ${each.user.userId} ${each.user.userName}`;
  return rank(a) < rank(b) ? -1 : 1;
}

/** A mark of ours without its entry: the table was restored, or somebody set the tag. Nothing more is planned then. */
function strayTags(users: readonly UserInQuestion[]): string[] {
  const marked = ['quarantining', 'quarantined', 'held', 'releasing', 'deleting'];
  const strays = users.filter(({ assessment, entries }) => {
    const isMarked = marked.includes(entries.lifecycle?.state ?? 'none');
    return hasTag(assessment.user.tags, quarantineTag) && !isMarked && !entries.isUnreadable;
  });
  return strays.map(
    ({ assessment }) =>
      `${assessment.user.userName} has the tag ${quarantineTag}, of which the table knows nothing: find out who set it`,
  );
}
