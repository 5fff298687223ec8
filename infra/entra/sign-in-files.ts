import { hasField, isJsonObject, type JsonObject } from '../../domain/json.ts';
import { nextLinkOf } from '../../domain/providers/entra/inventory.ts';
import { InventoryFileError } from '../local/inventory-file-error.ts';
import { readInventoryText } from '../local/inventory-text.ts';
import { jsonValuesOf } from '../local/json-values.ts';

/** The records of a file, of which any may be of an unknown form. */
export interface SignInFile {
  readonly records: readonly unknown[];
  /** Whether the export says that further pages follow. */
  readonly isTruncated: boolean;
}

/**
 * Reads a file of sign-ins: Graph's pages, an array, a line for each record as storage has them, or the `records` of an
 * event hub. Throws InventoryFileError where it is none of these.
 */
export async function readSignInFile(path: string): Promise<SignInFile> {
  const values = jsonValuesOf(await readInventoryText(path))?.flat();
  const lists = values?.map(recordsOf);
  if (values === undefined || lists === undefined || lists.includes(undefined)) {
    const problem = values === undefined ? 'not JSON' : 'not a sign-in log of Entra ID';
    throw new InventoryFileError(`${path}: ${problem}`);
  }
  return { records: lists.flatMap((list) => list ?? []), isTruncated: nextLinkOf(values.at(-1)) !== undefined };
}

/** The records of a page, or the value itself where it is a record; undefined where it is neither. */
function recordsOf(value: unknown): readonly unknown[] | undefined {
  if (!isJsonObject(value)) return undefined;
  for (const key of ['value', 'records']) {
    const list = value[key];
    if (Array.isArray(list)) return list;
  }
  return isRecord(value) ? [value] : undefined;
}

const isRecord = (value: JsonObject): boolean =>
  hasField(value, 'createdDateTime') || (hasField(value, 'category') && hasField(value, 'properties'));
