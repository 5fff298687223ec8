import type { Settings } from '../../../../domain/settings/settings.ts';
import type { LastSeenTable } from '../../../../infra/ports/last-seen-table.ts';
import type { JudgedScan } from '../../../entra/join-scans.ts';
import { readSignIns } from '../../../entra/read-sign-ins.ts';
import { readTenantFiles, scanTenantFiles } from '../../../entra/scan-tenant-files.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { TenantOptions } from './tenant-options.ts';

/** A tenant whose files were read; nothing is written yet. */
export interface OpenedTenant {
  scan(settings: Settings, table: LastSeenTable, onPlan: (writes: number) => void): Promise<JudgedScan>;
}

/** Reads the files of a tenant, and gets ready to ask Entra ID where it shall be asked. */
export async function openTenant(options: TenantOptions & CommonOptions, settings: Settings): Promise<OpenedTenant> {
  return options.entra === true ? openLive(options, settings) : openFiles(options, settings);
}

async function openLive(options: TenantOptions & CommonOptions, settings: Settings): Promise<OpenedTenant> {
  const [{ applicationOf, entraClock, livePorts }, { scanTenantLive }] = await Promise.all([
    import('./live-tenant.ts'),
    import('../../../entra/scan-tenant-live.ts'),
  ]);
  const application = await applicationOf(options, process.env);
  const { tenantId } = application;
  const { entraSignIns: paths = [] } = options;
  const signIns = paths.length === 0 ? undefined : await readSignIns(paths, tenantId, settings.question.now);
  const ports = livePorts(application, options, entraClock(process.env));
  return { scan: (asked, table, onPlan) => scanTenantLive(tenantId, signIns, asked, table, ports, onPlan) };
}

async function openFiles(options: TenantOptions, settings: Settings): Promise<OpenedTenant> {
  const { entraUsers: users = [], entraSignIns: signIns = [], entraTenant: tenant } = options;
  const paths = { users, signIns, tenant, madeAt: settings.reportMade };
  const files = await readTenantFiles(paths, settings.question.now);
  return { scan: (asked, table, onPlan) => scanTenantFiles(files, asked, table, onPlan) };
}
