import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sampleDefaults, writeSampleAccount } from '../../handlers/sample/write-sample-account.ts';
import { logFiles } from './log-files.ts';

/** One archive that the contenders read. */
export interface ArchiveData {
  readonly folder: string;
  readonly records: number;
  readonly files: number;
  readonly rawBytes: number;
}

/**
 * Which archive: how many records in how many files. `varied`: no two records of it have the same names in the same
 * order.
 */
export interface ArchiveSize {
  readonly records: number;
  readonly files: number;
  readonly varied: boolean;
}

/** Our own sample, made once for each size and kept in the temporary folder. */
export async function archiveOf(size: ArchiveSize): Promise<ArchiveData> {
  const dir = join(tmpdir(), `lastseen-bench-${size.records}-${size.files}${size.varied ? '-varied' : ''}`);
  const known = join(dir, 'data.json');
  if (existsSync(known)) return JSON.parse(readFileSync(known, 'utf8'));
  mkdirSync(dir, { recursive: true });
  const recordsPerDay = Math.round(size.records / sampleDefaults.days);
  const sample = await writeSampleAccount(dir, { ...sampleDefaults, users: 500, recordsPerDay, files: size.files });
  const { records, files, paths } = sample;
  const rawBytes = size.varied ? varyFiles(paths.trail) : sample.rawBytes;
  const data = { folder: paths.trail, records, files, rawBytes };
  writeFileSync(known, JSON.stringify(data));
  return data;
}

type Json = Record<string, unknown>;

/** Gives each record of an archive parameters under names of its own, and another order. Answers the inflated bytes. */
function varyFiles(folder: string): number {
  let rawBytes = 0;
  let turn = 0;
  for (const path of logFiles(folder)) {
    const { Records } = JSON.parse(gunzipSync(readFileSync(path)).toString()) as { Records: Json[] };
    const text = JSON.stringify({ Records: Records.map((record) => varied(record, turn++)) });
    writeFileSync(path, gzipSync(text));
    rawBytes += Buffer.byteLength(text);
  }
  return rawBytes;
}

function varied(record: Json, turn: number): Json {
  const names = Object.keys(record);
  const begin = turn % names.length;
  const order = [...names.slice(begin), ...names.slice(0, begin)];
  const own = Object.fromEntries([1, 2, 3, 4].map((part) => [`name${turn * part}`, { [`key${turn % 977}`]: turn }]));
  return { ...Object.fromEntries(order.map((name) => [name, record[name]])), requestParameters: own };
}
