/** Finds whose files these are. */

import { type AccountId, parseCustomerId } from '../../domain/ids.ts';
import { isJsonObject, objectAt } from '../../domain/json.ts';
import { findReportFiles, type ReportPart, readReportFile } from '../../infra/google/report-files.ts';
import type { PeopleFile } from '../../infra/google/user-files.ts';
import { InventoryFileError } from '../../infra/local/inventory-file-error.ts';
import { InputError } from '../input-error.ts';

/** Where a customer may be named. */
interface NamingPlaces {
  /** `--google-customer`. */
  readonly customer: string | undefined;
  readonly reports: readonly string[];
}

const howToFind = 'give --google-customer ID, as the Admin console shows it under Account, Profile';

/** The customer that the option names, or else the lists, or else the reports. Throws InputError where they differ. */
export async function customerOf(
  { customer, reports }: NamingPlaces,
  people: readonly PeopleFile[],
): Promise<AccountId> {
  const given = parseCustomerId(customer);
  if (customer !== undefined && given === undefined)
    throw new InputError(`--google-customer ${customer}: ${howToGive}`);
  const listed = new Set(people.flatMap((file) => file.people.flatMap((person) => person.customer ?? [])));
  const named = listed.size > 0 ? listed : given === undefined ? await customersOf(reports) : listed;
  const [only = given, another] = named;
  if (another !== undefined) throw new InputError(`the files are of the customers ${only} and ${another}: ${oneByOne}`);
  const accountId = parseCustomerId(only);
  if (accountId === undefined) throw new InputError(`the files do not name their customer; ${howToFind}`);
  if (given !== undefined && given !== accountId)
    throw new InputError(`--google-customer ${given}: the list is of customer ${accountId}`);
  return accountId;
}

const howToGive = 'give the id of the customer, like C03az79cb';
const oneByOne = 'scan one after the other';

async function customersOf(paths: readonly string[]): Promise<Set<string>> {
  const named = new Set<string>();
  for (const file of paths.length === 0 ? [] : await findReportFiles(paths)) {
    for (const part of await partsOrNone(file)) for (const customer of namesIn(part)) named.add(customer);
  }
  return named;
}

/** A file that cannot be read names nobody; it is reported where its content is read. */
async function partsOrNone(file: string): Promise<readonly ReportPart[]> {
  try {
    return await readReportFile(file);
  } catch (error) {
    if (!(error instanceof InventoryFileError)) throw error;
    return [];
  }
}

function namesIn(part: ReportPart): string[] {
  if (part.kind === 'usage') return part.rows.flatMap(({ customer }) => customer ?? []);
  const items = part.kind === 'activities' ? part.items : [part.item];
  return items.flatMap((item) => {
    const id = isJsonObject(item) ? objectAt(item, 'id')?.['customerId'] : undefined;
    return typeof id === 'string' && id !== '' ? [id] : [];
  });
}

/** A person is named by its id: throws InputError where no list has ids. */
export function refuseNameless(people: readonly PeopleFile[]): void {
  const [nameless] = people.filter(({ addresses }) => addresses.length > 0);
  if (nameless === undefined || people.some((file) => file.people.length > 0)) return;
  throw new InputError(
    `${nameless.path}: names users by their addresses alone, and an address may be given to somebody else; make it with: gam print users fields id,primaryemail,creationtime,lastlogintime,suspended,archived,customerid`,
  );
}
