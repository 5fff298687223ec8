/** Finds the text in bytes: plain, UTF-16 or gzip, also packed twice. */

import { finished, pipeline } from 'node:stream/promises';
import { constants, createGunzip, type Gunzip } from 'node:zlib';
import { codeOf } from './file-error.ts';
import { formatBytes, isGzip, unreadableFormat, utf16Of } from './file-format.ts';

/** The longest chunk of text handed on: most files are one. */
const textChunkBytes = 8 * 1024 * 1024;

const inflatedChunkBytes = 256 * 1024;

/**
 * A file that inflates to more than 512 MB and to more than 200 times its size is a bomb, not a log. Logs inflate 10 to
 * 40 times; gzip's maximum is 1,032 times. Both bounds must be passed: a caller can make a few minutes of log that
 * dense, with long parameters that repeat themselves.
 */
const bombBytes = 512 * 1024 * 1024;
const bombRatio = 200;

/** CloudWatch Logs packs with gzip, and Firehose packs that once more. */
const deepestGzip = 3;

/** The receiver of the text, and how many bytes of the source were read so far. */
export interface TextTarget {
  readonly onText: (text: Uint8Array) => void;
  readonly bytesRead: () => number;
  /** Gets the bytes of the file, inflated once where it is gzip, in their order. */
  readonly onContent?: ((bytes: Uint8Array) => void) | undefined;
}

/**
 * Takes the bytes of the layer below; `giver` is paused while they are too many. `end` returns why the bytes cannot be
 * read.
 */
interface Sink {
  readonly write: (bytes: Uint8Array, giver: Gunzip | undefined) => void;
  readonly end: () => Promise<string | undefined>;
}

/** Bytes whose kind is not known yet: text, UTF-16, gzip inside gzip, or a format that is not supported. */
export class TextLayer {
  private readonly target: TextTarget;
  private readonly level: number;
  private head: Uint8Array = new Uint8Array(0);
  private sink: Sink | undefined;

  constructor(target: TextTarget, level: number) {
    this.target = target;
    this.level = level;
  }

  write(bytes: Uint8Array, giver?: Gunzip): void {
    if (this.sink !== undefined) {
      this.sink.write(bytes, giver);
      return;
    }
    this.head = this.head.length === 0 ? bytes : Buffer.concat([this.head, bytes]);
    if (this.head.length >= formatBytes) this.choose(giver);
  }

  /** Returns why the text could not be read, in words, or undefined. */
  end(): Promise<string | undefined> {
    return (this.sink ?? this.choose(undefined)).end();
  }

  private choose(giver: Gunzip | undefined): Sink {
    const { head } = this;
    const sink = this.sinkFor(head);
    this.sink = sink;
    this.head = new Uint8Array(0);
    if (head.length > 0) sink.write(head, giver);
    return sink;
  }

  private sinkFor(head: Uint8Array): Sink {
    if (isGzip(head) && this.level < deepestGzip) return new Inflation(this.target, this.level);
    const encoding = utf16Of(head);
    if (encoding !== undefined) return decoding(this.target, encoding);
    const why = unreadableFormat(head);
    const write = (bytes: Uint8Array) => inChunks(bytes, this.target.onText);
    return { write: why === undefined ? write : () => {}, end: async () => why };
  }
}

function decoding({ onText }: TextTarget, encoding: string): Sink {
  const decoder = new TextDecoder(encoding);
  return {
    write: (bytes) => inChunks(Buffer.from(decoder.decode(bytes, { stream: true })), onText),
    end: async () => {
      inChunks(Buffer.from(decoder.decode()), onText);
      return undefined;
    },
  };
}

/** Gzip of any number of members. Text from before damaged data is handed on. */
export class Inflation implements Sink {
  private readonly target: TextTarget;
  private readonly level: number;
  private readonly gunzip = createGunzip({ chunkSize: inflatedChunkBytes });
  private readonly below: TextLayer;
  private readonly done: Promise<unknown>;
  private inflated = 0;

  constructor(target: TextTarget, level: number) {
    this.target = target;
    this.level = level;
    this.below = new TextLayer(target, level + 1);
    this.done = finished(this.gunzip).then(
      () => undefined,
      (error: unknown) => error,
    );
    this.gunzip.on('data', (text: Uint8Array) => this.take(text));
  }

  /** Inflates a whole source, no faster than the receiver takes the text. Throws what the source throws. */
  async readAll(chunks: AsyncIterable<Uint8Array>): Promise<string | undefined> {
    const [error] = await Promise.all([this.done, pipeline(chunks, this.gunzip).catch(() => {})]);
    return this.outcome(error);
  }

  write(bytes: Uint8Array, giver: Gunzip | undefined): void {
    if (this.gunzip.destroyed || this.gunzip.write(bytes) || giver === undefined) return;
    giver.pause();
    const goOn = () => giver.resume();
    this.gunzip.once('drain', goOn);
    this.gunzip.once('close', goOn);
  }

  async end(): Promise<string | undefined> {
    if (!this.gunzip.destroyed) this.gunzip.end();
    return this.outcome(await this.done);
  }

  private async outcome(error: unknown): Promise<string | undefined> {
    if (error === undefined) return this.below.end();
    const why = error instanceof Bomb ? error.message : wordsOfGzipError(error, this.inflated);
    await this.below.end();
    return why;
  }

  /** An error thrown in a listener would end the process. This way it reaches the caller that awaits the stream. */
  private take(text: Uint8Array): void {
    this.inflated += text.length;
    const read = this.target.bytesRead();
    try {
      if (this.inflated > bombBytes && this.inflated > bombRatio * read) throw new Bomb(this.inflated, read);
      if (this.level === 0) this.target.onContent?.(text);
      this.below.write(text, this.gunzip);
    } catch (error) {
      this.gunzip.destroy(error as Error);
    }
  }
}

class Bomb extends Error {
  constructor(inflated: number, read: number) {
    super(
      `inflates to more than ${bombRatio} times its size: stopped after ${inflated} bytes from ${read}; no log does`,
    );
  }
}

function wordsOfGzipError(error: unknown, inflated: number): string {
  const code = codeOf(error);
  if (code === 'Z_BUF_ERROR') return `gzip data ends in the middle, after ${inflated} inflated bytes`;
  if (code === undefined || !(code in constants)) throw error;
  return `gzip data is damaged after ${inflated} inflated bytes (${(error as Error).message})`;
}

function inChunks(text: Uint8Array, onText: (text: Uint8Array) => void): void {
  for (const chunk of cut(text, textChunkBytes)) onText(chunk);
}

/** The bytes in pieces of at most this size. */
export function* cut(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
