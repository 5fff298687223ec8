import { approvalsOf } from '../../../domain/sightings/entry.ts';
import { approvalItem, approvalPartition } from '../../aws/dynamodb/approvals/approval-item.ts';
import type { ApprovalStore } from '../../ports/approvals/approval-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** Approvals in the local table. */
export function embeddedApprovals(store: EntryStore): ApprovalStore {
  return {
    readApprovals: (accountId) => store.readPartition(approvalPartition(accountId)),
    readApprovalsOf: (accountId, step) => store.readPartition(approvalPartition(accountId), approvalsOf(step)),
    writeApproval: async (accountId, write) => {
      const item = approvalItem(accountId, write);
      await store.change(approvalPartition(accountId), item.entry, () => item);
    },
  };
}
