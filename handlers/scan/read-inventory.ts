/** Reads the inventory files of a scan and joins them, account by account. */

import type { AccountId, Region } from '../../domain/ids.ts';
import { accountsOf, type ChosenReports, chooseReports } from '../../domain/inventory/account-reports.ts';
import type { CredentialReport } from '../../domain/inventory/credential-report.ts';
import { withoutGoneUsers } from '../../domain/inventory/gone-users.ts';
import type { IamUser, MissingFact } from '../../domain/inventory/iam-user.ts';
import { joinInventory } from '../../domain/inventory/join-inventory.ts';
import { unansweredSshKeys, withSshKeys } from '../../domain/inventory/ssh-keys.ts';
import type { Instant } from '../../domain/time.ts';
import { joinListingFiles, type ListingFile } from '../../infra/local/listing-files.ts';
import { InputError } from '../input-error.ts';
import { type InventoryPaths, type ReadFiles, readInventoryFiles } from './inventory-files.ts';
import {
  type IncompleteAccount,
  incompleteOf,
  isOf,
  type NotJudged,
  notesOf,
  notJudgedOf,
  wordsOfListings,
} from './inventory-words.ts';
import { type GivenServices, readServicesFiles } from './read-services-files.ts';
import { readSshKeyFiles } from './read-ssh-keys.ts';

export interface Inventory {
  readonly users: readonly IamUser[];
  readonly roots: CredentialReport['roots'];
  readonly accounts: readonly AccountId[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
  /** Of many accounts, what is missing of which; `missing` has it too. */
  readonly incomplete: readonly IncompleteAccount[];
  /** Inputs that failed while others did not; `missing` has their words too. */
  readonly notJudged: readonly NotJudged[];
  /** What was decided between inputs and does not change what is known: older reports, skipped files. */
  readonly notes: readonly string[];
  /** Answers of files about services; those of a live scan are in the table already. */
  readonly services?: GivenServices['services'];
  /** The Regions that count in an account, where they differ; undefined: those of the question. */
  readonly regionsOf?: (accountId: AccountId) => readonly Region[] | undefined;
}

/**
 * Reads and joins the files given; undefined for none. One bad file of many is reported and does not stop the others.
 * Throws InventoryFileError where nothing can be used, and InputError for files of accounts that have nothing in
 * common.
 */
export async function readInventory(paths: InventoryPaths, now: Instant): Promise<Inventory | undefined> {
  const { credentialReport, authorizationDetails, users, sshKeys = [], services: servicesFiles = [] } = paths;
  if (credentialReport.length + authorizationDetails.length + users.length === 0) return undefined;
  const files = await readInventoryFiles(paths);
  const chosen = chooseReports(files.reports);
  const accounts = accountsIn(files, chosen);
  refuseNothing(files, chosen, accounts);
  refuseMixture(files, chosen, accounts);
  const joined = accounts.map((accountId) => joinAccount(accountId, files, chosen, accounts.length === 1, now));
  const present = joined.flatMap((account) => account.users);
  const keys = await readSshKeyFiles(sshKeys, present);
  const given = await readServicesFiles(servicesFiles, present);
  const incomplete = accounts.length > 1 || files.isOfMany ? incompleteOf(accounts, files, chosen, now) : [];
  const missing = [
    ...files.missing,
    ...wordsOfListings(files, accounts),
    ...notJudgedOf(files, chosen).map(({ why }) => why),
    ...incomplete.map(({ why }) => why),
    ...unansweredSshKeys(keys),
    ...given.missing,
  ];
  return {
    users: withSshKeys(present, keys),
    roots: chosen.kept
      .map(({ report }) => report)
      .toSorted(latestFirst)
      .flatMap(({ roots }) => roots),
    services: given.services,
    accounts,
    missing: [...new Set(missing)],
    incomplete,
    notJudged: notJudgedOf(files, chosen),
    notes: notesOf(files, chosen),
  };
}

function accountsIn({ details, lists }: ReadFiles, { kept }: ChosenReports): AccountId[] {
  const listed = [...details, ...lists].flatMap(({ users }) => users.map(({ accountId }) => accountId));
  return [...new Set([...kept.map(({ accountId }) => accountId), ...listed])].sort();
}

const latestFirst = (a: CredentialReport, b: CredentialReport) =>
  (a.generatedAt ?? '') > (b.generatedAt ?? '') ? -1 : 1;

/** Joins what the files say about one account. A file without any account counts where there is one account alone. */
function joinAccount(accountId: AccountId, files: ReadFiles, chosen: ChosenReports, isAlone: boolean, now: Instant) {
  const own = chosen.kept.filter((report) => report.accountId === accountId).map(({ report }) => report);
  const nameless = files.reports.flatMap(({ reports }) => reports.map(({ report }) => report));
  const reports = [...own, ...(isAlone ? nameless.filter((report) => accountsOf(report).length === 0) : [])];
  const details = listingOf(files.details, accountId, isAlone);
  const list = listingOf(files.lists, accountId, isAlone);
  const joined = joinInventory({ reports, details: details?.users, list: list?.users }, now);
  const areWhole = details?.isWhole === true && list?.isWhole === true;
  const present = areWhole ? withoutGoneUsers(joined, details.users, list.users) : joined;
  const gaps = failedListings(accountId, files);
  return { users: gaps.length === 0 ? present : present.map((user) => ({ ...user, gaps: [...user.gaps, ...gaps] })) };
}

/** The listing of one account; undefined where no file has it. */
function listingOf(files: readonly ListingFile[], accountId: AccountId, isAlone: boolean) {
  const own = files.filter((file) => isAlone || isOf(file, accountId));
  if (own.length === 0) return undefined;
  const { value } = joinListingFiles(own);
  return { ...value, users: value.users.filter((user) => user.accountId === accountId) };
}

/**
 * A listing that cannot be read leaves its users' last sign-in unknown. Where the file does not say whose it is, it may
 * be of any account that has no such listing.
 */
function failedListings(accountId: AccountId, { failed, details, lists }: ReadFiles): MissingFact[] {
  return failed.flatMap(({ kind, accountIds }): MissingFact[] => {
    if (kind === 'credential-report') return [];
    const others = kind === 'list-users' ? lists : details;
    const isConcerned =
      accountIds.length > 0 ? accountIds.includes(accountId) : !others.some((file) => isOf(file, accountId));
    return isConcerned ? [{ kind: 'source-failed', source: kind, why: 'its file is not readable' }] : [];
  });
}

/** Nothing is left of many inputs: their failures are the answer. */
function refuseNothing(files: ReadFiles, chosen: ChosenReports, accounts: readonly AccountId[]): void {
  const why = notJudgedOf(files, chosen).map((each) => each.why);
  if (accounts.length === 0 && why.length > 0) throw new InputError(why.join('\n'));
}

/** A report and listings of other accounts alone: a mistake, as every listed user would be unknown. */
function refuseMixture(files: ReadFiles, chosen: ChosenReports, accounts: readonly AccountId[]): void {
  const reported = chosen.kept.map(({ accountId }) => accountId);
  const others = accounts.filter((account) => !reported.includes(account));
  const isApart = ![...files.details, ...files.lists].some((file) => reported.some((account) => isOf(file, account)));
  if (files.isOfMany || reported.length === 0 || others.length === 0 || !isApart) return;
  throw new InputError(
    `${chosen.kept[0]?.path}: the credential report is of account ${reported[0]}, the other inventory files of ${others.join(', ')}; give files of one account`,
  );
}
