/** Finds inventory files in what the user gave: files by their name, files in folders by their content. */

import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isJsonObject } from '../../domain/json.ts';
import { wordsOfFileError } from '../trail/bytes/file-error.ts';
import { InventoryFileError } from './inventory-file-error.ts';
import { readInventoryText } from './inventory-text.ts';
import { jsonValuesOf } from './json-values.ts';

/** The answers of IAM that a file may hold. */
export type InventoryKind = 'credential-report' | 'authorization-details' | 'list-users';

/** A path that the user gave, and what it must be if it is a file. */
export interface GivenPath {
  readonly kind: InventoryKind;
  readonly path: string;
}

/** What the given paths hold. A file that is there twice is found once. */
export interface FoundFiles {
  readonly files: readonly GivenPath[];
  /** Files in folders that are no inventory. */
  readonly skipped: number;
  /** Files and folders below the given ones that cannot be read, each with why, in one line. */
  readonly unreadable: readonly string[];
  readonly hasFolder: boolean;
}

/** Looks into folders but not hidden ones, in the order of names. Throws InventoryFileError for an empty folder. */
export async function findInventoryFiles(given: readonly GivenPath[]): Promise<FoundFiles> {
  const areFolders = await Promise.all(given.map(({ path }) => isFolder(path)));
  const folders = [...new Set(given.filter((_, index) => areFolders[index]).map(({ path }) => path))];
  const named = given.filter((_, index) => !areFolders[index]);
  const found = [];
  for (const folder of folders) found.push(await lookInto(folder));
  const files = await onceEach([...named, ...found.flatMap((each) => each.files)]);
  const skipped = found.reduce((sum, each) => sum + each.skipped, 0);
  const unreadable = found.flatMap((each) => each.unreadable);
  return { files, skipped, unreadable, hasFolder: folders.length > 0 };
}

/** A file that is there under two names is taken once, as what it was first. */
async function onceEach(files: readonly GivenPath[]): Promise<GivenPath[]> {
  const byPlace = new Map<string, GivenPath>();
  for (const file of files) {
    const place = await realpath(file.path).catch(() => file.path);
    if (!byPlace.has(place)) byPlace.set(place, file);
  }
  return [...byPlace.values()];
}

async function lookInto(folder: string): Promise<Omit<FoundFiles, 'hasFolder'>> {
  const files: GivenPath[] = [];
  const unreadable: string[] = [];
  let skipped = 0;
  for (const path of await filesBelow(folder, unreadable)) {
    const kind = await kindOf(path, unreadable);
    if (kind === undefined) skipped++;
    else if (kind !== 'unreadable') files.push({ kind, path });
  }
  if (files.length + unreadable.length === 0) {
    throw new InventoryFileError(
      `${folder}: no inventory files in this folder; give one that holds credential reports`,
    );
  }
  return { files, skipped, unreadable };
}

const isFolder = (path: string) =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );

const byName = (a: string, b: string) => a.localeCompare(b, 'en', { numeric: true });

/** Pages are numbered: `users-2.json` comes before `users-10.json`. Linked folders are not entered. */
async function filesBelow(folder: string, unreadable: string[]): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    unreadable.push(`${folder}: ${wordsOfFileError(error)}`);
    return [];
  });
  const files: string[] = [];
  for (const entry of entries.toSorted((a, b) => byName(a.name, b.name))) {
    const path = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.isDirectory()) files.push(...(await filesBelow(path, unreadable)));
    else if (entry.isFile() || (entry.isSymbolicLink() && !(await isFolder(path)))) files.push(path);
  }
  return files;
}

async function kindOf(path: string, unreadable: string[]): Promise<InventoryKind | 'unreadable' | undefined> {
  try {
    return kindOfText(await readInventoryText(path));
  } catch (error) {
    if (!(error instanceof InventoryFileError)) throw error;
    if (error.isForeign) return undefined;
    unreadable.push(error.message);
    return 'unreadable';
  }
}

/** How a text begins that must be meant as a report, whatever is wrong with it: empty, an error, rows, cut short. */
const meantAsReport =
  /^$|^An error occurred|^aws: error|^(?:sep=.\s+)?"?user"?\s*[,;\t]\s*"?arn|arn:aws[a-z-]*:iam::\d{12}:(?:user\/|root)|^[A-Za-z0-9+/=]+\t\S+\ttext\/csv|^\{\s*"(?:Content|ReportFormat|GeneratedTime)"/;

const beginning = 4096;

/** What a file is by its content; undefined for a file that has nothing to do with IAM. */
function kindOfText(text: string): InventoryKind | undefined {
  const pages = /^[[{]/.test(text) ? jsonValuesOf(text)?.flat() : undefined;
  if (pages !== undefined) return kindOfPage(pages[0]);
  if (/^\{\s*"UserDetailList"/.test(text)) return 'authorization-details';
  if (/^\{\s*"Users"/.test(text)) return 'list-users';
  const start = text.slice(0, beginning);
  return meantAsReport.test(start) || isEncodedReport(start) ? 'credential-report' : undefined;
}

/** The base64 of `user,arn,`. */
const isEncodedReport = (text: string) => /^"?dXNlcixhcm4s/.test(text);

function kindOfPage(page: unknown): InventoryKind | undefined {
  if (typeof page === 'string') return isEncodedReport(page) ? 'credential-report' : undefined;
  if (!isJsonObject(page)) return undefined;
  if (Array.isArray(page['UserDetailList'])) return 'authorization-details';
  if (Array.isArray(page['Users'])) return 'list-users';
  if (typeof page['Content'] === 'string' && page['Records'] === undefined) return 'credential-report';
  if (typeof page['UserId'] !== 'string' || typeof page['Arn'] !== 'string') return undefined;
  return Array.isArray(page['GroupList']) ? 'authorization-details' : 'list-users';
}
