import { gunzipSync } from 'node:zlib';
import type { Unpack } from '../../domain/cloudtrail/wrappers.ts';
import { isGzip } from './bytes/file-format.ts';
import { JsonSplitter, longestTextBytes } from './json/json-splitter.ts';

/** Opens base64 for the reader of wrappers. */
export const unpackBase64: Unpack = {
  values: (base64) => unlessBroken(() => valuesIn(bytesOf(base64))),
  text: (base64) => unlessBroken(() => bytesOf(base64).toString('latin1')),
};

function bytesOf(base64: string): Buffer {
  const bytes = Buffer.from(base64, 'base64');
  return isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: longestTextBytes }) : bytes;
}

/** Undefined where gzip or JSON is broken. */
function unlessBroken<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

function valuesIn(text: Buffer): readonly unknown[] | undefined {
  const values: unknown[] = [];
  let isBroken = false;
  const take = (json: Buffer) => values.push(JSON.parse(json.toString('utf8')));
  const splitter = new JsonSplitter({
    text: take,
    shell: () => {},
    broken: () => {
      isBroken = true;
    },
  });
  splitter.write(text);
  splitter.end();
  return isBroken ? undefined : values;
}
