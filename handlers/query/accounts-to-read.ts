import type { AccountId } from '../../domain/ids.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';

const shownAccounts = 5;

/** The chosen accounts, or all of the table. Throws InputError for one that the table does not have. */
export async function accountsToRead(
  table: Pick<LastSeenTable, 'accounts'>,
  chosen: readonly AccountId[] | undefined,
): Promise<readonly AccountId[]> {
  const known = await table.accounts();
  const unknown = chosen?.filter((account) => !known.includes(account)) ?? [];
  if (unknown.length === 0) return chosen ?? known;
  const more = known.length > shownAccounts ? ` and ${known.length - shownAccounts} more` : '';
  const has = known.length === 0 ? 'it is empty' : `it has ${known.slice(0, shownAccounts).join(', ')}${more}`;
  throw new InputError(`--account ${unknown.join(',')}: not in the table; ${has}`);
}
