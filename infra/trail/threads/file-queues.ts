/** Which thread reads which files. */

import type { FoldedFile } from '../fold-trail-file.ts';

/** A file to read, and what to call with its result. */
export interface QueuedFile {
  readonly source: string | Uint8Array;
  done(file: FoldedFile): void;
  failed(error: unknown): void;
}

/** Files that a thread reads one after the other, with one message to it and one back. */
export type FileRun = readonly QueuedFile[];

const runFiles = 4;
const runBytes = 2 * 1024 * 1024;
/** A thread gets so many files in a row: neighbours come from one account and Region, and their records are alike. */
const stretchFiles = 64;

/**
 * One queue of runs for each thread. Files that come one after the other go to one thread, up to a length; a thread
 * without any takes the last run of the longest queue.
 */
export class FileQueues {
  private readonly queues: readonly FileRun[][];
  private open: QueuedFile[] = [];
  private openBytes = 0;
  private target = 0;
  private inStretch = 0;

  constructor(threads: number) {
    this.queues = Array.from({ length: threads }, () => []);
  }

  /** Adds a file behind the others. Answers whether it completed a run. */
  add(file: QueuedFile, sizeBytes: number): boolean {
    this.open.push(file);
    this.openBytes += sizeBytes;
    const isComplete = this.open.length >= runFiles || this.openBytes >= runBytes;
    if (isComplete) this.closeRun();
    return isComplete;
  }

  /** The next run for a thread, also one that is not complete; undefined where no file waits. */
  take(thread: number): FileRun | undefined {
    if (this.queues.every((queue) => queue.length === 0)) this.closeRun();
    return this.queues[thread]?.shift() ?? this.longest().pop();
  }

  /** Takes out all that wait. */
  clear(): QueuedFile[] {
    this.closeRun();
    return this.queues.flatMap((queue) => queue.splice(0).flat());
  }

  private closeRun(): void {
    if (this.open.length === 0) return;
    this.queues[this.target]?.push(this.open);
    this.inStretch += this.open.length;
    this.open = [];
    this.openBytes = 0;
    if (this.inStretch < stretchFiles) return;
    this.inStretch = 0;
    this.target = this.shortest();
  }

  private longest(): FileRun[] {
    return this.queues.reduce((a, b) => (b.length > a.length ? b : a));
  }

  private shortest(): number {
    const lengths = this.queues.map(({ length }) => length);
    return lengths.indexOf(Math.min(...lengths));
  }
}
