/** Reads the text of an inventory file, whatever its encoding. */

import { gunzipSync } from 'node:zlib';
import { codeOf, wordsOfFileError } from '../trail/bytes/file-error.ts';
import { mostBytes, readWholeFile } from '../trail/bytes/whole-file.ts';
import { InventoryFileError } from './inventory-file-error.ts';

/**
 * The text of an inventory file, trimmed: UTF-8 or UTF-16, which Windows PowerShell writes with `>`, with or without a
 * byte order mark, plain or gzip. Throws InventoryFileError where it is none of these.
 */
export async function readInventoryText(path: string): Promise<string> {
  const bytes = inflate(await bytesOf(path), path);
  if (bytes.subarray(0, 2).toString('latin1') === 'PK') {
    throw new InventoryFileError(
      `${path}: is a zip archive or a workbook; unpack it, or save it as CSV, and give that file`,
      { isForeign: true },
    );
  }
  return decodeText(bytes).trim();
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readWholeFile(path);
  } catch (error) {
    throw new InventoryFileError(`${path}: ${wordsOfFileError(error)}`, { cause: error });
  }
}

function inflate(bytes: Buffer, path: string): Buffer {
  if (!isGzip(bytes)) return bytes;
  const inflated = gunzip(bytes, path);
  if (isGzip(inflated)) throw new InventoryFileError(`${path}: is packed by gzip twice; unpack it with gunzip`);
  return inflated;
}

const isGzip = (bytes: Buffer) => bytes[0] === 0x1f && bytes[1] === 0x8b;

function gunzip(bytes: Buffer, path: string): Buffer {
  try {
    return gunzipSync(bytes, { maxOutputLength: mostBytes });
  } catch (error) {
    const why = codeOf(error) === 'ERR_BUFFER_TOO_LARGE' ? 'inflates to more than 500 MB' : 'its gzip data is damaged';
    throw new InventoryFileError(`${path}: ${why}; make the file again`, { cause: error });
  }
}

/** Decodes UTF-8 or UTF-16. Without a byte order mark, a NUL beside the first character shows UTF-16. */
export function decodeText(bytes: Buffer): string {
  return new TextDecoder(encodingOf(bytes)).decode(bytes);
}

function encodingOf([first, second]: Buffer): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if ((first === 0xff && second === 0xfe) || second === 0) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || first === 0 ? 'utf-16be' : 'utf-8';
}
