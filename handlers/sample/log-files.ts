import type { Told } from './day.ts';
import { type LogFolder, logPath } from './log-path.ts';
import { type LogStream, openLogStream } from './log-stream.ts';
import { type Random, randomOf } from './random.ts';

/** What was written so far; `rawBytes` before compression, of the files that are finished. */
export interface Written {
  files: number;
  records: number;
  rawBytes: number;
}

/** How the records are spread: `files` in all, evenly over Regions, each for an equal stretch of the days. */
export interface Spread {
  readonly days: number;
  readonly files: number;
  readonly recordsPerDay: number;
  readonly endMs: number;
}

export interface LogFiles {
  readonly written: Written;
  /** Takes the next record of this day. A promise is to be awaited before the next one. */
  take(told: Told, day: number): Promise<unknown> | undefined;
  /** Finishes the files that are due at the end of this day. */
  endDay(day: number): Promise<void>;
}

/** The files of one Region: the one that is open, and the records that are held back for the next one. */
interface Desk {
  readonly region: string;
  readonly files: number;
  readonly names: Random;
  index: number;
  stream: LogStream | undefined;
  isEmpty: boolean;
  today: number;
  late: string[];
}

const dayMs = 86_400_000;
/** Every so-manieth record comes late, in the next file; every so-manieth comes again, in another Region's. */
const lateEvery = 97;
const againEvery = 211;

/** Writes records into files as CloudTrail does: at least one for each Region, by the order in which they are delivered. */
export function openLogFiles(folder: LogFolder, spread: Spread): LogFiles {
  const written: Written = { files: 0, records: 0, rawBytes: 0 };
  const desks = folder.regions.map((_, index) => deskOf(folder, index, spread.files));
  let taken = 0;

  function put(desk: Desk, json: string): LogStream {
    const stream = streamOf(desk);
    stream.write(desk.isEmpty ? json : `,${json}`);
    desk.isEmpty = false;
    written.records++;
    return stream;
  }

  /** The open file of the Region; a new one begins with what came late for the one before. */
  function streamOf(desk: Desk): LogStream {
    if (desk.stream !== undefined) return desk.stream;
    const path = logPath(folder, 'CloudTrail', desk.region, deliveryMs(desk, spread), desk.names);
    const stream = openLogStream(path);
    desk.stream = stream;
    desk.isEmpty = true;
    stream.write('{"Records":[');
    for (const json of desk.late.splice(0)) put(desk, json);
    return stream;
  }

  async function close(desk: Desk): Promise<void> {
    const stream = streamOf(desk);
    if (desk.index === desk.files - 1) for (const json of desk.late.splice(0)) put(desk, json);
    stream.write(']}');
    desk.index++;
    desk.stream = undefined;
    const rawBytes = await stream.end();
    written.rawBytes += rawBytes;
    written.files++;
  }

  async function closeUntil(desk: Desk, index: number): Promise<void> {
    while (desk.index < index) await close(desk);
  }

  async function roll(desk: Desk, index: number, json: string): Promise<void> {
    await closeUntil(desk, index);
    put(desk, json);
  }

  return {
    written,
    take({ region, json }, day) {
      const at = desks.findIndex((desk) => desk.region === region);
      const desk = desks[at] as Desk;
      taken++;
      const due = dueIndex(desk, day, desk.today++ / (spread.recordsPerDay / desks.length), spread.days);
      if (taken % againEvery === 0) put(desks[(at + 1) % desks.length] as Desk, json);
      if (due > desk.index) return roll(desk, due, json);
      if (taken % lateEvery === 0) desk.late.push(json);
      else if (put(desk, json).isFull()) return desk.stream?.drained();
      return undefined;
    },
    async endDay(day) {
      for (const desk of desks) desk.today = 0;
      const due = (desk: Desk) => Math.floor(((day + 1) * desk.files) / spread.days);
      await Promise.all(desks.map((desk) => closeUntil(desk, due(desk))));
    },
  };
}

function deskOf({ regions, random }: LogFolder, index: number, files: number): Desk {
  const own = Math.max(1, Math.floor(files / regions.length) + (index < files % regions.length ? 1 : 0));
  const names = randomOf(random.below(0x7fff_ffff)); // Of its own: files of several Regions are opened in any order.
  const region = regions[index] as string;
  return { region, files: own, names, index: 0, stream: undefined, isEmpty: true, today: 0, late: [] };
}

/** The file into which a record belongs, by the day and by the part of the day's records that came before it. */
function dueIndex(desk: Desk, day: number, partOfDay: number, days: number): number {
  const endOfDay = Math.ceil(((day + 1) * desk.files) / days) - 1;
  return Math.min(Math.floor(((day + Math.min(partOfDay, 1)) * desk.files) / days), endOfDay);
}

/** When the open file is complete: a second before the next one begins. */
function deliveryMs(desk: Desk, { days, endMs }: Spread): number {
  return endMs - days * dayMs + Math.floor(((desk.index + 1) * days * dayMs) / desk.files) - 1000;
}
