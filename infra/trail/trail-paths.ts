/** Walks files and folders to find log files. */

import type { Stats } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { dataFolderMark, formatOfMark } from './bytes/data-folder-mark.ts';
import { codeOf, wordsOfFileError } from './bytes/file-error.ts';
import { type ClassifiedFile, classifyFile } from './classify-file.ts';
import { isToolFolder } from './other-logs.ts';

/**
 * One thing found in the walk. `other`: it does not look like a log (README, a second way into a folder that is being
 * walked). `own-data`: a folder of the embedded table. `apple-double`: a file that macOS writes beside another.
 * `missing` exists only for paths that the user gave.
 */
export type TrailPath = ClassifiedFile | { readonly kind: 'missing'; readonly path: string };

type Walk = { readonly ancestors: readonly string[]; readonly linked: Set<string> };

/**
 * The files and folders that the user gave, in that order; folders depth first, each in the order of its names. Holds
 * one listing for each level of folders, never the tree. Follows linked files; walks a linked folder once, and never
 * from inside itself.
 */
export async function* walkTrail(paths: readonly string[]): AsyncGenerator<TrailPath> {
  for (const path of paths) {
    const found = await statOf(path);
    if (found.kind === 'none') yield found.code === 'ENOENT' ? { kind: 'missing', path } : unreadable(path, found.why);
    else if (found.stats.isDirectory()) yield* walkFolder(path, { ancestors: [], linked: new Set() });
    else yield { kind: 'file', path, sizeBytes: found.stats.size };
  }
}

/** The amount to read, for a progress bar: the files that `walkTrail` would yield, and their bytes on disk. */
export async function measureTrail(paths: readonly string[]): Promise<{ files: number; bytes: number }> {
  const total = { files: 0, bytes: 0 };
  for await (const found of walkTrail(paths)) {
    if (found.kind !== 'file') continue;
    total.files++;
    total.bytes += found.sizeBytes;
  }
  return total;
}

async function* walkFolder(folder: string, walk: Walk): AsyncGenerator<TrailPath> {
  const listed = await listing(folder);
  if (listed.kind === 'none') {
    yield unreadable(folder, listed.why);
    return;
  }
  if (await isDataFolder(folder, listed.entries)) {
    yield { kind: 'skipped', path: folder, what: 'own-data' };
    return;
  }
  const below = { ...walk, ancestors: [...walk.ancestors, listed.real] };
  for (const { name, isLink } of listed.entries) {
    const path = join(folder, name);
    const found = await statOf(path);
    if (name === '__MACOSX') yield { kind: 'skipped', path, what: 'apple-double' };
    else if (found.kind === 'none')
      yield unreadable(path, isLink && found.code === 'ENOENT' ? 'is a broken link' : found.why);
    else if (!found.stats.isDirectory()) yield await classifyFile(path, found.stats);
    else if (isToolFolder(name) || (isLink && !(await isFirstVisit(path, below))))
      yield { kind: 'skipped', path, what: 'other' };
    else yield* walkFolder(path, below);
  }
}

type Listing =
  | { readonly kind: 'listed'; readonly real: string; readonly entries: readonly ListedName[] }
  | { readonly kind: 'none'; readonly why: string };

interface ListedName {
  readonly name: string;
  readonly isLink: boolean;
}

async function listing(folder: string): Promise<Listing> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const named = entries.map((entry) => ({ name: entry.name, isLink: entry.isSymbolicLink() }));
    named.sort((a, b) => (a.name < b.name ? -1 : 1));
    return { kind: 'listed', real: await realpath(folder), entries: named };
  } catch (error) {
    return { kind: 'none', why: wordsOfFileError(error) };
  }
}

/** A data folder holds files that look like logs and are none. */
async function isDataFolder(folder: string, entries: readonly { readonly name: string }[]): Promise<boolean> {
  if (!entries.some(({ name }) => name === dataFolderMark)) return false;
  const text = await readFile(join(folder, dataFolderMark), 'utf8').catch(() => '');
  return formatOfMark(text) !== undefined;
}

async function isFirstVisit(link: string, walk: Walk): Promise<boolean> {
  const target = await realpath(link);
  if (walk.ancestors.includes(target) || walk.linked.has(target)) return false;
  walk.linked.add(target);
  return true;
}

type Found =
  | { readonly kind: 'found'; readonly stats: Stats }
  | { readonly kind: 'none'; readonly why: string; readonly code: string | undefined };

async function statOf(path: string): Promise<Found> {
  try {
    return { kind: 'found', stats: await stat(path) };
  } catch (error) {
    return { kind: 'none', why: wordsOfFileError(error), code: codeOf(error) };
  }
}

function unreadable(path: string, why: string): TrailPath {
  return { kind: 'unreadable', path, why };
}
