import { tryAsk } from '../../infra/aws/answer.ts';
import { failureOf } from '../../infra/aws/failure.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';
import type { FoldedFile } from '../../infra/trail/fold-trail-file.ts';
import type { UnorderedTrailReader } from '../../infra/trail/threads/unordered-trail-reader.ts';

/** What became of one object. `denied`: more rights would help; `word` is S3's own. */
export type ObjectRead =
  | { readonly kind: 'folded'; readonly file: FoldedFile }
  | { readonly kind: 'unreadable'; readonly why: string }
  | { readonly kind: 'denied'; readonly why: string; readonly word: string };

/** Up to this size an object is held whole, so that a thread can take it and a broken connection costs a new try; more is streamed. */
const wholeBytes = 8 * 1024 * 1024;
const triesAtMost = 3;

/** Reads one object into the pool's fold. Throws what is not about this object alone. */
export async function readArchiveObject(
  open: () => Promise<OpenedObject>,
  pool: Pick<UnorderedTrailReader, 'foldFile'>,
): Promise<ObjectRead> {
  let broke = '';
  for (let tries = 0; tries < triesAtMost; tries++) {
    const opened = await open();
    if (opened.kind !== 'open') return refused(opened);
    if (opened.sizeBytes > wholeBytes) return foldStream(opened.bytes, pool);
    const bytes = await tryAsk('s3:GetObject', () => collect(opened.bytes));
    if (bytes.kind === 'answered') return { kind: 'folded', file: await pool.foldFile(bytes.value) };
    broke = bytes.failure.why;
  }
  return { kind: 'unreadable', why: `the connection broke each of ${triesAtMost} times (${broke})` };
}

function refused({ kind, why }: Exclude<OpenedObject, { kind: 'open' }>): ObjectRead {
  switch (kind) {
    case 'missing':
      return { kind: 'unreadable', why: `was listed and is gone (${why})` };
    case 'denied':
      return { kind: 'denied', why: `${why}: s3:GetObject or kms:Decrypt is missing`, word: why };
    case 'archived':
      return { kind: 'unreadable', why: `is in an archive tier (${why}): restore it first` };
    default:
      return kind satisfies never;
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

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
