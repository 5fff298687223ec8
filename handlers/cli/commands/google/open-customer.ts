import type { Settings } from '../../../../domain/settings/settings.ts';
import { readCustomerFiles, scanCustomerFiles } from '../../../google/scan-customer-files.ts';
import type { OpenedProvider } from '../providers/opened-provider.ts';
import type { CustomerOptions } from './customer-options.ts';

/** Reads the files of a customer. */
export async function openCustomer(options: CustomerOptions, settings: Settings): Promise<OpenedProvider> {
  const { googleUsers: users = [], googleReports: reports = [], googleCustomer: customer } = options;
  const paths = { users, reports, customer, madeAt: settings.reportMade };
  const files = await readCustomerFiles(paths, settings.question.now);
  return { scan: (asked, table, onPlan) => scanCustomerFiles(files, asked, table, onPlan) };
}
