import type { Settings } from '../../../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../../../entra/join-scans.ts';
import { readTenantFiles, scanTenantFiles } from '../../../entra/scan-tenant-files.ts';
import type { TenantOptions } from './tenant-options.ts';

/** A tenant whose files were read; nothing is written yet. */
export interface OpenedTenant {
  scan(settings: Settings, table: LastSeenTable, onPlan: (writes: number) => void): Promise<JudgedScan>;
}

/** Reads the files of a tenant. */
export async function openTenant(options: TenantOptions, settings: Settings): Promise<OpenedTenant> {
  const { entraUsers: users = [], entraSignIns: signIns = [], entraTenant: tenant } = options;
  const paths = { users, signIns, tenant, madeAt: settings.reportMade };
  const files = await readTenantFiles(paths, settings.question.now);
  return { scan: (asked, table, onPlan) => scanTenantFiles(files, asked, table, onPlan) };
}
