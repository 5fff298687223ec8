import type { Command } from 'commander';

/** What a scan of a tenant of Entra ID is given. */
export interface TenantOptions {
  readonly entraUsers?: readonly string[];
  readonly entraSignIns?: readonly string[];
  readonly entraTenant?: string;
}

/** Adds the options of a tenant. */
export function addTenantOptions(command: Command): Command {
  return command
    .option('--entra-users <file...>', "Graph's list of users of a tenant of Entra ID, read twice: both reads")
    .option('--entra-sign-ins <file...>', 'its sign-in log: exports, files of a diagnostic setting, or folders')
    .option('--entra-tenant <id>', 'the id of the tenant, where the files do not name it');
}

/** Whether a tenant is to be scanned. */
export const hasTenant = ({ entraUsers = [], entraSignIns = [] }: TenantOptions): boolean =>
  entraUsers.length + entraSignIns.length > 0;
