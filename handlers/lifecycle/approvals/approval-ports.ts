import { approvalsByStep, storedApprovalsOf } from '../../../domain/approvals/stored-approval.ts';
import type { ApprovalStore } from '../../../infra/ports/approvals/approval-store.ts';
import type { ActPorts } from '../act-ports.ts';
import type { PlanPorts } from '../lifecycle-ports.ts';

/** Where a plan and an act look for approvals. Both throw where the table cannot be reached. */
export type ApprovalPorts = Pick<PlanPorts, 'approvals'> & Pick<ActPorts, 'approvalsOf'>;

/** The approvals of the table. */
export const approvalPorts = (store: Pick<ApprovalStore, 'readApprovals' | 'readApprovalsOf'>): ApprovalPorts => ({
  approvals: async (accountId) => approvalsByStep(await store.readApprovals(accountId)),
  approvalsOf: async (accountId, step) => storedApprovalsOf(await store.readApprovalsOf(accountId, step)),
});
