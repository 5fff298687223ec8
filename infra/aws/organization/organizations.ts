/** Lists the accounts of an organization, each with its organizational unit. */

import {
  type OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from '@aws-sdk/client-organizations';
import { type AccountId, parseAccountId } from '../../../domain/ids.ts';
import { type ListedMembers, readAccountList } from '../../../domain/organization/account-list.ts';
import { allOf } from '../all-pages.ts';
import { tryAsk } from '../answer.ts';

/**
 * Every account of the organization. Throws where the list cannot be read to its end, or is empty: an organization has
 * its management account. The organizational units need further actions; where one is refused, the accounts are listed
 * without them, and `notes` say so.
 */
export async function listOrganization(client: OrganizationsClient): Promise<ListedMembers> {
  const Accounts = await allOf(paginateListAccounts({ client }, {}), (page) => page.Accounts ?? []);
  const list = readAccountList([{ Accounts }]);
  if (list === undefined) throw new Error('AWS Organizations answered something else than accounts');
  if (Accounts.length === 0) throw new Error('AWS Organizations listed no account');
  const { malformed } = list;
  const units = await tryAsk('organizations:ListAccountsForParent', () => unitsOf(client));
  if (units.kind === 'failed') return { ...list, notes: [unknownUnits(units.failure.why)] };
  const accounts = list.accounts.map((account) => ({ ...account, unit: units.value.get(account.accountId) }));
  return { accounts, malformed, notes: [] };
}

const unknownUnits = (why: string) =>
  `the organizational units could not be listed (${why}): each account keeps the one it was last seen in`;

/** The names of the organizational units of each account, from the root down; empty directly below the root. */
async function unitsOf(client: OrganizationsClient): Promise<ReadonlyMap<AccountId, string>> {
  const units = new Map<AccountId, string>();
  const walk = async (ParentId: string, path: string): Promise<void> => {
    const accounts = await allOf(paginateListAccountsForParent({ client }, { ParentId }), (page) => page.Accounts);
    for (const { Id } of accounts) {
      const accountId = parseAccountId(Id);
      if (accountId !== undefined) units.set(accountId, path);
    }
    const below = paginateListOrganizationalUnitsForParent({ client }, { ParentId });
    for (const { Id, Name = Id } of await allOf(below, (page) => page.OrganizationalUnits)) {
      if (Id !== undefined) await walk(Id, path === '' ? `${Name}` : `${path}/${Name}`);
    }
  };
  for (const { Id } of await allOf(paginateListRoots({ client }, {}), (page) => page.Roots)) {
    if (Id !== undefined) await walk(Id, '');
  }
  return units;
}
