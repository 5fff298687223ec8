/** Fetches one object, again where the connection breaks. */

import { failureOf } from '../../infra/aws/failure.ts';
import type { OpenedObject } from '../../infra/ports/opened-object.ts';

/** An opened object, or why there is none. */
export type FetchedObject =
  | { readonly kind: 'whole'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'stream';
      /** Throws where the connection breaks in the middle. */
      readonly bytes: AsyncIterable<Uint8Array>;
      readonly sizeBytes: number;
      /** Closes the connection, for a caller that stops before the end. */
      readonly close: () => void;
    }
  /** The connection broke at every try. */
  | { readonly kind: 'broken'; readonly cause: unknown }
  | Exclude<OpenedObject, { kind: 'open' }>;

/**
 * An object up to this size, 8 MB, is fetched whole. A thread can take it, and after a broken connection it is fetched
 * again with nothing half read. A larger object is streamed, so the dozen read at once hold at most 96 MB.
 */
export const wholeBytes = 8 * 1024 * 1024;

export const triesAtMost = 3;

/** An object that could not be fetched. */
export type Unfetched = Exclude<FetchedObject, { kind: 'whole' | 'stream' }>;

/** Why there is no object, in words. */
export function wordsOfUnfetched(unfetched: Unfetched): string {
  switch (unfetched.kind) {
    case 'broken':
      return `the connection broke each of ${triesAtMost} times (${failureOf(unfetched.cause).why})`;
    case 'missing':
      return `was listed and is gone (${unfetched.why})`;
    case 'denied':
      return `${unfetched.why}: s3:GetObject or kms:Decrypt is missing`;
    case 'archived':
      return `is in an archive tier (${unfetched.why}): restore it first`;
    default:
      return unfetched satisfies never;
  }
}

/** Fetches one object, whole or as a stream. Throws what `open` throws. */
export async function fetchObject(open: () => Promise<OpenedObject>): Promise<FetchedObject> {
  let cause: unknown;
  for (let tries = 0; tries < triesAtMost; tries++) {
    const opened = await open();
    if (opened.kind !== 'open') return opened;
    if (opened.sizeBytes > wholeBytes) return { ...opened, kind: 'stream' };
    try {
      return { kind: 'whole', bytes: await collect(opened.bytes) };
    } catch (error) {
      cause = error;
    }
  }
  return { kind: 'broken', cause };
}

async function collect(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}
