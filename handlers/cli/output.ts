import { randomBytes } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { wordsOfFileError } from '../../infra/trail/file-error.ts';
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

async function replaceFile(file: string, text: string): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx' });
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw new InputError(`--output ${file}: ${wordsOfFileError(error)}`, { cause: error });
  }
}
