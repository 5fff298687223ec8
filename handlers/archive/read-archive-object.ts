import { failureOf } from '../../infra/aws/failure.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import type { UnorderedTrailReader } from '../../infra/trail/threads/unordered-trail-reader.ts';
import { fetchObject, triesAtMost } from './fetch-object.ts';

/** What became of one object. `denied`: more rights would help; `word` is S3's own. */
export type ObjectRead =
  | { readonly kind: 'folded'; readonly file: FoldedFile }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'denied'; readonly why: string; readonly word: string };

/** Reads one object into the pool's fold. Throws what is not about this object alone. */
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
    case 'broken': {
      const why = `the connection broke each of ${triesAtMost} times (${failureOf(fetched.cause).why})`;
      return { kind: 'unreadable', why };
    }
    case 'missing':
      return { kind: 'unreadable', why: `was listed and is gone (${fetched.why})` };
    case 'denied':
      return { kind: 'denied', why: `${fetched.why}: s3:GetObject or kms:Decrypt is missing`, word: fetched.why };
    case 'archived':
      return { kind: 'unreadable', why: `is in an archive tier (${fetched.why}): restore it first` };
    default:
      return fetched satisfies never;
  }
}

/** Records before the break are in the fold; they are true, only not all. */
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
