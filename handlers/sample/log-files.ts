/** Writes log files as CloudTrail lays them out. */

import { join } from 'node:path';
import type { SampleRecordLine } from './day.ts';
import { type LogFolder, logKey } from './log-path.ts';
import { type LogStream, openLogStream } from './log-stream.ts';
import { type Random, randomOf } from './random.ts';

/** The counts so far. `rawBytes`: before compression, of the finished files. */
export interface Written {
  files: number;
  records: number;
  rawBytes: number;
}

/** A finished file. `hash`: SHA-256 of its text in hex. */
export interface DeliveredFile {
  readonly region: string;
  readonly key: string;
  readonly atMs: number;
  readonly hash: string;
}

/** How to spread the records: `files` in all, evenly over Regions, each for an equal part of the days. */
export interface Spread {
  readonly days: number;
  readonly files: number;
  readonly recordsPerDay: number;
  readonly endMs: number;
}

export interface LogFiles {
  readonly written: Written;
  /** Takes the next record of this day. If it returns a promise, await it before the next record. */
  take(line: SampleRecordLine, day: number): Promise<unknown> | undefined;
  /** Finishes the files that end with this day. */
  endDay(day: number): Promise<void>;
}

/** The files of one Region: the open one, and the late records for the next one. */
interface RegionFile {
  readonly region: string;
  readonly files: number;
  readonly names: Random;
  index: number;
  key: string;
  stream: LogStream | undefined;
  isEmpty: boolean;
  today: number;
  late: string[];
}

const dayMs = 86_400_000;
/** One in 97 records is late, in the next file; one in 211 is repeated, in another Region's file. */
const lateEvery = 97;
const againEvery = 211;

/** Writes records into files as CloudTrail does, in the order of delivery. Each Region has at least one file. */
export function openLogFiles(
  folder: LogFolder,
  spread: Spread,
  delivered: (file: DeliveredFile) => void = () => undefined,
): LogFiles {
  const written: Written = { files: 0, records: 0, rawBytes: 0 };
  const regionFiles = folder.regions.map((_, index) => regionFileOf(folder, index, spread.files));
  let taken = 0;

  function put(file: RegionFile, json: string): LogStream {
    const stream = streamOf(file);
    stream.write(file.isEmpty ? json : `,${json}`);
    file.isEmpty = false;
    written.records++;
    return stream;
  }

  /** The open file of the Region. A new file begins with the late records of the file before. */
  function streamOf(file: RegionFile): LogStream {
    if (file.stream !== undefined) return file.stream;
    file.key = logKey(folder.account, 'CloudTrail', file.region, deliveryMs(file, spread), file.names);
    const stream = openLogStream(join(folder.dir, file.key));
    file.stream = stream;
    file.isEmpty = true;
    stream.write('{"Records":[');
    for (const json of file.late.splice(0)) put(file, json);
    return stream;
  }

  async function close(file: RegionFile): Promise<void> {
    const stream = streamOf(file);
    if (file.index === file.files - 1) for (const json of file.late.splice(0)) put(file, json);
    stream.write(']}');
    const { region, key } = file;
    const atMs = deliveryMs(file, spread);
    file.index++;
    file.stream = undefined;
    const { rawBytes, hash } = await stream.end();
    delivered({ region, key, atMs, hash });
    written.rawBytes += rawBytes;
    written.files++;
  }

  async function closeUntil(file: RegionFile, index: number): Promise<void> {
    while (file.index < index) await close(file);
  }

  async function roll(file: RegionFile, index: number, json: string): Promise<void> {
    await closeUntil(file, index);
    put(file, json);
  }

  return {
    written,
    take({ region, json }, day) {
      const at = regionFiles.findIndex((file) => file.region === region);
      const file = regionFiles[at] as RegionFile;
      taken++;
      const due = dueIndex(file, day, file.today++ / (spread.recordsPerDay / regionFiles.length), spread.days);
      if (taken % againEvery === 0) put(regionFiles[(at + 1) % regionFiles.length] as RegionFile, json);
      if (due > file.index) return roll(file, due, json);
      if (taken % lateEvery === 0) file.late.push(json);
      else if (put(file, json).isFull()) return file.stream?.drained();
      return undefined;
    },
    async endDay(day) {
      for (const file of regionFiles) file.today = 0;
      const due = (file: RegionFile) => Math.floor(((day + 1) * file.files) / spread.days);
      await Promise.all(regionFiles.map((file) => closeUntil(file, due(file))));
    },
  };
}

function regionFileOf({ regions, random }: LogFolder, index: number, files: number): RegionFile {
  const share = Math.max(1, Math.floor(files / regions.length) + (index < files % regions.length ? 1 : 0));
  // Each Region has its own stream of names: files of several Regions are opened in any order.
  const names = randomOf(random.below(0x7fff_ffff));
  const region = regions[index] as string;
  return { region, files: share, names, index: 0, key: '', stream: undefined, isEmpty: true, today: 0, late: [] };
}

/** The index of a record's file, by the day and by the fraction of the day's records before it. */
function dueIndex(file: RegionFile, day: number, partOfDay: number, days: number): number {
  const endOfDay = Math.ceil(((day + 1) * file.files) / days) - 1;
  return Math.min(Math.floor(((day + Math.min(partOfDay, 1)) * file.files) / days), endOfDay);
}

/** The time of the open file's delivery: a second before the next one begins. */
function deliveryMs(file: RegionFile, { days, endMs }: Spread): number {
  return endMs - days * dayMs + Math.floor(((file.index + 1) * days * dayMs) / file.files) - 1000;
}
