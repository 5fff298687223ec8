import { gunzipSync } from 'node:zlib';
import { isGzip } from './bytes/file-format.ts';
import { JsonSplitter, longestTextBytes } from './json/json-splitter.ts';

/** The JSON values in base64 text, one or several in a row, plain or gzip; undefined where it holds anything else. */
export function unpackBase64(base64: string): readonly unknown[] | undefined {
  const bytes = Buffer.from(base64, 'base64');
  try {
    return valuesIn(isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: longestTextBytes }) : bytes);
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
