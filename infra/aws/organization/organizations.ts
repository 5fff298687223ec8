/** Lists the accounts of an organization, each with its organizational unit. */

import {
  type Account,
  type OrganizationsClient,
  ParentNotFoundException,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListOrganizationalUnitsForParent,
  paginateListRoots,
} from '@aws-sdk/client-organizations';
import type { Failure } from '../../../domain/answer.ts';
import { type ListedMembers, readAccountList } from '../../../domain/organization/account-list.ts';
import { allOf } from '../all-pages.ts';
import { tryAsk } from '../answer.ts';

/** An account as the walk through the units found it, and its place: the names of its units from the root down. */
interface PlacedAccount {
  readonly account: Account;
  readonly unit: string;
}

/**
 * Every account of the organization. An account that moves while pages are read may be missing in the list or in the
 * walk through the units: it counts if either has it. Throws where either cannot be read to its end. The units need
 * further actions; where those are denied, the accounts are listed without their places.
 */
export async function listOrganization(client: OrganizationsClient): Promise<ListedMembers> {
  const listed = await allOf(paginateListAccounts({ client }, {}), (page) => page.Accounts ?? []);
  const walk = await tryAsk('organizations:ListAccountsForParent', () => placedAccounts(client));
  if (walk.kind === 'failed' && walk.failure.kind !== 'denied') throw walk.cause;
  const placed = walk.kind === 'failed' ? [] : walk.value;
  const ids = new Set(listed.map(({ Id }) => Id));
  const beside = placed.flatMap(({ account }) => (ids.has(account.Id) ? [] : [account]));
  const list = readAccountList([{ Accounts: [...listed, ...beside] }]);
  if (list === undefined) throw new Error('AWS Organizations answered something else than accounts');
  const units = new Map<unknown, string>(placed.map(({ account, unit }) => [account.Id, unit]));
  const accounts = list.accounts.map((account) => {
    const unit = units.get(account.accountId);
    return unit === undefined ? account : { ...account, unit };
  });
  return { malformed: list.malformed, accounts, unplaced: walk.kind === 'failed' ? [unplacedWords(walk.failure)] : [] };
}

const unplacedWords = ({ why }: Failure) =>
  `the organizational units could not be listed (${why}); accounts keep the place that was known last`;

async function placedAccounts(client: OrganizationsClient): Promise<PlacedAccount[]> {
  const placed: PlacedAccount[] = [];
  const walk = async (ParentId: string, unit: string): Promise<void> => {
    const accounts = await allOf(paginateListAccountsForParent({ client }, { ParentId }), (page) => page.Accounts);
    placed.push(...accounts.map((account) => ({ account, unit })));
    const below = paginateListOrganizationalUnitsForParent({ client }, { ParentId });
    for (const { Id, Name = Id } of await allOf(below, (page) => page.OrganizationalUnits)) {
      if (Id !== undefined) await walk(Id, unit === '' ? `${Name}` : `${unit}/${Name}`).catch(unlessDeleted);
    }
  };
  for (const { Id } of await allOf(paginateListRoots({ client }, {}), (page) => page.Roots)) {
    if (Id !== undefined) await walk(Id, '');
  }
  return placed;
}

/** Somebody deleted the unit since it was listed: it had no account any more. */
function unlessDeleted(error: unknown): void {
  if (!(error instanceof ParentNotFoundException)) throw error;
}
