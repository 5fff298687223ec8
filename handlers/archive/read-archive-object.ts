/** Reads one object of an archive into a fold. */

import { failureOf } from '../../infra/aws/failure.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import type { UnorderedTrailReader } from '../../infra/trail/threads/unordered-trail-reader.ts';
import { fetchObject, wordsOfUnfetched } from './fetch-object.ts';

/** The result of reading one object. `denied`: a permission is missing; `word` is S3's error code. */
export type ObjectRead =
  | { readonly kind: 'folded'; readonly file: FoldedFile }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'denied'; readonly why: string; readonly word: string };

/** Reads one object into the pool's fold. Throws failures that are not of this object alone. */
export async function readArchiveObject(
  open: () => Promise<OpenedObject>,
  pool: Pick<UnorderedTrailReader, 'foldFile'>,
): Promise<ObjectRead> {
  const fetched = await fetchObject(open);
  switch (fetched.kind) {
    case 'whole':
      return { kind: 'folded', file: await pool.foldFile(fetched.bytes) };
    case 'stream':
      return foldStream(fetched.bytes, pool);
    case 'denied':
      return { kind: 'denied', why: wordsOfUnfetched(fetched), word: fetched.why };
    case 'broken':
    case 'missing':
    case 'archived':
      return { kind: 'unreadable', why: wordsOfUnfetched(fetched) };
    default:
      return fetched satisfies never;
  }
}

/** Folds a stream. If the connection breaks, the records read so far stay in the fold: they are valid evidence. */
async function foldStream(
  bytes: AsyncIterable<Uint8Array>,
  pool: Pick<UnorderedTrailReader, 'foldFile'>,
): Promise<ObjectRead> {
  let read = 0;
  let broke: string | undefined;
  const watched = async function* () {
    try {
      for await (const chunk of bytes) {
        read += chunk.length;
        yield chunk;
      }
    } catch (error) {
      broke = failureOf(error).why;
      throw error;
    }
  };
  try {
    return { kind: 'folded', file: await pool.foldFile(watched()) };
  } catch (error) {
    if (broke === undefined) throw error;
    return { kind: 'unreadable', why: `the connection broke after ${read} bytes (${broke})` };
  }
}
