import { type AccountTerms, type RunTerms, termsOfAccount } from '../../domain/accounts/account-terms.ts';
import { storedSettings } from '../../domain/accounts/stored-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';

/** By which settings an account is judged, with those that the table holds now. Throws where it cannot be read. */
export async function readTerms(
  accountId: AccountId,
  run: RunTerms,
  table: Pick<AccountSettingsStore, 'readSettings'>,
): Promise<AccountTerms> {
  return termsOfAccount(accountId, run, storedSettings(await table.readSettings(accountId)));
}
