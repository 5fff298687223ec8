/** What an act needs beside its reason: an approval, and of who can change IAM also others who can. */

import { approvalOf, type StoredApproval } from '../approvals/standing-approval.ts';
import { stepHash } from '../approvals/step-terms.ts';
import type { AccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import type { Instant } from '../time.ts';
import type { Decision } from './decision.ts';
import { termsIn } from './hashed-steps.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { UserInQuestion } from './never.ts';
import type { LifecycleSettings } from './settings.ts';
import { type Digest, isDenyAll } from './user-access.ts';

/** The approvals of an account, and who must not be the approver. */
export interface ApprovalFacts {
  /** By the hash of the step. */
  readonly byStep: ReadonlyMap<string, readonly StoredApproval[]>;
  /** ARNs of who plans and acts. */
  readonly actors: readonly string[];
}

/** What a decision is held to. */
export interface ApprovalContext {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly settings: LifecycleSettings;
  readonly approvals: ApprovalFacts;
  /** Users in use who can change IAM; undefined where the plan that is applied counted them. */
  readonly usableAdmins: number | undefined;
  readonly digest: Digest;
}

/** So many users must be left who can change IAM, and undo what goes wrong. */
const leastAdmins = 2;

/** How many users can change IAM, were seen within the threshold, and have a credential that works. */
export function usableAdminsAmong(users: readonly UserInQuestion[]): number {
  return users.filter(({ access, assessment: { state, usable } }) => {
    const isInUse = (state === 'active' || state === 'new') && usable !== false;
    return isInUse && access?.changesIam === true && !access.attachedPolicies.some(isDenyAll);
  }).length;
}

/** The decision, where the account and a person let it stand; else what is missing, in words. */
export function approvedDecision(user: UserInQuestion, decision: Decision, context: ApprovalContext): Decision {
  if (decision.kind === 'nothing') return decision;
  if (decision.act === 'delete') return withApproval(user, decision, context);
  if (decision.act !== 'notice' && decision.act !== 'quarantine') return decision;
  const isAdmin = user.access?.changesIam === true;
  const { usableAdmins = leastAdmins } = context;
  if (isAdmin && usableAdmins < leastAdmins) {
    return { kind: 'nothing', why: [`it can change IAM, and ${usableAdmins} in use can: ${leastAdmins} must be left`] };
  }
  if (decision.act === 'notice') {
    return isAdmin ? { ...decision, reason: `${decision.reason}; ${adminWords}` } : decision;
  }
  return isAdmin || context.settings.requireApproval === true ? withApproval(user, decision, context) : decision;
}

const adminWords = 'it can change IAM, so its quarantine needs an approval';

function withApproval(
  user: UserInQuestion,
  decision: Extract<Decision, { kind: 'act' }>,
  { accountId, question, settings, approvals, digest }: ApprovalContext,
): Decision {
  const { userId, arn } = user.assessment.user;
  const { lifecycle } = user.entries;
  if (userId === undefined || lifecycle === undefined) return { kind: 'nothing', why: ['it was not noticed'] };
  const { act, points } = decision;
  const { fingerprint } = lifecycle;
  const { thresholdDays } = question;
  const hash = stepHash(termsIn({ accountId, thresholdDays, settings }, { userId, act, fingerprint }), digest);
  const { byStep, actors } = approvals;
  const terms = { now: approvedAt(lifecycle, question.now), actors, approvers: settings.approvers };
  const verdict = approvalOf({ hash, userId, arn, points }, byStep.get(hash) ?? [], terms);
  if (verdict.kind === 'unapproved') {
    const why = act === 'delete' ? [decision.reason, ...verdict.why] : verdict.why;
    return { kind: 'nothing', why, waiting: { act, hash, fingerprint, ...(points && { points }) } };
  }
  const { by } = verdict.approval;
  return { ...decision, reason: `${decision.reason}; approved by ${by}`, needsApproval: true };
}

/** What was begun stands by the approval of that time: its completion is no new decision. */
export function approvedAt(lifecycle: Lifecycle | undefined, now: Instant): Instant {
  if (lifecycle?.state === 'deleting') return lifecycle.deletion?.at ?? now;
  return lifecycle?.state === 'quarantining' ? (lifecycle.quarantinedAt ?? now) : now;
}
