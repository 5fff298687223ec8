/** A pool of threads that read files. */

import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import type { RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { FoldedFile } from '../fold-trail-file.ts';
import type { ThreadSettings, TrailAnswer, TrailRequest } from './trail-worker.ts';

/** Each thread takes about 60 MB. Few disks are fast enough for more than eight. */
const mostThreads = 8;
/** Requests that wait at each thread, so that none is idle while an answer travels. */
const requestsAhead = 2;

/** One thread and its requests without an answer. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: { done(answer: TrailAnswer): void; failed(error: unknown): void }[];
}

/** Worker threads that read files, each into its own fold. */
export class TrailThreads {
  private readonly threads: readonly Thread[];

  private constructor(threads: readonly Thread[]) {
    this.threads = threads;
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

  /** How many files may be under way at once. */
  get room(): number {
    return this.threads.length * requestsAhead;
  }

  async foldFile(source: string | Uint8Array): Promise<FoldedFile> {
    const [idlest] = [...this.threads].sort((a, b) => a.waiting.length - b.waiting.length);
    const own = typeof source === 'string' ? source : Uint8Array.from(source);
    const answer = await ask(idlest as Thread, { kind: 'file', source: own });
    if (answer.kind !== 'file') throw new Error(`a thread answered ${answer.kind} to a request to read a file`);
    return answer.file;
  }

  /** The folds of all threads. */
  async finish(): Promise<RecordFold[]> {
    const answers = await Promise.all(this.threads.map((thread) => ask(thread, { kind: 'finish' })));
    return answers.flatMap((answer) => (answer.kind === 'fold' ? [answer.fold] : []));
  }

  async stop(): Promise<void> {
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()));
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

/** The buffers that move to the thread. The sender makes sure that they hold nothing else. */
function transferred(request: TrailRequest): ArrayBuffer[] {
  return request.kind === 'file' && typeof request.source !== 'string' ? [request.source.buffer as ArrayBuffer] : [];
}

function ask({ worker, waiting }: Thread, request: TrailRequest): Promise<TrailAnswer> {
  return new Promise((done, failed) => {
    waiting.push({ done, failed });
    worker.postMessage(request, transferred(request));
  });
}

function startThread(script: string, settings: ThreadSettings, onBytes: (count: number) => void): Promise<Thread> {
  return new Promise((ready, failed) => {
    const thread: Thread = { worker: new Worker(script, { workerData: settings }), waiting: [] };
    const fail = (error: unknown) => {
      failed(error);
      for (const { failed: refuse } of thread.waiting.splice(0)) refuse(error);
    };
    thread.worker.on('error', fail);
    thread.worker.on('exit', () => fail(new Error('a thread that reads log files ended early')));
    thread.worker.on('message', (answer: TrailAnswer) => {
      if (answer.kind === 'ready') ready(thread);
      else if (answer.kind === 'bytes') onBytes(answer.count);
      else if (answer.kind === 'failed') thread.waiting.shift()?.failed(answer.error);
      else thread.waiting.shift()?.done(answer);
    });
  });
}
