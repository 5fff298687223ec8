import type { Settings } from '../../../../domain/settings/settings.ts';
import { readCustomerFiles, scanCustomerFiles } from '../../../google/scan-customer-files.ts';
import type { CommonOptions } from '../../options/common-options.ts';
import type { OpenedProvider } from '../providers/opened-provider.ts';
import type { CustomerOptions } from './customer-options.ts';

/** Reads the files of a customer, or gets ready to ask Google where it shall be asked. */
export async function openCustomer(
  options: CustomerOptions & CommonOptions,
  settings: Settings,
): Promise<OpenedProvider> {
  return options.google === true ? openLive(options) : openFiles(options, settings);
}

async function openLive(options: CustomerOptions & CommonOptions): Promise<OpenedProvider> {
  const [{ askingOf, livePorts }, { scanCustomerLive }] = await Promise.all([
    import('./live-customer.ts'),
    import('../../../google/scan-customer-live.ts'),
  ]);
  const asking = await askingOf(options, process.env);
  const ports = livePorts(asking, options);
  return { scan: (asked, table, onPlan) => scanCustomerLive(asking.customer, asked, table, ports, onPlan) };
}

async function openFiles(options: CustomerOptions, settings: Settings): Promise<OpenedProvider> {
  const { googleUsers: users = [], googleReports: reports = [], googleCustomer: customer } = options;
  const paths = { users, reports, customer, madeAt: settings.reportMade };
  const files = await readCustomerFiles(paths, settings.question.now);
  return { scan: (asked, table, onPlan) => scanCustomerFiles(files, asked, table, onPlan) };
}
