import type { Settings } from '../../../../domain/settings/settings.ts';
import { type FindInBucket, findSignIns, readSignIns } from '../../../entra/read-sign-ins.ts';
import { readTenantFiles, scanTenantFiles } from '../../../entra/scan-tenant-files.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { OpenedProvider } from '../providers/opened-provider.ts';
import type { TenantOptions } from './tenant-options.ts';

/** Reads the files of a tenant, and gets ready to ask Entra ID where it shall be asked. */
export async function openTenant(options: TenantOptions & CommonOptions, settings: Settings): Promise<OpenedProvider> {
  return options.entra === true ? openLive(options, settings) : openFiles(options, settings);
}

async function openLive(options: TenantOptions & CommonOptions, settings: Settings): Promise<OpenedProvider> {
  const [{ applicationOf, entraClock, livePorts }, { scanTenantLive }] = await Promise.all([
    import('./live-tenant.ts'),
    import('../../../entra/scan-tenant-live.ts'),
  ]);
  const application = await applicationOf(options, process.env);
  const { tenantId } = application;
  const { entraSignIns: paths = [] } = options;
  const signIns =
    paths.length === 0
      ? undefined
      : await readSignIns(await findSignIns(paths, signInsInBucket), tenantId, settings.question.now);
  const ports = livePorts(application, options, entraClock(process.env));
  return { scan: (asked, table, onPlan) => scanTenantLive(tenantId, signIns, asked, table, ports, onPlan) };
}

async function openFiles(options: TenantOptions, settings: Settings): Promise<OpenedProvider> {
  const { entraUsers: users = [], entraSignIns: signIns = [], entraTenant: tenant } = options;
  const paths = { users, signIns, tenant, madeAt: settings.reportMade };
  const files = await readTenantFiles(paths, settings.question.now, signInsInBucket);
  return { scan: (asked, table, onPlan) => scanTenantFiles(files, asked, table, onPlan) };
}

/** Loaded only where a sign-in log lies in a bucket. */
const signInsInBucket: FindInBucket = async (url) => {
  const { findInBucket } = await import('./bucket-sign-ins.ts');
  return findInBucket(url);
};
