/** Reads log files and digests for their hashes. */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { constants, createGunzip, gunzipSync } from 'node:zlib';
import { isDigestLike } from '../../../domain/digests/digest.ts';
import { codeOf, isFileError, wordsOfFileError } from '../bytes/file-error.ts';
import { isGzip } from '../bytes/file-format.ts';
import { headOf } from '../bytes/head-of-file.ts';
import { inflateSmall, readSmallGzip, type SmallGzip } from '../bytes/small-gzip.ts';
import { firstBytes, joined } from '../bytes/trail-bytes.ts';

/** The inflated bytes of a file by their hash; `json` is there where they are a digest. */
export type ReadForProof =
  | { readonly kind: 'read'; readonly hash: string; readonly json: unknown }
  | { readonly kind: 'unreadable'; readonly why: string };

/** A file up to this size is read in one step. */
const wholeBytes = 8 * 1024 * 1024;
/** A digest of the busiest hours lists thousands of files, at some 400 bytes each. */
const longestDigest = 32 * 1024 * 1024;

const empty: ReadForProof = { kind: 'unreadable', why: 'is empty' };

/** Reads one local file for its hash; a failure of the file system or of gzip is part of the answer. */
export async function readFileForProof(path: string): Promise<ReadForProof> {
  const small = readSmallGzip(path);
  if (small !== undefined) return ofSmall(small);
  try {
    const { size } = await stat(path);
    return size <= wholeBytes ? await readForProof(await readFile(path)) : await hashStream(createReadStream(path));
  } catch (error) {
    if (!isFileError(error)) throw error;
    return { kind: 'unreadable', why: wordsOfFileError(error) };
  }
}

/** Whether a local file begins like a digest, whatever its name. Of what cannot be read nothing begins. */
export async function beginsLikeDigest(path: string): Promise<boolean> {
  try {
    const head = await headOf(path);
    // The end of the gzip data is not there yet.
    return mayBeDigest(isGzip(head) ? gunzipSync(head, { finishFlush: constants.Z_SYNC_FLUSH }) : head);
  } catch {
    return false;
  }
}

/** Reads the bytes of one file for their hash. What a stream throws reaches the caller. */
export async function readForProof(bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<ReadForProof> {
  if (!(bytes instanceof Uint8Array)) return hashStream(bytes);
  if (!isGzip(bytes)) return bytes.length === 0 ? empty : ofText(bytes);
  const small = inflateSmall(bytes);
  return small === undefined ? hashStream([bytes]) : ofSmall(small);
}

const ofSmall = ({ text, rest }: SmallGzip): ReadForProof =>
  rest === undefined ? ofText(text) : { kind: 'unreadable', why: rest };

function ofText(text: Uint8Array): ReadForProof {
  return { kind: 'read', hash: createHash('sha256').update(text).digest('hex'), json: digestIn(text) };
}

/** A log file begins with its records; a digest names its times before any list. */
function digestIn(text: Uint8Array): unknown {
  if (text.length > longestDigest || !mayBeDigest(text)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(text.buffer, text.byteOffset, text.byteLength).toString('utf8'));
    return isDigestLike(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function mayBeDigest(text: Uint8Array): boolean {
  const head = Buffer.from(text.buffer, text.byteOffset, Math.min(text.length, 64)).toString('latin1');
  return !/^\s*\{\s*"Records"/.test(head) && Buffer.from(text.buffer, text.byteOffset, text.length).includes(mark);
}

const mark = '"digestStartTime"';

async function hashStream(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<ReadForProof> {
  const hash = createHash('sha256');
  const source = generatorOf(chunks);
  const head = await firstBytes(source, 2);
  if (head.length === 0) return empty;
  const bytes = joined(head, source);
  try {
    await (isGzip(head) ? pipeline(bytes, createGunzip(), hash) : pipeline(bytes, hash));
    return { kind: 'read', hash: hash.digest('hex'), json: undefined };
  } catch (error) {
    if (codeOf(error)?.startsWith('Z_') === true) {
      return { kind: 'unreadable', why: 'is no gzip, or damaged' };
    }
    throw error;
  }
}

async function* generatorOf(chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield* chunks;
}
