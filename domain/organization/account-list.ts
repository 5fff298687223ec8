/** Reads the accounts of an organization. */

import { type AccountId, accountText, parseAccountId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import { accountNameIn, accountStateIn, type ListedAccount, type MemberAccount } from './member-account.ts';

/** The accounts of one or more pages, and what could not be read in them. */
export interface AccountList {
  readonly accounts: readonly ListedAccount[];
  /** Entries that cannot be read, each with its place and why: `Accounts[3]: Id is missing`. */
  readonly malformed: readonly string[];
  /** Whether more pages follow that were not given. */
  readonly truncated: boolean;
}

/** The accounts of a whole organization, each with its organizational unit as far as that is known. */
export type ListedMembers = Pick<AccountList, 'malformed'> & {
  readonly accounts: readonly MemberAccount[];
  /** What of the units could not be read, in words: accounts keep the place that was known last. */
  readonly unplaced: readonly string[];
};

/**
 * Reads the pages of `aws organizations list-accounts`; undefined where a page is something else.
 * Source: https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html
 */
export function readAccountList(pages: readonly unknown[]): AccountList | undefined {
  const lists = pages.map((page) => (isJsonObject(page) ? page['Accounts'] : undefined));
  const entries = lists.flatMap((list) => (Array.isArray(list) ? list.map((entry, index) => ({ entry, index })) : []));
  if (lists.length === 0 || !lists.every((list) => Array.isArray(list))) return undefined;
  const byId = new Map<AccountId, ListedAccount>();
  const malformed: string[] = [];
  for (const { entry, index } of entries) {
    const account = accountOf(entry);
    if (account === undefined) malformed.push(`Accounts[${index}]: Id is not the 12 digits of an account`);
    else byId.set(account.accountId, account);
  }
  const last = pages.at(-1);
  const truncated = isJsonObject(last) && (last['NextToken'] ?? null) !== null;
  return { accounts: [...byId.values()], malformed, truncated };
}

function accountOf(entry: unknown): ListedAccount | undefined {
  if (!isJsonObject(entry)) return undefined;
  const accountId = parseAccountId(accountText(entry['Id']));
  return accountId && { accountId, name: accountNameIn(entry) ?? accountId, ...accountStateIn(entry) };
}
