import { mergeRecordFolds, newRecordFold, type RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../../domain/time.ts';
import { type FoldedFile, TrailFileReader } from '../fold-trail-file.ts';
import { TrailThreads } from './trail-threads.ts';

/**
 * Folds files that others fetch, in no order: whole ones in threads where the machine has some, streams here one by
 * one.
 */
export class UnorderedTrailReader {
  private readonly now: Instant;
  private readonly onBytes: (count: number) => void;
  private readonly here: TrailFileReader;
  private lastHere: Promise<unknown> = Promise.resolve();
  private threads: Promise<TrailThreads | undefined> | undefined;

  constructor(now: Instant, onBytes: (count: number) => void) {
    this.now = now;
    this.onBytes = onBytes;
    this.here = new TrailFileReader(now);
  }

  /** What a stream throws is thrown on; what came of it before is in the fold. */
  async foldFile(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<FoldedFile> {
    this.threads ??= TrailThreads.start(this.now, this.onBytes);
    const threads = await this.threads;
    if (threads !== undefined && bytes instanceof Uint8Array) return threads.foldFile(bytes);
    const folded = this.lastHere.then(() => this.here.foldFile(bytes, this.onBytes));
    this.lastHere = folded.catch(() => {});
    return folded;
  }

  /** What all files since the last time came to; only while none is under way. */
  async finish(): Promise<RecordFold> {
    const fold = newRecordFold();
    const threads = await this.threads;
    for (const each of [this.here.finish(), ...((await threads?.finish()) ?? [])]) mergeRecordFolds(fold, each);
    return fold;
  }

  async stop(): Promise<void> {
    await (await this.threads)?.stop();
  }
}
