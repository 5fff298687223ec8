import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** One compressed log file that is being written. */
export interface LogStream {
  write(text: string): void;
  /** Whether too much waits in memory; await `drained` then. */
  isFull(): boolean;
  /** Settles once memory is free again. Settles also where the file cannot be written, and may then reject. */
  drained(): Promise<unknown>;
  /** Ends the file. Rejects where it cannot be written. */
  end(): Promise<WrittenText>;
}

/** The text of a file before compression: its length, and its SHA-256 in hex. */
export interface WrittenText {
  readonly rawBytes: number;
  readonly hash: string;
}

const chunkLength = 256 * 1024;
const fullBytes = 1024 * 1024;

/** Opens a file, and makes its folders. Equal texts make equal files: gzip stores no time. */
export function openLogStream(path: string): LogStream {
  mkdirSync(dirname(path), { recursive: true });
  const gzip = createGzip({ level: 1, chunkSize: 64 * 1024 });
  const written = pipeline(gzip, createWriteStream(path));
  written.catch(() => undefined); // The failure is not lost: the methods below report it.
  let waiting = '';
  const hash = createHash('sha256');
  let rawBytes = 0;
  const flush = () => {
    const bytes = Buffer.from(waiting);
    waiting = '';
    rawBytes += bytes.length;
    hash.update(bytes);
    gzip.write(bytes);
  };
  return {
    write(text) {
      waiting += text;
      if (waiting.length >= chunkLength) flush();
    },
    isFull: () => gzip.writableLength > fullBytes,
    drained: () => Promise.race([once(gzip, 'drain'), written]),
    async end() {
      flush();
      gzip.end();
      await written;
      return { rawBytes, hash: hash.digest('hex') };
    },
  };
}
