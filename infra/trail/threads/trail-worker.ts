/** The program of one thread. */

import { parentPort, workerData } from 'node:worker_threads';
import type { RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { Instant } from '../../../domain/time.ts';
import { type FoldedFile, TrailFileReader } from '../fold-trail-file.ts';

/**
 * A request to the thread: to read a file, by its path or its bytes, or to return the fold of all files that it read.
 */
export type TrailRequest =
  | { readonly kind: 'file'; readonly source: string | Uint8Array }
  | { readonly kind: 'finish' };

/** An answer of the thread, in the order of the requests; `bytes` comes in between. */
export type TrailAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'bytes'; readonly count: number }
  | { readonly kind: 'file'; readonly file: FoldedFile }
  | { readonly kind: 'fold'; readonly fold: RecordFold }
  | { readonly kind: 'failed'; readonly error: unknown };

/** The time of the reading, and whether files are read for their hashes too. */
export interface ThreadSettings {
  readonly now: Instant;
  readonly hashes: boolean;
}

/** The thread's side of `TrailThreads`: one file after the other into one fold. */
function serve(port: NonNullable<typeof parentPort>, { now, hashes }: ThreadSettings): void {
  const folder = new TrailFileReader(now, { hashes });
  const answer = (message: TrailAnswer) => port.postMessage(message);
  const act = async (request: TrailRequest) => {
    if (request.kind === 'finish') return answer({ kind: 'fold', fold: folder.finish() });
    answer({ kind: 'file', file: await folder.foldFile(request.source, (count) => answer({ kind: 'bytes', count })) });
  };
  let last: Promise<void> = Promise.resolve();
  port.on('message', (request: TrailRequest) => {
    last = last.then(() => act(request)).catch((error: unknown) => answer({ kind: 'failed', error }));
  });
  answer({ kind: 'ready' });
}

if (parentPort !== null) serve(parentPort, workerData as ThreadSettings);
