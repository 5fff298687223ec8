/** Locks and marks the folder of the embedded table. */

import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { dataFolderMark, formatOfMark } from '../trail/bytes/data-folder-mark.ts';
import { codeOf, isFileError, wordsOfWriteError } from '../trail/bytes/file-error.ts';

/** The format of a data folder. A newer version writes a greater one. */
const format = 2;

/** The format before, which is taken over on opening: its table was the files of an embedded DynamoDB server. */
export const formerFormat = 1;

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
 * Makes the folder in mode `create`, and returns the format that it is written in; undefined for a new one. Throws
 * DataFolderError for another program's folder, a later format, and in mode `existing` for a folder without data.
 */
export async function prepareDataFolder(dir: string, mode: DataFolderMode): Promise<number | undefined> {
  if (mode === 'create') await makeFolder(dir);
  return readFormat(join(dir, dataFolderMark), dir, mode);
}

/**
 * Makes the folder and its parents. The option `recursive` never ends where a file system refuses a new folder in an
 * existing one.
 */
export async function makeFolder(dir: string): Promise<void> {
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

async function readFormat(file: string, dir: string, mode: DataFolderMode): Promise<number | undefined> {
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
  if (text === undefined) return undefined;
  const found = formatOfMark(text);
  if (found === undefined)
    throw new DataFolderError(`${file}: not a Lastseen data folder; choose another --data`, false);
  if (found > format) {
    const versions = `format ${found}, this version knows ${format}`;
    throw new DataFolderError(`${dir}: written by a newer version of lastseen (${versions}); update it`, false);
  }
  return found;
}

/** Writes the format file in one step. If a killed process left half of it, the folder would be unusable. */
export async function markDataFolder(dir: string): Promise<void> {
  const file = join(dir, dataFolderMark);
  const draft = `${file}.tmp`;
  await writeFile(draft, `${JSON.stringify({ format })}\n`);
  await rename(draft, file);
}

/** Any failure to open the folder, as the line for the user. */
export function dataFolderErrorOf(dir: string, error: unknown): DataFolderError {
  if (error instanceof DataFolderError) return error;
  const codes = [error, (error as Error).cause].map((part) => (part as NodeJS.ErrnoException | undefined)?.code);
  if (codes.includes('LEVEL_LOCKED')) {
    return new DataFolderError(`${dir}: in use by another lastseen; wait for it or choose another --data`, true, error);
  }
  if (isFileError(error)) return unusable(dir, wordsOfWriteError(error), error);
  const { cause, message } = error as Error;
  return unusable(dir, cause instanceof Error ? cause.message : message, error);
}

function unusable(dir: string, why: string, error: unknown): DataFolderError {
  return new DataFolderError(`${dir}: cannot be used as data folder: ${why}; choose another --data`, false, error);
}

/** What LevelDB says of a table that it cannot read or write any more; undefined for any other error. */
export function tableDamageOf(error: unknown): string | undefined {
  const code = codeOf(error);
  return code === 'LEVEL_CORRUPTION' || code === 'LEVEL_IO_ERROR' ? (error as Error).message : undefined;
}
