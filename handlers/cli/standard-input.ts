import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { InputError } from '../input-error.ts';

/** What was piped in, as a file until `remove`. */
export interface SpooledInput {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * Copies standard input into a temporary file: files are read in parts and by several threads, which a pipe cannot
 * give. Throws InputError where nothing is piped in; `option` is the one that asked for it.
 */
export async function spoolStandardInput(option: string): Promise<SpooledInput> {
  if (process.stdin.isTTY) throw new InputError(`${option} -: standard input is a terminal; pipe a file into it`);
  const folder = await mkdtemp(join(tmpdir(), 'lastseen-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'standard-input');
  try {
    await pipeline(process.stdin, createWriteStream(path));
  } catch (error) {
    await remove();
    throw error;
  }
  return { path, remove };
}
