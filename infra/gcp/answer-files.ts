import { hasField, isJsonObject } from '../../domain/json.ts';
import { type Listing, readListing } from '../../domain/providers/gcp/inventory.ts';
import { type ActivityPage, readActivityPage } from '../../domain/providers/gcp/records.ts';
import { InventoryFileError } from '../local/inventory-file-error.ts';
import { readInventoryText } from '../local/inventory-text.ts';
import { findJsonFiles } from '../local/json-files.ts';
import { jsonValuesOf } from '../local/json-values.ts';

/** What a file holds, with its path. */
export type InFile<T> = T & { readonly path: string };

const activitiesTodo =
  'make it with: gcloud policy-intelligence query-activity --activity-type=serviceAccountLastAuthentication --project=PROJECT --limit=unlimited --format=json > FILE';
const listTodo = 'make it with: gcloud iam service-accounts list --project=PROJECT --format=json > FILE';

/** Reads Policy Analyzer's answers: pages of the API, or what `gcloud` prints; of folders also those below them. */
export async function readActivityFiles(paths: readonly string[]): Promise<InFile<ActivityPage>[]> {
  const pages: InFile<ActivityPage>[] = [];
  for (const path of await findJsonFiles(paths)) {
    for (const value of (await valuesIn(path, activitiesTodo)).flatMap(pagesOf)) {
      const page = readActivityPage(value);
      if (page === undefined) throw new InventoryFileError(`${path}: not Policy Analyzer's answer; ${activitiesTodo}`);
      pages.push({ path, ...page });
    }
  }
  return pages;
}

/** An array may hold pages, or the activities themselves. */
const pagesOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) && value.length > 0 && value.every((each) => isJsonObject(each) && hasField(each, 'activities'))
    ? value
    : [value];

/** Reads lists of service accounts and of their keys, as `gcloud` prints them. */
export async function readListingFiles(paths: readonly string[]): Promise<InFile<Listing>[]> {
  const listings: InFile<Listing>[] = [];
  for (const path of await findJsonFiles(paths)) {
    const listing = readListing(await valuesIn(path, listTodo));
    if (listing === undefined) throw new InventoryFileError(`${path}: not a list of service accounts; ${listTodo}`);
    listings.push({ path, ...listing });
  }
  return listings;
}

async function valuesIn(path: string, todo: string): Promise<readonly unknown[]> {
  const values = jsonValuesOf(await readInventoryText(path));
  if (values === undefined) throw new InventoryFileError(`${path}: not JSON; ${todo}`);
  return values;
}
