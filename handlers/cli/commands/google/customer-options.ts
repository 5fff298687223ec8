import type { Command } from 'commander';
import { InputError } from '../../../input-error.ts';

/** What a scan of a customer of Google Workspace is given. */
export interface CustomerOptions {
  readonly google?: boolean;
  readonly googleUsers?: readonly string[];
  readonly googleReports?: readonly string[];
  readonly googleCustomer?: string;
  readonly googleKey?: string;
  readonly googleAdmin?: string;
}

/** Adds the options with which Google is asked. */
export function addLiveCustomerOptions(command: Command): Command {
  return command
    .option('--google-customer <id>', 'the id of the customer, where its list or its files do not name it')
    .option('--google-key <file>', 'live: the key file of a service account; else GOOGLE_APPLICATION_CREDENTIALS')
    .option('--google-admin <address>', 'live: the administrator in whose name the service account asks');
}

/** Adds the options of a customer. */
export function addCustomerOptions(command: Command): Command {
  const ofScan = command
    .option('--google', 'ask Google for the users of a customer, twice, and for its reports')
    .option('--google-users <file...>', "the directory's list of users of a customer of Google Workspace, read twice")
    .option('--google-reports <file...>', 'its usage reports, and its login, token and SAML activities');
  return addLiveCustomerOptions(ofScan);
}

/** Whether a customer is to be scanned. */
export const hasCustomer = ({ google = false, googleUsers = [], googleReports = [] }: CustomerOptions): boolean =>
  google || googleUsers.length + googleReports.length > 0;

/** Throws InputError where options of a customer exclude or need each other. */
export function checkCustomerOptions(options: CustomerOptions): void {
  const { google = false, googleUsers = [], googleReports = [], googleKey, googleAdmin } = options;
  if (google && googleUsers.length + googleReports.length > 0)
    throw new InputError('--google asks Google itself: leave out --google-users and --google-reports');
  if (options.googleCustomer !== undefined && !hasCustomer(options))
    throw new InputError('--google-customer needs --google, --google-users or --google-reports beside it');
  if (!google && (googleKey ?? googleAdmin) !== undefined)
    throw new InputError('--google-key and --google-admin need --google beside them');
}
