import { pagesAtMost } from '../../domain/backfill/backfill-plan.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { ChosenRegions } from '../../domain/settings/region-choice.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { type BackfillPorts, backfill } from '../backfill/backfill.ts';
import { liveInventory, usersInQuestion, withUnanswered } from './live-inventory.ts';
import type { Inventory } from './read-inventory.ts';

/** Whom to ask live: the account of the credentials at hand, and how. */
export interface LiveSource extends Pick<BackfillPorts, 'history' | 'clock' | 'progress'> {
  readonly accountId: AccountId;
  readonly chosen: ChosenRegions;
  /** Never throws: each source's failure is in the answer. */
  readonly gatherInventory: () => Promise<GatheredInventory>;
}

/**
 * The inventory as IAM tells it now, after the table was filled with what CloudTrail remembers of those whom IAM does not call
 * active. Each user says what could not be learned of it. Throws where the table fails.
 */
export async function gatherLive(
  source: LiveSource,
  { question }: Pick<Settings, 'question'>,
  table: LastSeenTable,
): Promise<{ readonly inventory: Inventory; readonly writes: number }> {
  const { accountId, chosen, history, clock, progress } = source;
  const gathered = await source.gatherInventory();
  const inventory = liveInventory(gathered, await table.readAccount(accountId), question);
  const users = usersInQuestion(inventory.users, question);
  const request = { accountId, users, regions: chosen.regions, question, pages: pagesAtMost };
  const filled = await backfill(request, { table, history, clock, progress, isOver: () => false });
  const missing = [...chosen.missing, ...inventory.missing, ...filled.missing];
  return {
    inventory: { ...inventory, users: withUnanswered(inventory.users, filled.unanswered), missing },
    writes: filled.writes,
  };
}
