import { isJsonObject } from '../../domain/json.ts';
import { type PersonListing, readEntries, readPeople } from '../../domain/providers/google/inventory.ts';
import { InventoryFileError } from '../local/inventory-file-error.ts';
import { readInventoryText } from '../local/inventory-text.ts';
import { jsonValuesOf } from '../local/json-values.ts';
import { readGamCsv } from './gam-csv.ts';

/** The users of one file. */
export interface PeopleFile extends PersonListing {
  readonly path: string;
  /** Whether it is the answer about one user by its id, which ends a doubt about it. */
  readonly isOfOne: boolean;
}

const todo =
  'give the pages of users.list of the Directory API, or the CSV of: gam print users fields id,primaryemail,creationtime,lastlogintime,suspended,archived,agreedtoterms,isguestuser,customerid';

/**
 * Reads pages of the directory's list, one user of `users.get`, users one after another or in a list, or GAM's CSV.
 * Throws InventoryFileError where it is none of these.
 */
export async function readPeopleFile(path: string): Promise<PeopleFile> {
  const text = await readInventoryText(path);
  const isJson = /^\s*[[{]/.test(text);
  const found = isJson ? fromJson(text) : fromCsv(text);
  if (typeof found === 'string') throw new InventoryFileError(`${path}: ${found}; ${todo}`);
  return { path, ...found };
}

function fromJson(text: string): Omit<PeopleFile, 'path'> | string {
  const values = jsonValuesOf(text);
  if (values === undefined) return 'not JSON';
  const pages = readPeople(values.flat());
  if (pages !== undefined) return { ...pages, isOfOne: false };
  const entries = values.flat().map((entry, index) => ({ entry, place: `user ${index + 1}` }));
  if (!entries.every(({ entry }) => isJsonObject(entry) && entry['primaryEmail'] !== undefined))
    return "not the directory's list of users";
  const isOfOne = values.length === 1 && !Array.isArray(values[0]);
  return { ...readEntries(entries), isTruncated: false, isOfOne };
}

function fromCsv(text: string): Omit<PeopleFile, 'path'> | string {
  const table = readGamCsv(text);
  if (table.kind === 'wrong') return `neither JSON nor GAM's CSV: ${table.why}`;
  if (table.kind === 'usage') return 'is a usage report: give it to --google-reports';
  return { ...readEntries(table.entries), isTruncated: false, isOfOne: false };
}
