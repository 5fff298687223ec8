/** The part of a live scan that needs AWS: inventory and event history. */

import { pagesAtMost } from '../../domain/backfill/backfill-plan.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { Question } from '../../domain/question.ts';
import type { ChosenRegions } from '../../domain/settings/region-choice.ts';
import { askForKeys } from '../ask-for-keys.ts';
import { askForServices } from '../ask-for-services.ts';
import { backfill } from '../backfill/backfill.ts';
import { liveInventory, usersInQuestion, withUnanswered } from './live-inventory.ts';
import type { Inventory } from './read-inventory.ts';
import type { LiveScanPorts } from './scan-ports.ts';

/** The account of the current credentials, and the question. */
export interface LiveScanRequest {
  readonly accountId: AccountId;
  readonly chosen: ChosenRegions;
  readonly question: Question;
}

/**
 * The present inventory from IAM. First CloudTrail's event history of users who are not active by IAM goes into the
 * table, then which services those accessed whom all else leaves unused or unknown. Then IAM lists the SSH keys of
 * those who would still be unused, and the ids of unused access keys. Each user carries its missing facts. Throws where
 * the table fails.
 */
export async function gatherLive(
  { accountId, chosen, question }: LiveScanRequest,
  ports: LiveScanPorts,
): Promise<{ readonly inventory: Inventory; readonly writes: number }> {
  const gathered = await ports.gatherInventory();
  const inventory = liveInventory(gathered, await ports.table.readAccount(accountId), question);
  const users = usersInQuestion(inventory.users, question);
  const request = { accountId, users, regions: chosen.regions, question, pages: pagesAtMost };
  const filled = await backfill(request, { ...ports, isOver: () => false });
  const complete = withUnanswered(inventory.users, filled.unanswered);
  const watched = { ...question, regions: chosen.enabled };
  const services = await askForServices(complete, await ports.table.readAccount(accountId), watched, ports, always);
  const keys = await askForKeys(complete, services.stored, watched, ports, always);
  const missing = [chosen, inventory, filled, services, keys].flatMap((each) => each.missing);
  return { inventory: { ...inventory, users: keys.users, missing }, writes: filled.writes + services.writes };
}

/** A scan may take as long as it needs. */
const always = () => true;
