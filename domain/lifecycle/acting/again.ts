/** The last look before an act. */

import type { Answer } from '../../answer.ts';
import type { ApprovalVerdict } from '../../approvals/standing-approval.ts';
import type { Instant } from '../../time.ts';
import { exemptionOf } from '../../verdict/exemption.ts';
import { isGone } from '../deletion/begun-deletion.ts';
import { isUntouched } from '../deletion/delete-call.ts';
import { brakeWords } from '../guards.ts';
import { isKept, type LifecycleEntries, type UserEntries } from '../lifecycle.ts';
import type { LifecyclePlan } from '../plan.ts';
import { isApproach, type Step } from '../step.ts';
import { accessChanged } from '../step-draft.ts';
import {
  type Digest,
  fingerprintOf,
  hasTag,
  isDenyAll,
  protectTag,
  quarantineTag,
  type UserAccess,
} from '../user-access.ts';
import { closedBecause } from '../window.ts';

/** What the table holds of a user at this moment, by a consistent read. */
export interface HeldUser {
  readonly entries: UserEntries;
  readonly brake: LifecycleEntries['brake'];
  /** When CloudTrail saw the user last; undefined where it never did. */
  readonly seenAt: Instant | undefined;
}

/** What a step rests on, asked a second time right before it. */
export interface Again extends HeldUser {
  readonly now: Instant;
  readonly access: Answer<UserAccess>;
  /** What the approvals of this moment say; undefined where the step needs none. */
  readonly approval?: ApprovalVerdict | undefined;
}

/**
 * Why the step must not be done, in words; empty where all is as planned. A difference is never repaired. What ends
 * something needs less: a doubt stops an approach alone.
 */
export function changedBecause(step: Step, again: Again, plan: LifecyclePlan, digest: Digest): string[] {
  const isGoingOn = step.act === 'delete' && again.entries.lifecycle?.state === 'deleting';
  const found = isGoingOn ? doubtsOfBegun(step, again) : isApproach(step.act) ? doubts(step, again, plan, digest) : [];
  return [...movedOn(step, again), ...found];
}

function movedOn({ version }: Step, { entries }: Again): string[] {
  const { lifecycle, isUnreadable } = entries;
  return [
    ...(isUnreadable ? ['its lifecycle in the table cannot be read'] : []),
    ...((lifecycle?.version ?? 0) === version ? [] : ['its lifecycle changed since the plan']),
  ];
}

function doubts(step: Step, again: Again, { settings, exemptions }: LifecyclePlan, digest: Digest): string[] {
  const { now, access, entries, brake, seenAt, approval } = again;
  const closed = step.act === 'notice' ? undefined : closedBecause(settings.window, now);
  const words = [
    ...brakeWords(brake),
    ...(approval?.kind === 'unapproved' ? approval.why : []),
    ...(closed === undefined ? [] : [closed]),
    ...(isKept(entries, now) ? [`${entries.keep?.by} keeps it until ${entries.keep?.until}`] : []),
    ...(seenAt !== undefined && seenAt > (step.lastActivity ?? '') ? [`it was seen at ${seenAt}`] : []),
  ];
  if (access.kind === 'failed') return [...words, `IAM did not answer about it (${access.failure.why})`];
  const exemption = exemptionOf(access.value, exemptions, now);
  return [
    ...words,
    ...identityDoubts(step, access.value, digest),
    ...(exemption === undefined || exemption.ended ? [] : [`it is exempt by ${exemption.by}`]),
    ...(step.act === 'delete' ? undenied(access.value) : markDoubts(entries, access.value)),
  ];
}

/**
 * A deletion that was begun goes on where the tag still stands. As long as nothing of the user is gone, a call of it
 * stops that; then the next plan holds it.
 */
function doubtsOfBegun(step: Step, { access, entries, brake, seenAt, approval }: Again): string[] {
  if (access.kind === 'failed') {
    return [
      ...brakeWords(brake),
      ...(isGone(access, step.userId) ? [] : [`IAM did not answer about it (${access.failure.why})`]),
    ];
  }
  const isAnother = access.value.userId !== step.userId;
  const isWhole = !isAnother && isUntouched(entries.lifecycle?.deletion?.calls ?? [], access.value);
  const isBack = isWhole && seenAt !== undefined && seenAt > (step.lastActivity ?? '');
  return [
    ...brakeWords(brake),
    ...(approval?.kind === 'unapproved' ? approval.why : []),
    ...(isAnother ? [] : unmarked(access.value)),
    ...(!isAnother && step.deletes?.length === 0 ? ['IAM lists it after all'] : []),
    ...(isBack ? [`it was seen at ${seenAt}`] : []),
  ];
}

/** Only a user that stands in our quarantine is deleted. The deny goes last, together with the user. */
function unmarked({ tags }: UserAccess): string[] {
  return [
    ...(hasTag(tags, protectTag) ? [`it has the tag ${protectTag}`] : []),
    ...(hasTag(tags, quarantineTag) ? [] : [`the tag ${quarantineTag} is not there any more`]),
  ];
}

const undenied = (access: UserAccess): string[] => [
  ...unmarked(access),
  ...(access.attachedPolicies.some(isDenyAll) ? [] : ['others took the deny away']),
];

function identityDoubts({ userId, fingerprint }: Step, access: UserAccess, digest: Digest): string[] {
  if (access.userId !== userId) return ['another user has its name now'];
  return fingerprintOf(access, digest) === fingerprint ? [] : [`${accessChanged} since the plan`];
}

/** Tag and deny are in no fingerprint. Before a quarantine both are somebody else's; the tag comes first. */
function markDoubts({ lifecycle }: UserEntries, { tags, attachedPolicies }: UserAccess): string[] {
  const isBegun = lifecycle?.state === 'quarantining';
  const isMarked = hasTag(tags, quarantineTag);
  const isDenied = attachedPolicies.some(isDenyAll);
  return [
    ...(hasTag(tags, protectTag) ? [`it has the tag ${protectTag}`] : []),
    ...(isMarked && !isBegun ? [`it has the tag ${quarantineTag} already`] : []),
    ...(isDenied && !(isBegun && isMarked) ? ['others denied it everything already'] : []),
  ];
}
