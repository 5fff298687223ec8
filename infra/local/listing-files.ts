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

/** The content of one file of a listing: the whole list, or some of its pages. */
export interface ListingFile extends UserListing {
  readonly path: string;
}

/**
 * Reads a file of a listing: one page, several one after another, or an array of them. `what` is the AWS CLI command
 * that makes such a file. Throws InventoryFileError where it is something else.
 */
export async function readListingFile(path: string, what: string, read: Read): Promise<ListingFile> {
  return { path, ...listingOf(await readInventoryText(path), path, what, read) };
}

/** The listing that files in their order hold. The last one must be its end. */
export function joinListingFiles(files: readonly ListingFile[]): FromFile<ListedUsers> {
  const missing = files.flatMap(({ path, malformed }) => malformed.map((problem) => `${path}: ${problem}`));
  const last = files.at(-1);
  if (last?.truncated) missing.push(`${last.path}: more pages follow and were not given`);
  const isWhole = missing.length === 0 && files.every(({ endsKnown }) => endsKnown);
  return { value: { users: files.flatMap(({ users }) => users), isWhole }, missing };
}

function listingOf(text: string, path: string, what: string, read: Read): UserListing {
  const pages = jsonValuesOf(text)?.flat();
  const listing = pages === undefined ? undefined : read(pages);
  if (listing !== undefined) return listing;
  const lookalike = lookalikes.find(([pattern]) => pattern.test(text))?.[1];
  const problem = lookalike ?? (pages === undefined ? 'not JSON' : `not an answer of ${what}`);
  throw new InventoryFileError(`${path}: ${problem}; make it with: ${what} --output json > FILE`);
}
