/** Reads files in threads, with their results in order. */

import {
  mergeRecordFolds,
  mergeUnreadable,
  newRecordFold,
  type RecordFold,
} from '../../../domain/cloudtrail/record-fold.ts';
import type { TrailSource } from '../bytes/trail-bytes.ts';
import { type FoldedFile, TrailFileReader } from '../fold-trail-file.ts';
import { littleBytes, TrailThreads } from './trail-threads.ts';
import type { ThreadSettings } from './trail-worker.ts';

/** A file to read, and a function for its result, called in the order of the files. */
export interface TrailJob {
  readonly source: TrailSource;
  /** Before inflation. */
  readonly sizeBytes: number;
  readonly done: (file: FoldedFile) => void;
}

const fewFiles = 4;

/** Reads files into one fold: on all cores where there is enough to read, else in this thread. */
export class OrderedTrailReader {
  private readonly settings: ThreadSettings;
  private readonly onBytes: (count: number) => void;
  /** Files that wait until it is known whether there is much to read. */
  private held: TrailJob[] | undefined = [];
  private heldBytes = 0;
  private threads: TrailThreads | undefined;
  private here: TrailFileReader | undefined;
  private lastHere: Promise<unknown> = Promise.resolve();
  private readonly unreadable = newRecordFold();
  /** The files under way, in their order. Finished ones leave from the front. */
  private readonly underWay: Promise<void>[] = [];

  constructor(settings: ThreadSettings, onBytes: (count: number) => void) {
    this.settings = settings;
    this.onBytes = onBytes;
  }

  /** Returns when there is room for another file. */
  async read(job: TrailJob): Promise<void> {
    if (this.held === undefined) return this.begin(job);
    this.held.push(job);
    this.heldBytes += job.sizeBytes;
    if (this.held.length < fewFiles || this.heldBytes < littleBytes) return;
    this.threads = await TrailThreads.start(this.settings, this.onBytes);
    await this.beginHeld();
  }

  /** The fold of all files, once each has been read. */
  async finish(): Promise<RecordFold> {
    await this.beginHeld();
    for (const file of this.underWay.splice(0)) await file;
    const folds = (await this.threads?.finish()) ?? [];
    const fold = this.here?.finish() ?? newRecordFold();
    for (const other of folds) mergeRecordFolds(fold, other);
    mergeUnreadable(fold, this.unreadable.unreadable);
    return fold;
  }

  async stop(): Promise<void> {
    await this.threads?.stop();
  }

  private async beginHeld(): Promise<void> {
    const held = this.held ?? [];
    this.held = undefined;
    for (const job of held) await this.begin(job);
  }

  private async begin(job: TrailJob): Promise<void> {
    const before = this.underWay.at(-1);
    const reading = this.foldFile(job);
    const reported = Promise.all([reading, before]).then(([file]) => this.report(job, file));
    reported.catch(() => {});
    this.underWay.push(reported);
    const room = this.threads?.roomFor(job.source) ?? 1;
    while (this.underWay.length >= room) await this.underWay.shift();
  }

  /** A stream cannot move to a thread. It is read here, one after the other. */
  private foldFile({ source, sizeBytes }: TrailJob): Promise<FoldedFile> {
    const isStream = typeof source !== 'string' && !(source instanceof Uint8Array);
    if (this.threads !== undefined && !isStream) return this.threads.foldFile(source, sizeBytes);
    this.here ??= new TrailFileReader(this.settings.now, this.settings);
    const { here } = this;
    const turn = this.lastHere.then(() => here.foldFile(source, this.onBytes));
    this.lastHere = turn.catch(() => {});
    return turn;
  }

  private report(job: TrailJob, file: FoldedFile): void {
    mergeUnreadable(this.unreadable, file.unreadable);
    job.done(file);
  }
}
