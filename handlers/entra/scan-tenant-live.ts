import type { AccountId } from '../../domain/ids.ts';
import { newSignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../scan/join-scans.ts';
import { scan } from '../scan/scan.ts';
import { gatherTenant, type TenantPorts } from './gather-tenant.ts';
import type { SignIns } from './read-sign-ins.ts';
import { tenantInventory } from './tenant-inventory.ts';

/** Reads a tenant from Graph, judges it and writes the table; files of its sign-in log may stand beside it. */
export async function scanTenantLive(
  accountId: AccountId,
  signIns: SignIns | undefined,
  settings: Settings,
  table: LastSeenTable,
  ports: TenantPorts,
  onPlan?: (writes: number) => void,
): Promise<JudgedScan> {
  const stored = await table.readAccount(accountId);
  const { question } = settings;
  const { reads, recalled } = await gatherTenant(stored, question, ports);
  const given = { ...reads, signIns: signIns?.fold ?? newSignInFold() };
  const listed = tenantInventory(given, stored, question);
  const inventory = { ...listed, users: [...listed.users, ...recalled] };
  const reading = signIns?.reading;
  return { scanned: await scan(reading, inventory, settings, table, onPlan), inventory, reading };
}
