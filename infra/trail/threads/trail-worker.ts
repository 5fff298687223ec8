/** The program of one thread. */

import { parentPort, workerData } from 'node:worker_threads';
import type { RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../../domain/time.ts';
import { type FoldedFile, TrailFileReader } from '../fold-trail-file.ts';

/**
 * A request to the thread: to read files, by their paths or bytes, or to return the fold of all files that it read.
 */
export type TrailRequest =
  | { readonly kind: 'files'; readonly sources: readonly (string | Uint8Array)[] }
  | { readonly kind: 'finish' };

/** An answer of the thread, in the order of the requests; `bytes` comes in between. */
export type TrailAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'files'; readonly files: readonly FoldedFile[] }
  | { readonly kind: 'fold'; readonly fold: RecordFold }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The time of the reading, and whether files are read for their hashes too. */
export interface ThreadSettings {
  readonly now: Instant;
  readonly hashes: boolean;
}

type Port = NonNullable<typeof parentPort>;

/** A message wakes the other side, which then takes a core: progress waits for so many bytes. */
const bytesTogether = 4 * 1024 * 1024;

/** The thread's side of `TrailThreads`: one file after the other into one fold. */
function serve(port: Port, { now, hashes }: ThreadSettings): void {
  const folder = new TrailFileReader(now, { hashes });
  const answer = (message: TrailAnswer) => port.postMessage(message);
  const progress = summed((count) => answer({ kind: 'bytes', count }));
  const act = async (request: TrailRequest) => {
    if (request.kind === 'finish') {
      progress.rest();
      return answer({ kind: 'fold', fold: folder.finish() });
    }
    const files: FoldedFile[] = [];
    for (const source of request.sources) files.push(await folder.foldFile(source, progress.add));
    answer({ kind: 'files', files });
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: TrailRequest) => {
    last = last.then(() => act(request)).catch((error: unknown) => answer({ kind: 'failed', error }));
  });
  answer({ kind: 'ready' });
}

/** Adds up counts and reports their sum from time to time. */
function summed(report: (count: number) => void) {
  let sum = 0;
  const rest = () => {
    if (sum > 0) report(sum);
    sum = 0;
  };
  const add = (count: number) => {
    sum += count;
    if (sum >= bytesTogether) rest();
  };
  return { add, rest };
}

if (parentPort !== null) serve(parentPort, workerData as ThreadSettings);
