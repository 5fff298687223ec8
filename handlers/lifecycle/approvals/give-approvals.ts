/** Writes the approvals that a person gives. */

import {
  type ApprovalRequest,
  type Approver,
  type ApprovingTerms,
  approvalsGiven,
  type GivenApproval,
} from '../../../domain/approvals/approval-request.ts';
import type { Parsed } from '../../../domain/parsed.ts';
import type { ApprovalStore } from '../../../infra/ports/approvals/approval-store.ts';
import { canonicalDigest } from '../../canonical-digest.ts';

/** What a request would write; nothing is written. */
export const wouldApprove = (request: ApprovalRequest, approver: Approver, where: ApprovingTerms) =>
  approvalsGiven(request, approver, where, canonicalDigest);

/**
 * Writes every approval of a request, or none where one of them would not stand. What the hash of a step is of is
 * written before its approval. Throws where the table cannot be reached: asked again, it writes the same entries.
 */
export async function giveApprovals(
  request: ApprovalRequest,
  approver: Approver,
  where: ApprovingTerms,
  store: Pick<ApprovalStore, 'writeApproval'>,
): Promise<Parsed<readonly GivenApproval[]>> {
  const given = wouldApprove(request, approver, where);
  if (given.kind === 'wrong') return given;
  for (const { approval, terms } of given.value) {
    await store.writeApproval(where.accountId, { kind: 'step', hash: approval.step, terms });
    await store.writeApproval(where.accountId, { kind: 'approval', approval });
  }
  return given;
}
