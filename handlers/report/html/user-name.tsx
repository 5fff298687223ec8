import type { AccountId } from '../../../domain/ids.ts';
import type { NamedAccount } from '../report-column.ts';
import { OutsideText } from './outside-text.tsx';

type Account = NamedAccount & { readonly accountId: AccountId };

/** How the page calls an account: `Production 111122223333`, or the id alone. */
export const accountWords = ({ accountId, accountName }: Account): string =>
  accountName == null || accountName === accountId ? accountId : `${accountName} ${accountId}`;

/** What stands below the name of a user: its account, where the page has several; undefined where it has one. */
export type AccountLabels = (accountId: AccountId) => string | undefined;

export function accountLabels(accounts: readonly Account[]): AccountLabels {
  if (accounts.length < 2) return () => undefined;
  const words = new Map(accounts.map((account) => [account.accountId, accountWords(account)]));
  return (accountId) => words.get(accountId) ?? accountId;
}

/** A user in a table that is not about users alone. */
export const UserName = ({ name, account }: { readonly name: string; readonly account: string | undefined }) => (
  <>
    <OutsideText text={name} />
    {account !== undefined && <OutsideText class="quiet account" text={account} />}
  </>
);
