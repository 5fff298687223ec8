import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { wordsOfFileError } from '../trail/bytes/file-error.ts';
import { InventoryFileError } from './inventory-file-error.ts';

/**
 * The JSON files of paths: a folder's own and those below it, each once, page 10 after page 9. Throws
 * InventoryFileError where there is none.
 */
export async function findJsonFiles(paths: readonly string[]): Promise<string[]> {
  const found = (await Promise.all(paths.map((path) => filesIn(path)))).flat();
  const byPlace = new Map<string, string>();
  for (const path of found) byPlace.set(await realpath(path), path);
  return inOrder([...byPlace.values()]);
}

/** Page 10 after page 9. */
const inOrder = (paths: readonly string[]): string[] =>
  paths.toSorted((a, b) => a.localeCompare(b, 'en', { numeric: true }));

const jsonNames = /\.(?:json|jsonl|ndjson)(?:\.gz)?$/i;

/** Whether a file has the name of JSON, plain or gzip. */
export const isJsonFile = (name: string): boolean => jsonNames.test(name);

/** The file of a path; of a folder those of its files, and of those below it, that have such a name, in its order. */
export async function filesIn(path: string, names = jsonNames, kind = 'JSON files'): Promise<string[]> {
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw new InventoryFileError(`${path}: ${wordsOfFileError(error)}`, { cause: error });
    },
  );
  if (!isFolder) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && names.test(entry.name));
  if (files.length === 0) throw new InventoryFileError(`${path}: no ${kind} in this folder`);
  return inOrder(files.map((entry) => join(entry.parentPath, entry.name)));
}
