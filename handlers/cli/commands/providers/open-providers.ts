import type { Settings } from '../../../../domain/settings/settings.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import { hasTenant, type TenantOptions } from '../entra/tenant-options.ts';
import { hasProjects, type ProjectOptions } from '../gcp/project-options.ts';
import { type CustomerOptions, hasCustomer } from '../google/customer-options.ts';
import type { OpenedProvider } from './opened-provider.ts';

/** What the other providers are asked by. */
export interface ProviderOptions extends TenantOptions, CustomerOptions, ProjectOptions {}

/** Whether another provider than AWS is to be scanned. */
export const hasProvider = (options: ProviderOptions): boolean =>
  hasTenant(options) || hasCustomer(options) || hasProjects(options);

/** Gets every other provider ready. Each is loaded only where it is scanned. */
export async function openProviders(
  options: ProviderOptions & CommonOptions,
  settings: Settings,
): Promise<OpenedProvider[]> {
  const opened: OpenedProvider[] = [];
  if (hasTenant(options)) {
    const { openTenant } = await import('../entra/open-tenant.ts');
    opened.push(await openTenant(options, settings));
  }
  if (hasCustomer(options)) {
    const { openCustomer } = await import('../google/open-customer.ts');
    opened.push(await openCustomer(options, settings));
  }
  if (hasProjects(options)) opened.push(await openProjects(options));
  return opened;
}

async function openProjects({ gcpActivities = [], gcpAccounts = [] }: ProjectOptions): Promise<OpenedProvider> {
  const { readProjectFiles, scanProjectFiles } = await import('../../../gcp/scan-project-files.ts');
  const files = await readProjectFiles(gcpActivities, gcpAccounts);
  return { scan: (settings, table, onPlan) => scanProjectFiles(files, settings, table, onPlan) };
}
