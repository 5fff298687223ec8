/** Streams the text of one file. */

import { createReadStream } from 'node:fs';
import { wordsOfFileError } from './file-error.ts';
import { formatBytes, isGzip, unreadableFormat } from './file-format.ts';
import { type Inflate, inflateSmall, readSmallGzip, type SmallGzip } from './small-gzip.ts';
import { cut, Inflation, TextLayer, type TextTarget } from './text-layer.ts';

/**
 * A path, or the bytes of one file from any source: whole, or as a stream. What the stream throws reaches the caller.
 */
export type TrailSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/** What receives a file while it is read. */
export interface TextReceiver {
  readonly onText: (text: Uint8Array) => void;
  readonly onRead: (bytes: number) => void;
  readonly onContent?: ((bytes: Uint8Array) => void) | undefined;
  readonly inflate?: Inflate | undefined;
}

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const chunkBytes = 256 * 1024;

/**
 * Hands on the text of one file in order, as UTF-8, whatever its name: inflated where it is gzip, also twice, and
 * decoded where it is UTF-16. Several gzip members in a row are one text. `onRead` gets the number of bytes read,
 * before inflation, and `onContent` the bytes of the file, inflated once where it is gzip. Returns in words why the end
 * was not reached, or undefined. Throws what `onText` throws.
 */
export async function streamText(
  source: TrailSource,
  { onText, onRead, onContent, inflate }: TextReceiver,
): Promise<string | undefined> {
  const small = smallGzipOf(source, inflate);
  if (small !== undefined) {
    onContent?.(small.text);
    return readSmall(small, onText, onRead);
  }
  const broken: { why?: string } = {};
  let read = 0;
  const onChunk = (bytes: number) => {
    read += bytes;
    onRead(bytes);
  };
  const why = await readChunks(counted(chunksOf(source, broken), onChunk), {
    onText,
    bytesRead: () => read,
    onContent,
  });
  return broken.why ?? why;
}

async function readSmall(
  { text, sizeBytes, rest }: SmallGzip,
  onText: (text: Uint8Array) => void,
  onRead: (bytes: number) => void,
): Promise<string | undefined> {
  onRead(sizeBytes);
  const layer = new TextLayer({ onText, bytesRead: () => sizeBytes }, 1);
  layer.write(text);
  return (await layer.end()) ?? rest;
}

async function readChunks(chunks: AsyncGenerator<Uint8Array>, target: TextTarget): Promise<string | undefined> {
  const head = await firstBytes(chunks, formatBytes);
  const all = joined(head, chunks);
  if (isGzip(head)) return new Inflation(target, 0).readAll(all);
  const layer = new TextLayer(target, 0);
  for await (const chunk of all) {
    target.onContent?.(chunk);
    layer.write(chunk);
    if (unreadableFormat(head) !== undefined) break;
  }
  return layer.end();
}

function smallGzipOf(source: TrailSource, inflate: Inflate | undefined): SmallGzip | undefined {
  if (typeof source === 'string') return readSmallGzip(source, inflate);
  return source instanceof Uint8Array ? inflateSmall(source, inflate) : undefined;
}

function chunksOf(source: TrailSource, broken: { why?: string }): Chunks {
  if (typeof source === 'string') return fileChunks(source, broken);
  return source instanceof Uint8Array ? cut(source, chunkBytes) : source;
}

async function* fileChunks(path: string, broken: { why?: string }): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk;
  } catch (error) {
    broken.why = wordsOfFileError(error);
  }
}

async function* counted(chunks: Chunks, onRead: (bytes: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

/** At least so many bytes of the start, fewer only where there are no more. */
export async function firstBytes(chunks: AsyncGenerator<Uint8Array>, count: number): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < count) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

/** The start that was read, and the rest. Ends the source when its reader stops. */
export async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}
