import { wordsOfFileError } from '../../infra/trail/bytes/file-error.ts';
import { readWholeFile } from '../../infra/trail/bytes/whole-file.ts';
import { InputError } from '../input-error.ts';

/** The bytes of a file that a command was given as `given`. Throws InputError where it cannot be read. */
export async function bytesOfFile(path: string, given = path): Promise<Buffer> {
  return readWholeFile(path).catch((error: unknown) => {
    throw new InputError(`${given}: ${wordsOfFileError(error)}`, { cause: error });
  });
}

/** The same as text. */
export async function textOfFile(path: string, given = path): Promise<string> {
  return (await bytesOfFile(path, given)).toString('utf8');
}
