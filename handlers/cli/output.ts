import { randomBytes } from 'node:crypto';
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { wordsOfFileError } from '../../infra/trail/bytes/file-error.ts';
import { InputError } from '../input-error.ts';
import { type Terminal, terminalOf } from './terminal.ts';

/** Where an answer goes: standard output, or a file that appears whole or not at all. */
export interface Output {
  readonly terminal: Terminal;
  write(text: string): Promise<void>;
}

export function outputTo(file: string | undefined): Output {
  if (file === undefined) return { terminal: terminalOf(process.stdout, process.env), write: writeStdout };
  const plain = terminalOf({ isTTY: false } as NodeJS.WriteStream, process.env);
  return { terminal: plain, write: (text) => replaceFile(file, text) };
}

function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** A regular file, also one behind a link, is replaced as a whole; a device or pipe is written to. */
async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const isSpecial = await stat(target).then(
      (stats) => !stats.isFile(),
      () => false,
    );
    await (isSpecial ? writeFile(target, text) : renameOver(target, text));
  } catch (error) {
    throw new InputError(`--output ${file}: ${wordsOfFileError(error)}`, { cause: error });
  }
}

async function renameOver(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
