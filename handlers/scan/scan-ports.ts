import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { SshKeyAnswers } from '../../domain/inventory/ssh-keys.ts';
import type { BackfillPorts } from '../backfill/backfill-ports.ts';

/** What a live scan reads or changes outside: IAM, and what a backfill needs. */
export interface LiveScanPorts extends Omit<BackfillPorts, 'isOver'> {
  /** Never throws: each source's failure is in the answer. */
  readonly gatherInventory: () => Promise<GatheredInventory>;
  /** Reads the SSH keys of these users, one call for each. Never throws: each failure is in the answer. */
  readonly sshKeys: (users: readonly IamUser[]) => Promise<SshKeyAnswers>;
}
