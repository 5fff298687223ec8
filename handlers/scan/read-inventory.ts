/** Reads and joins the inventory files of a scan. */

import type { AccountId } from '../../domain/ids.ts';
import type { CredentialReport } from '../../domain/inventory/credential-report.ts';
import { withoutGoneUsers } from '../../domain/inventory/gone-users.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { type InventorySources, joinInventory } from '../../domain/inventory/join-inventory.ts';
import { readAuthorizationDetails, readUserList } from '../../domain/inventory/listed-user.ts';
import { unansweredSshKeys, withSshKeys } from '../../domain/inventory/ssh-keys.ts';
import type { Instant } from '../../domain/time.ts';
import { type FromFile, readCredentialReportFile } from '../../infra/local/credential-report-files.ts';
import { type ListedUsers, readListingFiles } from '../../infra/local/listing-files.ts';
import { InputError } from '../input-error.ts';
import { readSshKeyFiles } from './read-ssh-keys.ts';

/** The files with IAM's answers; an empty list where none of a kind was given. */
export interface InventoryPaths {
  readonly credentialReport: string | undefined;
  /** When the report was made, if it does not say so itself. */
  readonly reportMade?: Instant | undefined;
  readonly authorizationDetails: readonly string[];
  readonly users: readonly string[];
  /** `USER=FILE` */
  readonly sshKeys?: readonly string[];
}

export interface Inventory {
  readonly users: readonly IamUser[];
  readonly roots: CredentialReport['roots'];
  readonly accounts: readonly AccountId[];
  /** What could not be read in the files, in words. */
  readonly missing: readonly string[];
}

/**
 * Reads and joins the files given; undefined for none. Throws InventoryFileError, or InputError for files of several
 * accounts.
 */
export async function readInventory(paths: InventoryPaths, now: Instant): Promise<Inventory | undefined> {
  const { credentialReport, reportMade, authorizationDetails, users, sshKeys = [] } = paths;
  if (credentialReport === undefined && authorizationDetails.length + users.length === 0) return undefined;
  const reports =
    credentialReport === undefined ? undefined : await readCredentialReportFile(credentialReport, reportMade);
  const details = await readListing(authorizationDetails, whatMakesDetails, readAuthorizationDetails);
  const list = await readListing(users, 'aws iam list-users', readUserList);
  const sources = { reports: reports?.value ?? [], details: details?.value.users, list: list?.value.users };
  const { reported, accounts } = accountsOf(sources);
  refuseMixture(reported, accounts, credentialReport);
  const joined = joinInventory(sources, now);
  const areWhole = details?.value.isWhole === true && list?.value.isWhole === true;
  const present = areWhole ? withoutGoneUsers(joined, details.value.users, list.value.users) : joined;
  const keys = await readSshKeyFiles(sshKeys, present);
  return {
    users: withSshKeys(present, keys),
    roots: sources.reports.toSorted(latestFirst).flatMap(({ roots }) => roots),
    accounts,
    missing: [...[reports, details, list].flatMap((part) => part?.missing ?? []), ...unansweredSshKeys(keys)],
  };
}

const whatMakesDetails = 'aws iam get-account-authorization-details --filter User';

function accountsOf({ reports, details = [], list = [] }: InventorySources) {
  const reported = reports.flatMap(({ users, roots }) => [...users, ...roots]).map(accountOf);
  return { reported, accounts: [...new Set([...reported, ...[...details, ...list].map(accountOf)])].sort() };
}

const latestFirst = (a: CredentialReport, b: CredentialReport) =>
  (a.generatedAt ?? '') > (b.generatedAt ?? '') ? -1 : 1;

const accountOf = ({ accountId }: { accountId: AccountId }) => accountId;

async function readListing(
  paths: readonly string[],
  what: string,
  read: typeof readUserList,
): Promise<FromFile<ListedUsers> | undefined> {
  return paths.length === 0 ? undefined : readListingFiles(paths, what, read);
}

/** A credential report is about one account. Beside listings of another one, every user would look unused. */
function refuseMixture(reported: readonly AccountId[], accounts: readonly AccountId[], path: string | undefined): void {
  const others = accounts.filter((account) => !reported.includes(account));
  if (reported.length === 0 || others.length === 0) return;
  throw new InputError(
    `${path}: the credential report is of account ${reported[0]}, the other inventory files of ${others.join(', ')}; give files of one account`,
  );
}
