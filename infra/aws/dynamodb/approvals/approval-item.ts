import { type ApprovalWrite, itemOfApprovalWrite } from '../../../../domain/approvals/stored-approval.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import type { Item } from '../sighting-item.ts';

/** The partition with the approvals of an account: a condition of IAM binds a partition, and nothing finer. */
export const approvalPartition = (accountId: AccountId): string => `approvals#${accountId}`;

/** The item of a write. */
export function approvalItem(accountId: AccountId, write: ApprovalWrite): Item & { readonly entry: string } {
  const { entry, attributes } = itemOfApprovalWrite(write);
  return { accountId: approvalPartition(accountId), entry, ...attributes };
}
