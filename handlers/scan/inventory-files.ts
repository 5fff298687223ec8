/** Reads the inventory files of one or more accounts. */

import { type AccountId, accountIdsIn } from '../../domain/ids.ts';
import type { ReportFile } from '../../domain/inventory/account-reports.ts';
import { readAuthorizationDetails, readUserList } from '../../domain/inventory/listed-user.ts';
import type { Instant } from '../../domain/time.ts';
import { readCredentialReportFile } from '../../infra/local/credential-report-files.ts';
import { InventoryFileError } from '../../infra/local/inventory-file-error.ts';
import { findInventoryFiles, type GivenPath, type InventoryKind } from '../../infra/local/inventory-files.ts';
import { readInventoryText } from '../../infra/local/inventory-text.ts';
import { type ListingFile, readListingFile } from '../../infra/local/listing-files.ts';

/** The files with IAM's answers, or folders of them; an empty list where none of a kind was given. */
export interface InventoryPaths {
  readonly credentialReport: readonly string[];
  /** When a report was made that does not say so itself. */
  readonly reportMade?: Instant | undefined;
  readonly authorizationDetails: readonly string[];
  readonly users: readonly string[];
  /** `USER=FILE` */
  readonly sshKeys?: readonly string[];
  /** `USER=FILE` */
  readonly services?: readonly string[];
}

/** A file that cannot be used, and the accounts that it names, if any. */
export interface FailedFile {
  readonly kind: InventoryKind;
  readonly path: string;
  readonly accountIds: readonly AccountId[];
  /** One line that begins with the path. */
  readonly why: string;
}

/** The content of the files, each still on its own. */
export interface ReadFiles {
  readonly reports: readonly ReportFile[];
  readonly details: readonly ListingFile[];
  readonly lists: readonly ListingFile[];
  readonly failed: readonly FailedFile[];
  /** What could not be read in files that count, or in folders, in words. */
  readonly missing: readonly string[];
  readonly skipped: number;
  /** Whether several reports or a folder were given: then one bad file does not stop the others. */
  readonly isOfMany: boolean;
}

/** Reads them. Throws InventoryFileError where a file cannot be used and is not one of many. */
export async function readInventoryFiles(paths: InventoryPaths): Promise<ReadFiles> {
  const found = await findInventoryFiles(givenPaths(paths));
  const isOfMany = found.hasFolder || found.files.filter(({ kind }) => kind === 'credential-report').length > 1;
  const read = { reports: [] as ReportFile[], details: [] as ListingFile[], lists: [] as ListingFile[] };
  const failed: FailedFile[] = [];
  const missing = [...found.unreadable];
  for (const file of found.files) {
    try {
      missing.push(...(await readInto(read, file, paths.reportMade)));
    } catch (error) {
      if (!isOfMany || !(error instanceof InventoryFileError)) throw error;
      failed.push({ ...file, why: error.message, accountIds: await accountsNamedIn(file.path) });
    }
  }
  return { ...read, failed, missing, skipped: found.skipped, isOfMany };
}

function givenPaths({ credentialReport, authorizationDetails, users }: InventoryPaths): GivenPath[] {
  const of = (kind: InventoryKind, paths: readonly string[]) => paths.map((path) => ({ kind, path }));
  return [
    ...of('credential-report', credentialReport),
    ...of('authorization-details', authorizationDetails),
    ...of('list-users', users),
  ];
}

const commands = {
  'authorization-details': 'aws iam get-account-authorization-details --filter User',
  'list-users': 'aws iam list-users',
};

interface Growing {
  readonly reports: ReportFile[];
  readonly details: ListingFile[];
  readonly lists: ListingFile[];
}

/** Answers what could not be read in a report; listings say so once they are joined. */
async function readInto(
  read: Growing,
  { kind, path }: GivenPath,
  reportMade: Instant | undefined,
): Promise<readonly string[]> {
  switch (kind) {
    case 'credential-report': {
      const { value, missing } = await readCredentialReportFile(path, reportMade);
      read.reports.push({ path, reports: value });
      return missing;
    }
    case 'authorization-details':
      read.details.push(await readListingFile(path, commands[kind], readAuthorizationDetails));
      return [];
    case 'list-users':
      read.lists.push(await readListingFile(path, commands[kind], readUserList));
      return [];
    default:
      return kind satisfies never;
  }
}

/** A file that is cut short still names its account. */
async function accountsNamedIn(path: string): Promise<AccountId[]> {
  return accountIdsIn(await readInventoryText(path).catch(() => ''));
}
