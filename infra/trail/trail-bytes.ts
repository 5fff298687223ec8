import { createReadStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createGunzip, type Gunzip } from 'node:zlib';
import { codeOf, wordsOfFileError } from './file-error.ts';

/** A path, or the bytes of one file from wherever they come. What such a stream throws is thrown on to the caller. */
export type TrailSource = string | AsyncIterable<Uint8Array>;

type Broken = { why?: string };

const chunkBytes = 256 * 1024;

/**
 * Hands on the bytes of one file in order, inflated where they are gzip, whatever the name says; several gzip members in a
 * row are one text. `onRead` hears the size of what was read before inflation. Answers why it could not reach the end, in
 * words, or undefined. What `onText` throws is thrown on.
 */
export async function streamText(
  source: TrailSource,
  onText: (text: Uint8Array) => void,
  onRead: (bytes: number) => void,
): Promise<string | undefined> {
  const broken: Broken = {};
  const chunks = counted(typeof source === 'string' ? fileChunks(source, broken) : source, onRead);
  const head = await firstTwoBytes(chunks);
  const all = joined(head, chunks);
  const why = isGzip(head) ? await inflate(all, onText) : await passOn(all, head, onText);
  return broken.why ?? why;
}

/** Whether bytes start as gzip does, `1F 8B`. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

async function passOn(
  chunks: AsyncIterable<Uint8Array>,
  head: Uint8Array,
  onText: (text: Uint8Array) => void,
): Promise<string | undefined> {
  if (isUtf16(head)) {
    for await (const _ of chunks) break;
    return 'is UTF-16 text; only UTF-8 is read';
  }
  for await (const chunk of chunks) onText(chunk);
  return undefined;
}

async function inflate(
  chunks: AsyncIterable<Uint8Array>,
  onText: (text: Uint8Array) => void,
): Promise<string | undefined> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  let inflated = 0;
  gunzip.on('data', (text: Uint8Array) => {
    inflated += text.length;
    guard(gunzip, () => onText(text));
  });
  try {
    await Promise.all([pipeline(chunks, gunzip), finished(gunzip)]);
    return undefined;
  } catch (error) {
    return wordsOfGzipError(error, inflated);
  }
}

/** An error thrown in a listener would end the process; this way it reaches whoever awaits the stream. */
function guard(gunzip: Gunzip, act: () => void): void {
  try {
    act();
  } catch (error) {
    gunzip.destroy(error as Error);
  }
}

function wordsOfGzipError(error: unknown, inflated: number): string {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return `gzip data ends in the middle, after ${inflated} inflated bytes`;
  if (code === undefined || !(code in constants)) throw error;
  return `gzip data is damaged after ${inflated} inflated bytes (${(error as Error).message})`;
}

async function* fileChunks(path: string, broken: Broken): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk;
  } catch (error) {
    broken.why = wordsOfFileError(error);
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array>, onRead: (bytes: number) => void) {
  for await (const chunk of chunks) {
    onRead(chunk.length);
    yield chunk;
  }
}

async function firstTwoBytes(chunks: AsyncGenerator<Uint8Array>): Promise<Uint8Array> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  return head;
}

async function* joined(head: Uint8Array, rest: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

function isUtf16(head: Uint8Array): boolean {
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
}
