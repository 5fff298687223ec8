import type { ApprovalWrite } from '../../../domain/approvals/stored-approval.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { JsonObject } from '../../../domain/json.ts';

/**
 * Stores approvals, each account's in a partition of their own, into which one role alone may write. Every method
 * throws where the table cannot be reached.
 */
export interface ApprovalStore {
  /** The items of all approvals of an account, each with its `entry` (a consistent read); others may be among them. */
  readApprovals(accountId: AccountId): Promise<readonly JsonObject[]>;
  /** The same of the step with this hash. */
  readApprovalsOf(accountId: AccountId, step: string): Promise<readonly JsonObject[]>;
  /** Puts an approval over an earlier one of the same step by the same person. */
  writeApproval(accountId: AccountId, write: ApprovalWrite): Promise<void>;
}
