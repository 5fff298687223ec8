import { mergeRecordFolds, newRecordFold, type RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import { type FoldedFile, TrailFileReader } from '../fold-trail-file.ts';
import { littleBytes, TrailThreads } from './trail-threads.ts';
import type { ThreadSettings } from './trail-worker.ts';

/**
 * Reads fetched files into one fold, in any order: whole files in threads where there are several cores and much to
 * read, else here one by one, as streams always.
 */
export class UnorderedTrailReader {
  private readonly settings: ThreadSettings;
  private readonly onBytes: (count: number) => void;
  private readonly here: TrailFileReader;
  private lastHere: Promise<unknown> = Promise.resolve();
  private wholeBytes = 0;
  private threads: Promise<TrailThreads | undefined> | undefined;

  constructor(settings: ThreadSettings, onBytes: (count: number) => void) {
    this.settings = settings;
    this.onBytes = onBytes;
    this.here = new TrailFileReader(settings.now, settings);
  }

  /** Throws what a stream throws; the records before that are in the fold. */
  async foldFile(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<FoldedFile> {
    if (bytes instanceof Uint8Array) {
      const threads = await this.threadsFor(bytes);
      if (threads !== undefined) return threads.foldFile(bytes, bytes.length);
    }
    const folded = this.lastHere.then(() => this.here.foldFile(bytes, this.onBytes));
    this.lastHere = folded.catch(() => {});
    return folded;
  }

  /** The threads, once the whole files that were given come to much. */
  private threadsFor({ length }: Uint8Array): Promise<TrailThreads | undefined> | undefined {
    this.wholeBytes += length;
    if (this.wholeBytes >= littleBytes) this.threads ??= TrailThreads.start(this.settings, this.onBytes);
    return this.threads;
  }

  /** The fold of all files since the last call. Call it only while no file is under way. */
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
