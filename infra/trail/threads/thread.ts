/** One thread that reads files, seen from the main one. */

import { Worker } from 'node:worker_threads';
import type { ThreadSettings, TrailAnswer, TrailRequest } from './trail-worker.ts';

/** Little of what a thread makes lives long: more room would only be touched, not needed. */
const maxYoungGenerationSizeMb = 6;

/** One thread and its requests without an answer, in their order. */
export interface Thread {
  readonly worker: Worker;
  readonly waiting: { done(answer: TrailAnswer): void; failed(error: unknown): void }[];
}

/** The answer of the thread; rejects where the thread fails or ends. */
export function ask({ worker, waiting }: Thread, request: TrailRequest): Promise<TrailAnswer> {
  return new Promise((done, failed) => {
    waiting.push({ done, failed });
    worker.postMessage(request, transferred(request));
  });
}

/** The buffers that move to the thread. The sender makes sure that they hold nothing else. */
function transferred(request: TrailRequest): ArrayBuffer[] {
  if (request.kind === 'finish') return [];
  return request.sources.flatMap((source) => (typeof source === 'string' ? [] : [source.buffer as ArrayBuffer]));
}

/** Starts a thread with this script; `onBytes` gets the number of further bytes that it read. */
export function startThread(
  script: string,
  settings: ThreadSettings,
  onBytes: (count: number) => void,
): Promise<Thread> {
  return new Promise((ready, failed) => {
    const worker = new Worker(script, { workerData: settings, resourceLimits: { maxYoungGenerationSizeMb } });
    const thread: Thread = { worker, waiting: [] };
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
