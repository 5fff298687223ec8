import type { Answer } from '../../domain/answer.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { AccountAccess } from '../../domain/lifecycle/account-access.ts';
import type { ApprovalFacts } from '../../domain/lifecycle/approved-decision.ts';
import type { ReadAccess } from '../../domain/lifecycle/step-draft.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import type { KeyPorts } from '../ask-for-keys.ts';
import type { LiveScanPorts } from '../scan/scan-ports.ts';

/** What a plan reads. It writes nowhere. */
export interface PlanPorts extends KeyPorts, Pick<LiveScanPorts, 'gatherInventory'> {
  readonly table: Pick<LastSeenTable, 'readAccount'> & Pick<LifecycleStore, 'readLifecycles'>;
  /** The approvals of the account, each by the hash of its step. Throws where the table cannot be reached. */
  readonly approvals: (accountId: AccountId) => Promise<ApprovalFacts['byStep']>;
  /** What every user may do. Never throws. */
  readonly accountAccess: () => Promise<Answer<AccountAccess>>;
  /** IAM's answers about these users. Never throws: each failure is in the answer. */
  readonly userAccess: (users: readonly IamUser[]) => Promise<ReadAccess>;
}
