/** One act of a plan, as data. */

import type { ApprovalPoint } from '../approvals/approval.ts';
import type { UserId } from '../ids.ts';
import type { OwnerSource } from '../owners/owner.ts';
import type { Instant } from '../time.ts';
import type { DeleteCall } from './deletion/delete-call.ts';
import { denyAllArn, quarantineTag } from './user-access.ts';

/**
 * `notice`: the owner is told. `clear`: a notice no longer holds. `quarantine`: tag and deny. `hold`: a quarantined
 * user showed up or was changed; a person decides. `release`: take deny and tag away, where that was begun. `delete`:
 * the user and all that it holds, for good.
 */
export const acts = ['notice', 'clear', 'quarantine', 'hold', 'release', 'delete'] as const;
export type Act = (typeof acts)[number];

/** A call to IAM that changes a user and can be taken back. */
export type IamCall =
  | { readonly action: 'TagUser'; readonly userName: string; readonly key: string; readonly value: string }
  | { readonly action: 'UntagUser'; readonly userName: string; readonly key: string }
  | {
      readonly action: 'AttachUserPolicy' | 'DetachUserPolicy';
      readonly userName: string;
      readonly policyArn: string;
    };

/** What is to be done to one user, and what must still be true then. */
export interface Step {
  readonly act: Act;
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
  readonly reason: string;
  readonly owner: string;
  /** How the owner was found; absent where an earlier notice chose it. */
  readonly ownerFrom?: OwnerSource | undefined;
  /** The version of the user's entry, 0 where there is none. */
  readonly version: number;
  /** The latest activity that the plan knows; anything later voids the step. */
  readonly lastActivity?: Instant | undefined;
  /** Of the user's access; only of an approach. Of a deletion that was begun it is that of the quarantine. */
  readonly fingerprint?: string | undefined;
  /** Of account, user, act, fingerprint and settings: what an approval binds. The time of the plan is not in it. */
  readonly hash: string;
  /** Whether it stands by an approval alone; absent: no. */
  readonly needsApproval?: boolean | undefined;
  readonly calls: readonly IamCall[];
  /** The calls that take it back. */
  readonly undo: readonly IamCall[];
  /** The calls that delete, in their order; only of a deletion. Nothing takes them back. */
  readonly deletes?: readonly DeleteCall[] | undefined;
  /** What an approval of it must acknowledge; only of a deletion. */
  readonly points?: readonly ApprovalPoint[] | undefined;
}

/** Who is meant: the name that calls take, and the ARN that tells the partition. */
type Named = Pick<Step, 'userName' | 'arn'>;

/** The mark of a quarantine. */
export const tagCall = ({ userName }: Pick<Named, 'userName'>, now: Instant): IamCall => ({
  action: 'TagUser',
  userName,
  key: quarantineTag,
  value: now.slice(0, 10),
});

/** Tag before attach: no deny of ours stands without our mark. */
export function quarantineCalls(user: Named, now: Instant): IamCall[] {
  const { userName, arn } = user;
  return [tagCall(user, now), { action: 'AttachUserPolicy', userName, policyArn: denyAllArn(arn) }];
}

/** Detach before untag. */
export function releaseCalls({ userName, arn }: Named): readonly [IamCall, IamCall] {
  return [
    { action: 'DetachUserPolicy', userName, policyArn: denyAllArn(arn) },
    { action: 'UntagUser', userName, key: quarantineTag },
  ];
}

/** What an act sends to IAM, and what takes that back. Only a quarantine and a release send anything. */
export function callsOf(act: Act, user: Named, now: Instant): Pick<Step, 'calls' | 'undo'> {
  if (act === 'quarantine') return { calls: quarantineCalls(user, now), undo: releaseCalls(user) };
  return { calls: act === 'release' ? releaseCalls(user) : [], undo: [] };
}

/** Whether an act brings the user nearer to the quarantine, or to its end. */
export const isApproach = (act: Act): boolean => act === 'notice' || act === 'quarantine' || act === 'delete';
