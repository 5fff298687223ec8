import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What identifies the bytes of an input. */
export interface InputDigest {
  readonly bytes: number;
  /** How many files; 1 for a file. */
  readonly files: number;
  /** In hexadecimal. */
  readonly sha256: string;
}

/**
 * The SHA-256 of a file as `sha256sum` gives it; for a folder, that of the list which
 * `find . -type f | LC_ALL=C sort | xargs sha256sum` prints in it. Throws where something cannot be read.
 */
export async function digestInput(path: string): Promise<InputDigest> {
  const { size, ...found } = await stat(path).then((stats) => ({ size: stats.size, isFolder: stats.isDirectory() }));
  if (!found.isFolder) return { bytes: size, files: 1, sha256: await digestFile(path) };
  const list = createHash('sha256');
  let [bytes, files] = [0, 0];
  for (const file of await filesBelow(path)) {
    list.update(`${await digestFile(join(path, file))}  ./${file}\n`);
    bytes += (await stat(join(path, file))).size;
    files++;
  }
  return { bytes, files, sha256: list.digest('hex') };
}

async function digestFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

/** The paths of the regular files below a folder, relative to it, in the order of their bytes. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
  return paths
    .map((path) => ({ path, bytes: Buffer.from(path) }))
    .sort((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ path }) => path);
}
