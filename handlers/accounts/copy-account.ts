import { readSettings, type SettingsVersion } from '../../domain/accounts/account-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import { planCopy } from '../../domain/table/plan-copy.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { applyWrites } from '../apply-writes.ts';

type CopiedTable = AccountSettingsStore & Pick<LastSeenTable, 'readAccount' | 'apply'>;

/** Copies an account from one table into another. Returns how many requests that took; 0: all was there. */
export async function copyAccount(accountId: AccountId, from: CopiedTable, to: CopiedTable): Promise<number> {
  const [source, target] = await Promise.all([from.readAccount(accountId), to.readAccount(accountId)]);
  const written = await applyWrites(planCopy(source, target), to);
  return written + (await copySettings(accountId, from, to));
}

/** Every decision, as it was made; none where the other table has decisions of its own. What is inherited stays. */
async function copySettings(accountId: AccountId, from: CopiedTable, to: CopiedTable): Promise<number> {
  const decisionsIn = async (table: CopiedTable): Promise<SettingsVersion[]> =>
    (await table.readSettings(accountId)).flatMap((item) => readSettings(item) ?? []);
  const versions = await decisionsIn(from);
  const held = (await decisionsIn(to)).length;
  let added = 0;
  for (const version of versions.slice(held)) added += Number(await to.addSettings(accountId, version));
  return added;
}
