/** What is to be said of the inventory files of one or more accounts. */

import type { AccountId } from '../../domain/ids.ts';
import type { ChosenReports } from '../../domain/inventory/account-reports.ts';
import { ageGaps } from '../../domain/inventory/credential-report.ts';
import { gapWords } from '../../domain/inventory/gap-words.ts';
import type { Instant } from '../../domain/time.ts';
import { joinListingFiles, type ListingFile } from '../../infra/local/listing-files.ts';
import type { ReadFiles } from './inventory-files.ts';

/** An account, or an input of an unknown account, that cannot be judged. */
export interface NotJudged {
  readonly accountId: AccountId | undefined;
  /** The file or the profile; undefined where nothing was given. */
  readonly input: string | undefined;
  readonly why: string;
}

/** An account that is judged although something is missing: its silent users are unknown. */
export interface IncompleteAccount {
  readonly accountId: AccountId;
  readonly why: string;
}

/** Whether the file lists a user of the account. */
export const isOf = ({ users }: ListingFile, accountId: AccountId): boolean =>
  users.some((user) => user.accountId === accountId);

/** What is missing of the listings: malformed entries, and pages at the end. */
export function wordsOfListings({ details, lists }: ReadFiles, accounts: readonly AccountId[]): string[] {
  return [details, lists].flatMap((files) => {
    if (accounts.length <= 1) return joinListingFiles(files).missing;
    const nameless = files.filter(({ users }) => users.length === 0);
    const groups = accounts.map((accountId) => files.filter((file) => isOf(file, accountId)));
    return [...groups, ...nameless.map((file) => [file])].flatMap((group) => joinListingFiles(group).missing);
  });
}

/** The inputs that failed while others did not. */
export function notJudgedOf({ failed }: ReadFiles, { undecided }: ChosenReports): NotJudged[] {
  const ofFiles = failed.map(({ accountIds, path, why }) => {
    return { accountId: accountIds.length === 1 ? accountIds[0] : undefined, input: path, why };
  });
  const ofAccounts = undecided.map(({ accountId, paths }) => {
    const todo = 'give one of them, or the JSON answers of aws iam get-credential-report';
    const why = `account ${accountId}: ${paths.join(' and ')} are reports of it, and which one is newer cannot be told: ${todo}`;
    return { accountId, input: paths.join(', '), why };
  });
  return [...ofFiles, ...ofAccounts];
}

/** What keeps the silent users of an account from being judged, once for the account. */
export function incompleteOf(
  accounts: readonly AccountId[],
  files: ReadFiles,
  chosen: ChosenReports,
  now: Instant,
): IncompleteAccount[] {
  return accounts.flatMap((accountId) => {
    const reports = chosen.kept.filter((report) => report.accountId === accountId);
    const old = reports.flatMap(({ path, report }) => {
      return ageGaps(report, now).map((gap) => ({ accountId, why: `account ${accountId}: ${path}: ${gapWords(gap)}` }));
    });
    const listing = [...files.details, ...files.lists].find((file) => isOf(file, accountId));
    const isBare = reports.length === 0 && files.reports.length + files.failed.length > 0;
    if (!isBare || chosen.undecided.some((each) => each.accountId === accountId)) return old;
    const why = `account ${accountId}: ${listing?.path} lists its users, but no credential report of it can be read`;
    return [{ accountId, why }];
  });
}

/** What was decided between the files. */
export function notesOf({ skipped }: ReadFiles, { older }: ChosenReports): string[] {
  const files =
    skipped === 1
      ? '1 file in the folders is no inventory and was'
      : `${skipped} files in the folders are no inventory and were`;
  return [
    ...older.map(({ outdated, newer }) => {
      const [then, now] = [outdated, newer].map(({ path, report }) => `${path}, made ${report.generatedAt}`);
      return `account ${newer.accountId}: ${now} counts; ${then}, is older and was not used`;
    }),
    ...(skipped === 0 ? [] : [`${files} skipped`]),
  ];
}
