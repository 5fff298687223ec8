import type { AccountSettings } from '../../../../domain/accounts/account-settings.ts';
import type { RawSelection } from '../../../../domain/archive/archive-selection.ts';
import { isTrailUrl } from '../../../../domain/archive/trail-location.ts';
import type { RawSettings, Settings } from '../../../../domain/settings/settings.ts';
import { InputError } from '../../../input-error.ts';
import type { RawListSelection } from '../../../query/list-selection.ts';
import type { TableOptions } from '../../open-table.ts';
import type { AccountOptions } from '../../options/account-options.ts';
import type { AnswerOptions } from '../../options/common-options.ts';
import type { LiveOptions } from '../../options/live-options.ts';
import { checkTenantOptions } from '../entra/tenant-options.ts';
import { checkProjectOptions } from '../gcp/project-options.ts';
import { checkCustomerOptions } from '../google/customer-options.ts';
import { hasProvider, type ProviderOptions } from '../providers/open-providers.ts';

/** What `lastseen scan` is given. */
export interface ScanOptions
  extends RawSettings,
    AnswerOptions,
    TableOptions,
    LiveOptions,
    ProviderOptions,
    Pick<AccountOptions, 'accountsFile'>,
    RawSelection,
    RawListSelection {
  readonly format?: string;
  readonly live?: boolean;
  /** Every account of the organization, by this role in each. */
  readonly organization?: boolean;
  readonly roleName?: string;
  /** What a file says of organizational units, by their paths. */
  readonly ofUnits?: ReadonlyMap<string, AccountSettings>;
  readonly trail?: readonly string[];
  readonly credentialReport?: readonly string[];
  readonly authorizationDetails?: readonly string[];
  readonly users?: readonly string[];
  readonly sshKeys?: readonly string[];
  readonly services?: readonly string[];
  readonly again?: boolean;
  readonly prove?: boolean;
  readonly publicKeys?: readonly string[];
  readonly all?: boolean;
}

/** The files of IAM's inventory, by their kind. */
export const inventoryPathsOf = ({
  credentialReport = [],
  authorizationDetails = [],
  users = [],
  sshKeys = [],
  services = [],
}: ScanOptions) => ({ credentialReport, authorizationDetails, users, sshKeys, services });

/** Throws InputError where options exclude or need each other, before anything is read. */
export function checkScanOptions(options: ScanOptions, { reportMade }: Pick<Settings, 'reportMade'>): void {
  const { trail = [], live = false } = options;
  const inventory = inventoryPathsOf(options);
  const files = Object.values(inventory).flat().length;
  if (live && files > 0) {
    throw new InputError(
      '--live asks IAM itself: leave out --credential-report, --authorization-details, --users, --ssh-keys and --services',
    );
  }
  checkOrganization(options);
  checkTenantOptions(options);
  checkCustomerOptions(options);
  checkProjectOptions(options);
  const { entraUsers = [], googleUsers = [], googleReports = [] } = options;
  const isDatable = [inventory.credentialReport, entraUsers, googleUsers, googleReports].flat().length > 0;
  if (reportMade !== undefined && !isDatable) {
    throw new InputError('--report-made needs --credential-report, --entra-users or --google-users beside it');
  }
  refuseIdleOptions(options, trail.some(isTrailUrl));
  if (!live && trail.length + files === 0 && !hasProvider(options)) {
    throw new InputError(
      'nothing to scan: give --live, --trail or --credential-report; lastseen scan --help has examples',
    );
  }
}

function checkOrganization({ organization, roleName, live, trail, profile, accountsFile }: ScanOptions): void {
  if (organization === undefined) {
    if (roleName !== undefined) throw new InputError('--role-name needs --live --organization beside it');
    return;
  }
  if (live !== true) throw new InputError('--organization needs --live beside it');
  if (trail !== undefined) throw new InputError('--organization: read the trail by a scan of its own, without --live');
  if (profile?.includes(',')) throw new InputError(`--profile ${profile}: --organization takes one profile`);
  if (accountsFile !== undefined) throw new InputError('--accounts-file: AWS Organizations itself names the accounts');
}

function refuseIdleOptions(options: ScanOptions, hasBucket: boolean): void {
  const { live = false, profile, regions, since, until, accounts, again, prove } = options;
  if (!live && profile?.includes(',')) {
    throw new InputError(`--profile ${profile}: several profiles need --live; a bucket is read with one of them`);
  }
  if (hasBucket) return;
  if (!live && (profile ?? regions) !== undefined) {
    throw new InputError('--profile and --regions need --live or --trail s3://... beside them');
  }
  if ((since ?? until ?? accounts ?? again ?? prove) !== undefined) {
    throw new InputError('--since, --until, --accounts, --again and --prove need --trail s3://... beside them');
  }
}
