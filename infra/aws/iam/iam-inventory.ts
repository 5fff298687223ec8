import type { IAMClient } from '@aws-sdk/client-iam';
import type { AccountId } from '../../../domain/ids.ts';
import type { GatheredInventory } from '../../../domain/inventory/gathered-inventory.ts';
import { gatherReport, type Sleep } from './iam-credential-report.ts';
import { gatherServiceCredentials } from './iam-service-credentials.ts';
import { gatherDetails, gatherList } from './iam-users.ts';

/**
 * IAM's whole inventory of the account, by a number of calls that grows by pages alone: for 5,000 users 10 pages and
 * about 7 calls more. A source that fails is a value of the answer; nothing is thrown. One after another, because IAM's
 * rates are low.
 */
export async function gatherInventory(
  client: IAMClient,
  accountId: AccountId,
  sleep: Sleep,
): Promise<GatheredInventory> {
  const report = await gatherReport(client, sleep);
  const details = await gatherDetails(client, accountId);
  const list = await gatherList(client, accountId);
  const serviceCredentials = await gatherServiceCredentials(client);
  return { report, details, list, serviceCredentials };
}
