/** Which approvals of a step stand, and why the others do not. */

import type { UserId } from '../ids.ts';
import type { Instant } from '../time.ts';
import { type Approval, type ApprovalPoint, approvalEnd } from './approval.ts';
import { isSamePrincipal, isSession, principalOf } from './principal.ts';
import { shortHash } from './step-terms.ts';

/** An approval as it is stored; `malformed`: an entry that cannot be read, or that is not what its key says. */
export type StoredApproval =
  | { readonly kind: 'approval'; readonly approval: Approval }
  | { readonly kind: 'malformed'; readonly step: string; readonly by: string };

/** The step that needs an approval. */
export interface ApprovableStep {
  readonly hash: string;
  /** The user concerned. */
  readonly userId: UserId;
  readonly arn: string;
  /** What an approval of it must acknowledge. */
  readonly points?: readonly ApprovalPoint[] | undefined;
}

/** What approvals are judged by. */
export interface ApprovalTerms {
  readonly now: Instant;
  /** ARNs of who plans and who acts: they approve nothing. */
  readonly actors: readonly string[];
  /** Names of users, or ARNs of users and roles, who may approve; empty where everybody else may. */
  readonly approvers: readonly string[];
}

/** The approval that a step rests on, or what is missing, in words. */
export type ApprovalVerdict =
  | { readonly kind: 'approved'; readonly approval: Approval }
  | { readonly kind: 'unapproved'; readonly why: readonly string[] };

/** The earliest approval that stands, ties by person: the same answer from the same approvals. */
export function approvalOf(
  step: ApprovableStep,
  stored: readonly StoredApproval[],
  terms: ApprovalTerms,
): ApprovalVerdict {
  const judged = stored.map((each) => ({ each, why: voidBecause(each, step, terms) }));
  const [first] = judged
    .flatMap(({ each, why }) => (each.kind === 'approval' && why === undefined ? [each.approval] : []))
    .toSorted((a, b) => (`${a.at} ${a.by}` < `${b.at} ${b.by}` ? -1 : 1));
  if (first !== undefined) return { kind: 'approved', approval: first };
  return { kind: 'unapproved', why: [missing(step), ...judged.flatMap(({ why }) => why ?? []).toSorted()] };
}

/** `it needs an approval: lastseen approve 0123456789ab --reason TEXT`. */
function missing({ hash, points = [] }: ApprovableStep): string {
  const acknowledged = points.length === 0 ? '' : ` --acknowledge ${points.join(' ')}`;
  return `it needs an approval: lastseen approve ${shortHash(hash)} --reason TEXT${acknowledged}`;
}

/** Why an approval does not stand, in words; undefined where it does. */
export function voidBecause(
  stored: StoredApproval,
  { hash, userId, arn, points = [] }: ApprovableStep,
  { now, actors, approvers }: ApprovalTerms,
): string | undefined {
  if (stored.kind === 'malformed') return `the approval by ${stored.by} cannot be read`;
  const { step, by, byId, at, until, acknowledged } = stored.approval;
  const words = (why: string) => `the approval by ${by} ${why}`;
  if (step !== hash) return words(`is of another step, ${shortHash(step)}`);
  if (byId === userId || isSamePrincipal(by, arn)) return words('is of the user concerned');
  if (actors.some((actor) => isSamePrincipal(by, actor))) return words('is of who plans or acts');
  if (!mayApprove(stored.approval, approvers)) return words('does not count: it is not one of the approvers');
  if (at > now) return words(`is of ${at}, which lies in the future`);
  if (until > approvalEnd(at)) return words('holds for longer than 72 hours');
  if (until <= now) return words(`ended at ${until}`);
  const open = points.filter((point) => !acknowledged.includes(point));
  return open.length === 0 ? undefined : words(`does not acknowledge ${open.join(', ')}`);
}

/**
 * A federated session does not tell whose it is. A plain name is a user's: sessions of roles have any name. The ARN of
 * a role stands for all its sessions, that of a session for itself.
 */
function mayApprove({ by, how }: Approval, approvers: readonly string[]): boolean {
  if (how === 'merged-file') return true;
  const principal = principalOf(by);
  if (principal.kind === 'federated') return false;
  const isNamed = (name: string) => principal.kind === 'user' && principal.name === name.toLowerCase();
  const isMeant = (name: string) => name === by || isNamed(name) || (!isSession(name) && isSamePrincipal(by, name));
  return approvers.length === 0 || approvers.some(isMeant);
}
