import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** Writes one object of a bucket, as `aws s3 sync` would: its metadata is lost. */
export type WriteObject = (object: { readonly key: string; readonly text: string }) => void;

/** Writes objects below a folder. Makes each folder once: a trail has many small files. */
export function writeBelow(dir: string): WriteObject {
  const made = new Set<string>();
  return ({ key, text }) => {
    const path = join(dir, key);
    const folder = dirname(path);
    if (!made.has(folder)) mkdirSync(folder, { recursive: true });
    made.add(folder);
    writeFileSync(path, gzipSync(text, { level: 1 }));
  };
}
