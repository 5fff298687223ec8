/** Locks and marks the folder of the embedded table. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { dataFolderMark, formatOfMark } from '../trail/bytes/data-folder-mark.ts';

/** The format of a data folder. A newer version writes a greater one. */
const format = 1;

/** A folder that cannot be used as data folder; the message is one line for the user. `mayPass`: it is only in use. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError';
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean, cause?: unknown) {
    super(message, { cause });
    this.mayPass = mayPass;
  }
}

/** `existing`: the folder must hold the data of an earlier scan. */
export type DataFolderMode = 'create' | 'existing';

/**
 * Locks the folder for this process and returns a function that unlocks it. The operating system holds the lock: it
 * ends with the process, also when that is killed. Throws DataFolderError.
 */
export async function lockDataFolder(dir: string, mode: DataFolderMode): Promise<() => Promise<void>> {
  try {
    if (mode === 'create') await makeFolder(dir);
    const file = join(dir, dataFolderMark);
    const isMarked = await checkFormat(file, dir, mode);
    const lock = new ClassicLevel(join(dir, 'lock'));
    await lock.open();
    if (!isMarked) await mark(file);
    return () => lock.close();
  } catch (error) {
    throw error instanceof DataFolderError ? error : refusal(dir, error);
  }
}

/**
 * Makes the folder and its parents. The option `recursive` never ends where a file system refuses a new folder in an
 * existing one.
 */
async function makeFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || existsSync(dirname(dir))) throw error;
    await makeFolder(dirname(dir));
    await mkdir(dir);
  }
}

/** Whether the folder has a format file. Throws DataFolderError for another program's folder and an unknown format. */
async function checkFormat(file: string, dir: string, mode: DataFolderMode): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined && mode === 'existing') {
    throw new DataFolderError(
      `${dir}: nothing was scanned into this folder yet; run lastseen scan first, or choose another --data`,
      false,
    );
  }
  if (text === undefined) return false;
  const found = formatOfMark(text);
  if (found === undefined)
    throw new DataFolderError(`${file}: not a Lastseen data folder; choose another --data`, false);
  if (found > format) {
    const versions = `format ${found}, this version knows ${format}`;
    throw new DataFolderError(`${dir}: written by a newer version of lastseen (${versions}); update it`, false);
  }
  return true;
}

/** Writes the format file in one step. If a killed process left half of it, the folder would be unusable. */
async function mark(file: string): Promise<void> {
  const draft = `${file}.tmp`;
  await writeFile(draft, `${JSON.stringify({ format })}\n`);
  await rename(draft, file);
}

function refusal(dir: string, error: unknown): DataFolderError {
  const codes = [error, (error as Error).cause].map((part) => (part as NodeJS.ErrnoException | undefined)?.code);
  if (codes.includes('LEVEL_LOCKED')) {
    return new DataFolderError(`${dir}: in use by another lastseen; wait for it or choose another --data`, true, error);
  }
  return new DataFolderError(`${dir}: cannot be used as data folder: ${(error as Error).message}`, false, error);
}
