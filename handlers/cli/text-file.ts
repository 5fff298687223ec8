import { readFile } from 'node:fs/promises';
import { wordsOfFileError } from '../../infra/trail/bytes/file-error.ts';
import { InputError } from '../input-error.ts';

/** The text of a file that a command was given. Throws InputError where it cannot be read. */
export async function textOfFile(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    throw new InputError(`${path}: ${wordsOfFileError(error)}`, { cause: error });
  });
}
