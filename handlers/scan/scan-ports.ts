import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { KeyPorts } from '../ask-for-keys.ts';
import type { ServicesPorts } from '../ask-for-services.ts';
import type { BackfillPorts } from '../backfill/backfill-ports.ts';

/** What a live scan reads or changes outside: IAM, and what a backfill needs. */
export interface LiveScanPorts extends Omit<BackfillPorts, 'isOver'>, KeyPorts, Omit<ServicesPorts, 'table'> {
  /** Never throws: each source's failure is in the answer. */
  readonly gatherInventory: () => Promise<GatheredInventory>;
}
