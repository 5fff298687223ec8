import { isSkipped } from '../../domain/accounts/account-settings.ts';
import { settledSettings, storedSettings } from '../../domain/accounts/stored-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { TenantStanding } from '../../domain/organization/tenant-standing.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';

/** The tables that know of tenants. */
export interface TenantTables {
  readonly table: Pick<LastSeenTable, 'readRun' | 'dailyCounts'>;
  readonly settings: Pick<AccountSettingsStore, 'readSettings'>;
}

/** How the tenants stand whose daily runs write to this table. Throws where it cannot be reached. */
export async function readTenants(
  tenants: readonly AccountId[],
  now: Instant,
  ports: TenantTables,
): Promise<TenantStanding[]> {
  const standings: TenantStanding[] = [];
  for (const accountId of tenants) standings.push(await readTenant(accountId, now, ports));
  return standings;
}

async function readTenant(
  accountId: AccountId,
  now: Instant,
  { table, settings }: TenantTables,
): Promise<TenantStanding> {
  const run = await table.readRun(accountId);
  const days = run === undefined ? [] : await table.dailyCounts(accountId, run.asOf);
  const kept = storedSettings(await settings.readSettings(accountId));
  // Settings of a later version judge nobody: the tenant's run fails, and is soon overdue.
  const skip = kept?.kind === 'unreadable' ? undefined : settledSettings(kept).skip;
  return { accountId, latest: days.at(-1), skip: skip && isSkipped(skip, now) ? skip : undefined };
}
