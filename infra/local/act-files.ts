/** Records of acts as files, a folder for each account: `ACCOUNT/000001.json`. */

import { randomBytes } from 'node:crypto';
import { link, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccountId } from '../../domain/ids.ts';
import type { ActRecords, PlacedRecord } from '../ports/act-store.ts';
import { codeOf } from '../trail/bytes/file-error.ts';
import { makeFolder } from './data-folder.ts';

const digits = 6;

/** The records below a folder. A file appears whole, with its bytes on disk, or not at all. */
export function actFiles(dir: string): ActRecords {
  const folderOf = (accountId: AccountId) => join(dir, accountId);
  const fileOf = (accountId: AccountId, sequence: number) => join(folderOf(accountId), nameOf(sequence));
  return {
    putAct: async (accountId, sequence, text) => {
      const folder = folderOf(accountId);
      await makeFolder(folder);
      const isNew = await putFile(fileOf(accountId, sequence), text);
      if (isNew) await syncFolder(folder);
      return isNew;
    },
    readAct: (accountId, sequence) => readIfThere(fileOf(accountId, sequence)),
    readActs: (accountId) => readActFolder(folderOf(accountId)),
  };
}

const nameOf = (sequence: number): string => `${`${sequence}`.padStart(digits, '0')}.json`;

/** The records in one folder, which may be a copy of another one; other files in it are no records. */
export async function readActFolder(folder: string): Promise<PlacedRecord[]> {
  const names = await readdir(folder).catch((error: unknown) =>
    codeOf(error) === 'ENOENT' ? [] : Promise.reject(error),
  );
  const records: PlacedRecord[] = [];
  for (const name of names.filter((each) => /^\d{6}\.json$/.test(each)).sort()) {
    records.push({ sequence: Number.parseInt(name, 10), text: textOf(await readFile(join(folder, name))) });
  }
  return records;
}

/** Bytes that are no UTF-8 are no record: decoded they could look like one. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : '';
}

/** Writes the bytes under a name of their own first: a link to that is made in one step, and never over a file. */
async function putFile(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(draft, 'wx');
    await handle
      .writeFile(text)
      .then(() => handle.sync())
      .finally(() => handle.close());
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

/** Windows has no folders to sync. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}
