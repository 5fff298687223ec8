import { createReadStream } from 'node:fs';
import { finished, pipeline } from 'node:stream/promises';
import { constants, createGunzip, type Gunzip } from 'node:zlib';
import { codeOf, wordsOfFileError } from './file-error.ts';
import { inflateSmall, readSmallGzip, type SmallGzip } from './small-gzip.ts';

/** A path, or the bytes of one file from any source: whole, or a stream. What the stream throws reaches the caller. */
export type TrailSource = string | Uint8Array | AsyncIterable<Uint8Array>;

type Broken = { why?: string };

const chunkBytes = 256 * 1024;

/** The longest chunk of text handed on. */
export const textChunkBytes = 1024 * 1024;

/**
 * A file that inflates to more than 512 MB and to more than 200 times its size is not a log but a bomb. Logs inflate 10
 * to 40 times; gzip's maximum is 1,032 times. Both bounds must be passed, because a caller can make a few minutes of
 * log that dense, with long parameters that repeat themselves.
 */
const bombBytes = 512 * 1024 * 1024;
const bombRatio = 200;

/**
 * Hands on the bytes of one file in order, inflated where they are gzip, whatever the name says; several gzip members
 * in a row are one text. `onRead` gets the number of bytes read, before inflation. Answers in words why the end was not
 * reached, or undefined. Passes on what `onText` throws.
 */
export async function streamText(
  source: TrailSource,
  onText: (text: Uint8Array) => void,
  onRead: (bytes: number) => void,
): Promise<string | undefined> {
  const small = smallGzipOf(source);
  if (small !== undefined) {
    onRead(small.sizeBytes);
    inChunks(small.text, onText);
    return undefined;
  }
  const broken: Broken = {};
  let read = 0;
  const onChunk = (bytes: number) => {
    read += bytes;
    onRead(bytes);
  };
  const chunks = counted(chunksOf(source, broken), onChunk);
  const head = await firstTwoBytes(chunks);
  const all = joined(head, chunks);
  const why = isGzip(head) ? await inflate(all, onText, () => read) : await passOn(all, head, onText);
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
  for await (const chunk of chunks) inChunks(chunk, onText);
  return undefined;
}

async function inflate(
  chunks: AsyncIterable<Uint8Array>,
  onText: (text: Uint8Array) => void,
  read: () => number,
): Promise<string | undefined> {
  const gunzip = createGunzip({ chunkSize: chunkBytes });
  let inflated = 0;
  gunzip.on('data', (text: Uint8Array) => {
    inflated += text.length;
    if (inflated > bombBytes && inflated > bombRatio * read()) gunzip.destroy(new Bomb(inflated, read()));
    else guard(gunzip, () => onText(text));
  });
  try {
    await Promise.all([pipeline(chunks, gunzip), finished(gunzip)]);
    return undefined;
  } catch (error) {
    return error instanceof Bomb ? error.message : wordsOfGzipError(error, inflated);
  }
}

class Bomb extends Error {
  constructor(inflated: number, read: number) {
    super(
      `inflates to more than ${bombRatio} times its size: stopped after ${inflated} bytes from ${read}; no log does`,
    );
  }
}

function inChunks(text: Uint8Array, onText: (text: Uint8Array) => void): void {
  for (const chunk of cut(text, textChunkBytes)) onText(chunk);
}

function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
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

function smallGzipOf(source: TrailSource): SmallGzip | undefined {
  if (typeof source === 'string') return readSmallGzip(source);
  return source instanceof Uint8Array ? inflateSmall(source) : undefined;
}

function chunksOf(source: TrailSource, broken: Broken): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof source === 'string') return fileChunks(source, broken);
  return source instanceof Uint8Array ? cut(source, chunkBytes) : source;
}

async function* fileChunks(path: string, broken: Broken): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) yield chunk;
  } catch (error) {
    broken.why = wordsOfFileError(error);
  }
}

async function* counted(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, onRead: (bytes: number) => void) {
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
