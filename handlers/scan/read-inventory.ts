import type { AccountId } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { type CredentialReport, joinInventory } from '../../domain/inventory/join-inventory.ts';
import { readAuthorizationDetails, readUserList } from '../../domain/inventory/listed-user.ts';
import type { Instant } from '../../domain/time.ts';
import { readCredentialReportFile, readListingFiles } from '../../infra/local/inventory-files.ts';
import { InputError } from '../input-error.ts';

/** Files of IAM's answers; none of a kind where it was not given. */
export interface InventoryPaths {
  readonly credentialReport: string | undefined;
  readonly authorizationDetails: readonly string[];
  readonly users: readonly string[];
}

export interface Inventory {
  readonly users: readonly IamUser[];
  readonly roots: CredentialReport['roots'];
  readonly accounts: readonly AccountId[];
  /** What of the files could not be read, in words. */
  readonly missing: readonly string[];
}

/**
 * Reads and joins the files given; undefined for none. Throws InventoryFileError, or InputError for files of several
 * accounts.
 */
export async function readInventory(paths: InventoryPaths, now: Instant): Promise<Inventory | undefined> {
  const { credentialReport, authorizationDetails, users } = paths;
  if (credentialReport === undefined && authorizationDetails.length + users.length === 0) return undefined;
  const report = credentialReport === undefined ? undefined : await readCredentialReportFile(credentialReport);
  const details = await readListing(
    authorizationDetails,
    'aws iam get-account-authorization-details',
    readAuthorizationDetails,
  );
  const list = await readListing(users, 'aws iam list-users', readUserList);
  const sources = { report: report?.value, details: details?.value, list: list?.value };
  const reported = [...(report?.value.users ?? []), ...(report?.value.roots ?? [])].map(({ accountId }) => accountId);
  const accounts = [
    ...new Set([...reported, ...(sources.details ?? []).map(accountOf), ...(sources.list ?? []).map(accountOf)]),
  ].sort();
  refuseMixture(reported, accounts, credentialReport);
  return {
    users: joinInventory(sources, now),
    roots: report?.value.roots ?? [],
    accounts,
    missing: [report, details, list].flatMap((part) => part?.missing ?? []),
  };
}

const accountOf = ({ accountId }: { accountId: AccountId }) => accountId;

async function readListing(paths: readonly string[], what: string, read: typeof readUserList) {
  return paths.length === 0 ? undefined : readListingFiles(paths, what, read);
}

/** A credential report speaks for one account; beside listings of another it would make every user look forgotten. */
function refuseMixture(reported: readonly AccountId[], accounts: readonly AccountId[], path: string | undefined): void {
  const others = accounts.filter((account) => !reported.includes(account));
  if (reported.length === 0 || others.length === 0) return;
  throw new InputError(
    `${path}: the credential report is of account ${reported[0]}, the other inventory files of ${others.join(', ')}; give files of one account`,
  );
}
