import type { AccountId } from '../../domain/ids.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';

const shownAccounts = 5;

/** The first of them, and how many more. */
const someOf = (names: readonly string[]): string => {
  const more = names.length - shownAccounts;
  return `${names.slice(0, shownAccounts).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
};

/** Where a name stands for several users, each an account and its unique id: what to do. */
export function severalWords(who: string, users: readonly string[]): string {
  return `several users are called ${who}: ${someOf(users)}; give --account or the unique id`;
}

/** The chosen accounts, or all of the table. Throws InputError for one that the table does not have. */
export async function accountsToRead(
  table: Pick<LastSeenTable, 'accounts'>,
  chosen: readonly AccountId[] | undefined,
): Promise<readonly AccountId[]> {
  const known = await table.accounts();
  const unknown = chosen?.filter((account) => !known.includes(account)) ?? [];
  if (unknown.length === 0) return chosen ?? known;
  const has = known.length === 0 ? 'it is empty' : `it has ${someOf(known)}`;
  throw new InputError(`--account ${unknown.join(',')}: not in the table; ${has}`);
}
