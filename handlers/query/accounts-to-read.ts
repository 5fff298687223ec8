import type { AccountId } from '../../domain/ids.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { someWords } from '../report/count-words.ts';

/** How many accounts are read side by side: a table in AWS answers each after some milliseconds. */
export const accountsAtOnce = 8;

/** Where a name stands for several users, each an account and its unique id: what to do. */
export function severalWords(who: string, users: readonly string[]): string {
  return `several users are called ${who}: ${someWords(users)}; give --account or the unique id`;
}

/** The chosen accounts, or all of the table. Throws InputError for one that the table does not have. */
export async function accountsToRead(
  table: Pick<LastSeenTable, 'accounts'>,
  chosen: readonly AccountId[] | undefined,
): Promise<readonly AccountId[]> {
  const known = await table.accounts();
  const unknown = chosen?.filter((account) => !known.includes(account)) ?? [];
  if (unknown.length === 0) return chosen ?? known;
  const has = known.length === 0 ? 'it is empty' : `it has ${someWords(known)}`;
  throw new InputError(`--account ${unknown.join(',')}: not in the table; ${has}`);
}
