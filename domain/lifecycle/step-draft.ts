/** Makes a step of a decision, with what must still be true when it is done. */

import type { Answer } from '../answer.ts';
import { stepHash } from '../approvals/step-terms.ts';
import type { AccountId, UserId } from '../ids.ts';
import type { Question } from '../question.ts';
import type { Decision } from './decision.ts';
import { deletesNow, endOfBegun, isGone } from './deletion/begun-deletion.ts';
import { renamedWords } from './deletion/deletion-words.ts';
import { termsIn } from './hashed-steps.ts';
import { ownerOfUser, type UserInQuestion } from './never.ts';
import type { LeftAlone } from './plan.ts';
import type { LifecycleSettings } from './settings.ts';
import { type Act, callsOf, isApproach, type Step } from './step.ts';
import { type Digest, fingerprintOf, type UserAccess } from './user-access.ts';

/** IAM's answers about single users; a user who was not asked about is missing. */
export type ReadAccess = ReadonlyMap<UserId, Answer<UserAccess>>;

/** What a step is made with. */
export interface DraftContext {
  readonly accountId: AccountId;
  readonly read: ReadAccess;
  readonly digest: Digest;
  readonly question: Question;
  readonly settings: LifecycleSettings;
}

/** A step, or why there is none. */
export type Draft =
  | { readonly kind: 'step'; readonly step: Step }
  | { readonly kind: 'left-alone'; readonly leftAlone: LeftAlone };

export function draftStep(user: UserInQuestion, decision: Decision, context: DraftContext): Draft {
  const { userId } = user.assessment.user;
  const leave = (...why: readonly string[]): Draft => leftAlone(user, decision, why);
  if (userId === undefined) return leave(...(decision.kind === 'nothing' ? decision.why : []));
  const answer = context.read.get(userId);
  const ended = endOf(user, decision, answer, context);
  if (ended !== undefined) return stepOf(user, userId, ended, context);
  if (decision.kind === 'nothing') return leave(...decision.why);
  const { act, reason, needsApproval, points } = decision;
  if (!isApproach(act)) return stepOf(user, userId, { act, reason }, context);
  const terms = { act, reason, ...(needsApproval && { needsApproval }), ...(points && { points }) };
  if (user.entries.lifecycle?.state === 'deleting' && isGone(answer, userId)) {
    return stepOf(user, userId, { ...terms, ...approvedAccess(user), deletes: [] }, context);
  }
  if (answer === undefined) return leave('IAM was not asked about it');
  if (answer.kind === 'failed') return leave(`IAM did not answer about it (${answer.failure.why})`);
  if (answer.value.userId !== userId) return leave('another user has its name now');
  if (act === 'delete') {
    const deletes = deletesNow(user.entries, answer.value);
    return stepOf(user, userId, { ...terms, ...approvedAccess(user), deletes }, context);
  }
  const fingerprint = fingerprintOf(answer.value, context.digest);
  const { state = 'none', fingerprint: noticed } = user.entries.lifecycle ?? {};
  const isSame = state === 'none' || fingerprint === noticed;
  return stepOf(user, userId, isSame ? { ...terms, fingerprint } : changedSince(user), context);
}

function leftAlone({ assessment, listening }: UserInQuestion, decision: Decision, why: readonly string[]): Draft {
  const { userId, userName } = assessment.user;
  const { waiting } = decision.kind === 'nothing' ? decision : {};
  const named = { ...(userId !== undefined && { userId }), userName, verdict: assessment.state };
  const known = { ...(listening && { listening }), ...(waiting && { waiting }) };
  return { kind: 'left-alone', leftAlone: { ...named, why, ...known } };
}

/** A deletion stands by the access of the quarantine: what was approved, also once a part of it is gone. */
function approvedAccess({ entries }: UserInQuestion): Pick<DraftedAct, 'fingerprint'> {
  const { fingerprint } = entries.lifecycle ?? {};
  return fingerprint === undefined ? {} : { fingerprint };
}

/** What a fresh look ends, whatever was decided: a quarantine that others changed, a deletion that must not go on. */
function endOf(
  user: UserInQuestion,
  decision: Decision,
  answer: Answer<UserAccess> | undefined,
  context: DraftContext,
) {
  if (answer?.kind !== 'answered') return undefined;
  const isStanding = decision.kind === 'nothing' || decision.act === 'delete';
  if (isStanding && hasChanged(user, answer, context)) return changedHold(user, answer.value);
  return endOfBegun(user, answer.value, context);
}

/** What the fingerprint is of, for who reads that it differs. */
export const accessChanged = 'its credentials, their last use, its policies or groups changed';

function changedHold({ entries: { lifecycle } }: UserInQuestion, { userName }: UserAccess): DraftedAct {
  const isRenamed = lifecycle !== undefined && lifecycle.userName !== userName;
  const why = isRenamed ? renamedWords(lifecycle.userName, userName) : accessChanged;
  return { act: 'hold', reason: `${why} since the quarantine` };
}

/** Ends what was begun: a notice, or a quarantine that is not confirmed. */
function changedSince({ entries }: UserInQuestion): DraftedAct {
  const act = entries.lifecycle?.state === 'quarantining' ? 'release' : 'clear';
  return { act, reason: `${accessChanged} since the notice` };
}

/** Whether others changed a quarantined user. Without an answer nobody knows, and nothing is done. */
function hasChanged({ entries }: UserInQuestion, answer: Answer<UserAccess> | undefined, { digest }: DraftContext) {
  const { lifecycle } = entries;
  if (lifecycle?.state !== 'quarantined' || answer?.kind !== 'answered') return false;
  return fingerprintOf(answer.value, digest) !== lifecycle.fingerprint;
}

interface DraftedAct {
  readonly act: Act;
  readonly reason: string;
  readonly fingerprint?: string;
  readonly needsApproval?: boolean;
  readonly points?: Step['points'];
  readonly deletes?: Step['deletes'];
}

function stepOf(
  user: UserInQuestion,
  userId: UserId,
  drafted: DraftedAct,
  { accountId, question, settings, digest }: DraftContext,
): Draft {
  const { assessment, entries } = user;
  const { userName, arn } = assessment.user;
  const { lifecycle } = entries;
  const lastActivity = assessment.lastActivity?.at;
  const { thresholdDays } = question;
  const step = {
    ...drafted,
    userId,
    userName,
    arn,
    hash: stepHash(termsIn({ accountId, thresholdDays, settings }, { ...drafted, userId }), digest),
    ...ownerFields(user, settings),
    version: lifecycle?.version ?? 0,
    ...(lastActivity !== undefined && { lastActivity }),
    ...callsOf(drafted.act, { userName, arn }, question.now),
  };
  return { kind: 'step', step };
}

/** Who was told first is told on, until the way out ends. */
function ownerFields(user: UserInQuestion, settings: LifecycleSettings): Pick<Step, 'owner' | 'ownerFrom'> {
  const { lifecycle } = user.entries;
  if (lifecycle !== undefined && lifecycle.state !== 'none') return { owner: lifecycle.owner };
  const owner = ownerOfUser(user, settings);
  return owner === undefined ? { owner: '' } : { owner: owner.name, ownerFrom: owner.from };
}
