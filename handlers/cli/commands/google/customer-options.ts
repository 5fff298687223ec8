import type { Command } from 'commander';
import { InputError } from '../../../input-error.ts';

/** What a scan of a customer of Google Workspace is given. */
export interface CustomerOptions {
  readonly googleUsers?: readonly string[];
  readonly googleReports?: readonly string[];
  readonly googleCustomer?: string;
}

/** Adds the options of a customer. */
export function addCustomerOptions(command: Command): Command {
  return command
    .option('--google-users <file...>', "the directory's list of users of a customer of Google Workspace, read twice")
    .option('--google-reports <file...>', 'its usage reports, and its login, token and SAML activities')
    .option('--google-customer <id>', 'the id of the customer, where the files do not name it');
}

/** Whether a customer is to be scanned. */
export const hasCustomer = ({ googleUsers = [], googleReports = [] }: CustomerOptions): boolean =>
  googleUsers.length + googleReports.length > 0;

/** Throws InputError where options of a customer need each other. */
export function checkCustomerOptions(options: CustomerOptions): void {
  if (options.googleCustomer !== undefined && !hasCustomer(options)) {
    throw new InputError('--google-customer needs --google-users or --google-reports beside it');
  }
}
