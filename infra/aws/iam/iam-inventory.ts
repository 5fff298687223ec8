import { GetAccountAuthorizationDetailsCommand, type IAMClient, ListUsersCommand } from '@aws-sdk/client-iam';
import { unusable } from '../../../domain/answer.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { GatheredInventory, GatheredListing } from '../../../domain/inventory/gathered-inventory.ts';
import { readAuthorizationDetails, readUserList } from '../../../domain/inventory/listed-user.ts';
import { gatherReport, type Sleep } from './iam-credential-report.ts';
import { type Pages, readPages } from './iam-pages.ts';
import { gatherServiceCredentials } from './iam-service-credentials.ts';

/**
 * Reads IAM's whole inventory of the account. The number of calls grows only with the pages: 5,000 users take 10 pages
 * and about 7 further calls. The calls run one after another, because IAM's rates are low. A failed source is part of
 * the answer; nothing is thrown.
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

/** The largest page that IAM returns. */
const MaxItems = 1000;

/** All users with ids, tags and groups: one call for 1,000 users. */
async function gatherDetails(client: IAMClient, accountId: AccountId): Promise<GatheredListing> {
  const pages = await readPages((Marker) =>
    client.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['User'], MaxItems, Marker })),
  );
  return listingOf(pages, readAuthorizationDetails, accountId);
}

/** All users with the last use of their passwords: one call for 1,000 users. */
export async function gatherList(client: IAMClient, accountId: AccountId): Promise<GatheredListing> {
  const pages = await readPages((Marker) => client.send(new ListUsersCommand({ MaxItems, Marker })));
  return listingOf(pages, readUserList, accountId);
}

/** An unreadable entry may be any user. So it counts as a failure: no user can then be reported as not listed. */
function listingOf(
  { pages, failure }: Pages<unknown>,
  read: typeof readUserList,
  accountId: AccountId,
): GatheredListing {
  const listing = pages.length === 0 ? undefined : read(JSON.parse(JSON.stringify(pages)) as unknown[]);
  if (listing === undefined) return { users: [], failure: failure ?? unusable('the answer has no users in it') };
  const users = listing.users.filter((user) => user.accountId === accountId);
  const [unreadable] = listing.malformed;
  if (failure !== undefined || unreadable === undefined) return { users, failure };
  return { users, failure: unusable(unreadable) };
}
