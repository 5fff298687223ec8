/** A pool of threads that read files. */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { TrailSource } from '../bytes/trail-bytes.ts';
import type { FoldedFile } from '../fold-trail-file.ts';
import { FileQueues, type FileRun } from './file-queues.ts';
import { ask, startThread, type Thread } from './thread.ts';
import type { ThreadSettings } from './trail-worker.ts';

/** Below this size of all files, before inflation, starting threads takes longer than reading. */
export const littleBytes = 4 * 1024 * 1024;
/** Each thread takes about 60 MB. Few disks are fast enough for more than eight. */
const mostThreads = 8;
/** Requests that wait at each thread, so that none is idle while an answer travels. */
const requestsAhead = 2;
/** Paths that wait for a thread. They take little memory, and enough of them let each thread keep to its neighbours. */
const pathsAhead = 1024;

/** Worker threads that read files, each into its own fold. */
export class TrailThreads {
  private readonly threads: readonly Thread[];
  private readonly queues: FileQueues;

  private constructor(threads: readonly Thread[]) {
    this.threads = threads;
    this.queues = new FileQueues(threads.length);
  }

  /** Starts the threads. Undefined where there is one core only, the program is not built, or threads cannot start. */
  static async start(settings: ThreadSettings, onBytes: (count: number) => void): Promise<TrailThreads | undefined> {
    const script = fileURLToPath(new URL('./trail-worker.js', import.meta.url));
    const count = Math.min(availableParallelism(), mostThreads);
    if (count < 2 || !existsSync(script)) return undefined;
    const started = await compilingInPlace(() =>
      Promise.allSettled(Array.from({ length: count }, () => startThread(script, settings, onBytes))),
    );
    const threads = started.flatMap((thread) => (thread.status === 'fulfilled' ? [thread.value] : []));
    return threads.length === 0 ? undefined : new TrailThreads(threads);
  }

  /** How many files may be under way at once: many by their paths, few by their bytes. */
  roomFor(source: TrailSource): number {
    return typeof source === 'string' ? pathsAhead : this.threads.length * requestsAhead;
  }

  foldFile(source: string | Uint8Array, sizeBytes: number): Promise<FoldedFile> {
    return new Promise((done, failed) => {
      const own = typeof source === 'string' ? source : Uint8Array.from(source);
      const isComplete = this.queues.add({ source: own, done, failed }, sizeBytes);
      for (const [index, thread] of this.threads.entries()) {
        if (isComplete || thread.waiting.length === 0) this.feed(thread, index);
      }
    });
  }

  /** The folds of all threads, once every file has its result. */
  async finish(): Promise<RecordFold[]> {
    const answers = await Promise.all(this.threads.map((thread) => ask(thread, { kind: 'finish' })));
    return answers.flatMap((answer) => (answer.kind === 'fold' ? [answer.fold] : []));
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
  }

  private feed(thread: Thread, index: number): void {
    while (thread.waiting.length < requestsAhead) {
      const run = this.queues.take(index);
      if (run === undefined) return;
      this.read(thread, run).finally(() => this.feed(thread, index));
    }
  }

  private async read(thread: Thread, run: FileRun): Promise<void> {
    try {
      const answer = await ask(thread, { kind: 'files', sources: run.map(({ source }) => source) });
      if (answer.kind !== 'files') throw new Error(`a thread answered ${answer.kind} to a request to read files`);
      for (const [index, file] of answer.files.entries()) run[index]?.done(file);
    } catch (error) {
      for (const { failed } of [...run, ...this.queues.clear()]) failed(error);
    }
  }
}

/**
 * Threads that start during `start` compile their JavaScript in the foreground. Node 20 ends the whole process if a
 * thread ends while something is compiled for it in the background (`GetForegroundTaskRunner`, assertion `data.first`):
 * 2 of 80 short scans on two busy cores.
 */
async function compilingInPlace<T>(start: () => Promise<T>): Promise<T> {
  setFlagsFromString('--no-concurrent-recompilation');
  try {
    return await start();
  } finally {
    setFlagsFromString('--concurrent-recompilation');
  }
}
