import type { Command } from 'commander';
import { InputError } from '../../../input-error.ts';

/** What a scan of a tenant of Entra ID is given. */
export interface TenantOptions {
  readonly entra?: boolean;
  readonly entraUsers?: readonly string[];
  readonly entraSignIns?: readonly string[];
  readonly entraTenant?: string;
  readonly entraClient?: string;
  readonly entraSecretFile?: string;
  readonly entraCertificate?: string;
  readonly entraCloud?: string;
  readonly entraBeta?: boolean;
}

/** Adds the options with which Entra ID is asked. */
export function addLiveTenantOptions(command: Command): Command {
  return command
    .option('--entra-tenant <id>', 'the id of the tenant, where the files do not name it; else AZURE_TENANT_ID')
    .option('--entra-client <id>', 'live: the id of the application; else AZURE_CLIENT_ID')
    .option('--entra-secret-file <file>', 'live: its secret, as /dev/fd/3 or a file')
    .option('--entra-certificate <file>', 'live: its certificate and private key, as PEM')
    .option('--entra-cloud <name>', 'live: global, us, dod or china (default: global)');
}

/** Adds the options of a tenant. */
export function addTenantOptions(command: Command): Command {
  const ofScan = command
    .option('--entra', 'ask Entra ID for the users of a tenant, twice; AZURE_CLIENT_SECRET or a device code let it')
    .option('--entra-beta', "live: also read sign-ins of clients, which only Graph's beta version has")
    .option('--entra-users <file...>', "Graph's list of users of a tenant of Entra ID, read twice: both reads")
    .option(
      '--entra-sign-ins <file...>',
      'its sign-in log: exports, files of a diagnostic setting, folders, or s3://BUCKET/PREFIX',
    );
  return addLiveTenantOptions(ofScan);
}

/** Whether a tenant is to be scanned. */
export const hasTenant = ({ entra = false, entraUsers = [], entraSignIns = [] }: TenantOptions): boolean =>
  entra || entraUsers.length + entraSignIns.length > 0;

/** Throws InputError where options of a tenant exclude or need each other. */
export function checkTenantOptions(options: TenantOptions): void {
  const { entra = false, entraUsers = [], entraTenant } = options;
  if (entra && entraUsers.length > 0) throw new InputError('--entra asks Entra ID itself: leave out --entra-users');
  if (entraTenant !== undefined && !hasTenant(options)) {
    throw new InputError('--entra-tenant needs --entra, --entra-users or --entra-sign-ins beside it');
  }
  const { entraClient, entraSecretFile, entraCertificate, entraCloud, entraBeta } = options;
  if (!entra && (entraClient ?? entraSecretFile ?? entraCertificate ?? entraCloud ?? entraBeta) !== undefined) {
    throw new InputError(
      '--entra-client, --entra-secret-file, --entra-certificate, --entra-cloud and --entra-beta need --entra beside them',
    );
  }
}
