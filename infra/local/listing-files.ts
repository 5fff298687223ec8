/** Reads IAM's listings of users from files. */

import type { UserListing } from '../../domain/inventory/listed-user.ts';
import type { FromFile } from './credential-report-files.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/** The users of some listings, and whether that is certainly all of them. */
export interface ListedUsers {
  readonly users: UserListing['users'];
  readonly isWhole: boolean;
}

type Read = (pages: readonly unknown[]) => UserListing | undefined;

/** Forms of the AWS CLI that are not supported, each recognised by its beginning. */
const lookalikes: readonly (readonly [pattern: RegExp, why: string])[] = [
  [/^$/, 'is empty'],
  [/^An error occurred|^aws: error/m, 'holds an error message of the AWS CLI'],
  [/^[A-Z]+\t/, "is the AWS CLI's text output"],
  [/^[+|]-{5}|^-{5}/, "is the AWS CLI's table output"],
  [/^(?:- )?[A-Z][A-Za-z]*:/, 'is YAML, which is not supported'],
];

/**
 * Reads listings of users from one or more files, each one page, several one after another, or an array of them.
 * `what` is the AWS CLI command that makes such a file. Throws InventoryFileError where a file is something else.
 */
export async function readListingFiles(
  paths: readonly string[],
  what: string,
  read: Read,
): Promise<FromFile<ListedUsers>> {
  const listings: UserListing[] = [];
  const missing: string[] = [];
  for (const [index, path] of paths.entries()) {
    const listing = listingOf(await readInventoryText(path), path, what, read);
    listings.push(listing);
    missing.push(...listing.malformed.map((problem) => `${path}: ${problem}`));
    if (listing.truncated && index === paths.length - 1) missing.push(`${path}: more pages follow and were not given`);
  }
  const isWhole = missing.length === 0 && listings.every(({ endsKnown }) => endsKnown);
  return { value: { users: listings.flatMap(({ users }) => users), isWhole }, missing };
}

function listingOf(text: string, path: string, what: string, read: Read): UserListing {
  const pages = jsonValuesOf(text)?.flat();
  const listing = pages === undefined ? undefined : read(pages);
  if (listing !== undefined) return listing;
  const lookalike = lookalikes.find(([pattern]) => pattern.test(text))?.[1];
  const problem = lookalike ?? (pages === undefined ? 'not JSON' : `not an answer of ${what}`);
  throw new InventoryFileError(`${path}: ${problem}; make it with: ${what} --output json > FILE`);
}
