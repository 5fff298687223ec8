import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { SshKeyAnswers } from '../../domain/inventory/ssh-keys.ts';
import type { BackfillPorts } from '../backfill/backfill-ports.ts';

/** Everything outside that a live scan asks or changes: IAM, and what a backfill takes. */
export interface LiveScanPorts extends Omit<BackfillPorts, 'isOver'> {
  /** Never throws: each source's failure is in the answer. */
  readonly gatherInventory: () => Promise<GatheredInventory>;
  /** Asks for the SSH keys of these users, a call for each. Never throws: each failure is in the answer. */
  readonly sshKeys: (users: readonly IamUser[]) => Promise<SshKeyAnswers>;
}
