import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import {
  type SampleOptions,
  sampleDefaults,
  writeSampleAccount,
} from '../../../handlers/sample/write-sample-account.ts';
import { filledOnce } from '../../filled-once.ts';
import { temporaryFolder } from '../../temporary-folder.ts';

export type Json = { readonly [key: string]: unknown };

/** Writes a sample into a folder that goes when the test file is through; the default one once for all files. */
export async function written(options: Partial<SampleOptions> = {}) {
  if (Object.keys(options).length === 0) return writtenDefault();
  const dir = temporaryFolder();
  return { dir, summary: await writeSampleAccount(dir, { ...sampleDefaults, ...options }) };
}

async function writtenDefault() {
  const summaryOf = (dir: string) => `${dir}.summary`;
  const dir = await filledOnce('default-sample', async (into) => {
    await writeFile(summaryOf(into), serialize(await writeSampleAccount(into, sampleDefaults)));
  });
  const summary = deserialize(await readFile(summaryOf(dir)));
  return { dir, summary: summary as Awaited<ReturnType<typeof writeSampleAccount>> };
}

export async function filesBelow(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

export async function logFilesBelow(dir: string): Promise<string[]> {
  return (await filesBelow(join(dir, 'AWSLogs'))).filter((file) => file.includes('/CloudTrail/'));
}

export async function jsonOfGzip(file: string): Promise<Json> {
  return JSON.parse(gunzipSync(await readFile(file)).toString('utf8'));
}

/** All records in the order of the files' names. */
export async function recordsBelow(dir: string): Promise<Json[]> {
  const records: Json[] = [];
  for (const file of await logFilesBelow(dir)) records.push(...((await jsonOfGzip(file))['Records'] as Json[]));
  return records;
}

/** One digest of every file's name and bytes. */
export async function digestOf(dir: string): Promise<string> {
  const hash = createHash('sha256');
  for (const file of await filesBelow(dir)) hash.update(file.slice(dir.length)).update(await readFile(file));
  return hash.digest('hex');
}

export const part = (record: Json, key: string): Json => (record[key] ?? {}) as Json;

export function grouped<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return groups;
}
