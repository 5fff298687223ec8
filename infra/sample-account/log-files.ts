import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { instantOfEpochMs } from '../../domain/time.ts';
import type { Random } from './random.ts';

/** What was written so far. */
export interface Written {
  files: number;
  records: number;
  rawBytes: number;
}

/** Where log files go: the account's folder layout of AWS, `files` in all, spread evenly over Regions and days. */
export interface LogFolder {
  readonly dir: string;
  readonly account: string;
  readonly regions: readonly string[];
  readonly days: number;
  readonly files: number;
  readonly endMs: number;
  readonly random: Random;
}

const dayMs = 86_400_000;
/** Every so-manieth record comes late, in the next file; every so-manieth comes again, in another Region's. */
const lateEvery = 97;
const againEvery = 211;

/** Collects records by Region and writes them as files at the end of each day. */
export class LogFiles {
  readonly written: Written = { files: 0, records: 0, rawBytes: 0 };
  private readonly folder: LogFolder;
  private readonly open: Map<string, string[]>;
  private readonly late: Map<string, string[]>;
  private taken = 0;

  constructor(folder: LogFolder) {
    this.folder = folder;
    this.open = new Map(folder.regions.map((region) => [region, []]));
    this.late = new Map(folder.regions.map((region) => [region, []]));
  }

  take(region: string, record: unknown): void {
    const json = JSON.stringify(record);
    this.taken++;
    const late = this.taken % lateEvery === 0 ? this.late : this.open;
    late.get(region)?.push(json);
    if (this.taken % againEvery === 0) this.open.get(this.otherRegion(region))?.push(json);
  }

  private otherRegion(region: string): string {
    const { regions } = this.folder;
    return regions[(regions.indexOf(region) + 1) % regions.length] as string;
  }

  /** Writes the files that are due at the end of this day; the last day leaves nothing behind. */
  endDay(day: number): void {
    const { regions, days, files } = this.folder;
    for (const [index, region] of regions.entries()) {
      const ofRegion = Math.max(1, Math.floor(files / regions.length) + (index < files % regions.length ? 1 : 0));
      const due = Math.floor(((day + 1) * ofRegion) / days) - Math.floor((day * ofRegion) / days);
      if (due > 0) this.writeRegion(region, day, due);
    }
  }

  private writeRegion(region: string, day: number, files: number): void {
    const isLast = day === this.folder.days - 1;
    const records = [...(this.open.get(region) ?? []), ...(isLast ? (this.late.get(region) ?? []) : [])];
    const size = Math.ceil(records.length / files);
    for (let part = 0; part < files; part++) {
      this.writeFile(region, day, part / files, records.slice(part * size, (part + 1) * size));
    }
    this.open.set(region, isLast ? [] : (this.late.get(region) ?? []));
    this.late.set(region, []);
  }

  private writeFile(region: string, day: number, partOfDay: number, records: readonly string[]): void {
    const { endMs, days } = this.folder;
    const at = instantOfEpochMs(endMs - (days - day - partOfDay) * dayMs + 300_000) as string;
    const json = `{"Records":[${records.join(',')}]}`;
    writeLog(this.folder, 'CloudTrail', region, at, json);
    this.written.files++;
    this.written.records += records.length;
    this.written.rawBytes += Buffer.byteLength(json);
  }
}

/** Writes one file under AWS's name for it: `.../CloudTrail/eu-west-1/2026/11/01/111122223333_CloudTrail_...json.gz`. */
export function writeLog(folder: LogFolder, kind: string, region: string, at: string, json: string): void {
  const { dir, account, random } = folder;
  const [date = '', time = ''] = at.split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  const name = `${account}_${kind}_${region}_${stamp}_${random.uuid().replaceAll('-', '').slice(0, 16)}.json.gz`;
  const path = join(dir, 'AWSLogs', account, kind, region, ...date.split('-'), name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, gzipSync(json, { level: 1 }));
}
