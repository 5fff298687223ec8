import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, extname } from 'node:path';
import {
  type FindingFormat,
  type Format,
  findingFormats,
  type RowFormat,
  rowFormats,
} from '../../domain/settings/settings.ts';
import { codeOf, wordsOfFileError, wordsOfWriteError } from '../../infra/trail/bytes/file-error.ts';
import { InputError } from '../input-error.ts';
import type { AnswerOptions } from './options/common-options.ts';
import { type Terminal, terminalOf } from './terminal.ts';

/** Where an answer goes, in which form, and what may be shown there. */
export interface Output<F extends Format = AnswerFormat> {
  readonly format: F;
  readonly terminal: Terminal;
  readonly verbose: boolean;
  /** The ending of the file asks for one JSON value a line. */
  readonly isByLine: boolean;
  /** To standard output, or to a file that appears whole or not at all. */
  write(text: string): Promise<void>;
}

const endings: { readonly [ending: string]: Format } = {
  '.json': 'json',
  '.ndjson': 'ndjson',
  '.jsonl': 'ndjson',
  '.csv': 'csv',
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.markdown': 'markdown',
};

/** The format that the ending of a file's name asks for; undefined where it asks for none. */
function formatOfFile(file: string | undefined): Format | undefined {
  return file === undefined ? undefined : endings[extname(file).toLowerCase()];
}

/**
 * Decides where the answer of a command goes, before the work begins. Throws InputError where the command does not have
 * the format, or the file could not be written.
 */
export async function openOutput<F extends Format>(
  options: AnswerOptions,
  of: { readonly command: string; readonly formats: readonly F[] },
): Promise<Output<F>> {
  const { output, verbose = false } = options;
  const format = formatOf(options, of);
  const isByLine = formatOfFile(output) === 'ndjson';
  if (output === undefined || output === '-') {
    return {
      format,
      verbose,
      isByLine,
      terminal: terminalOf(process.stdout, options, process.env),
      write: writeStdout,
    };
  }
  await checkFile(output);
  // A colour of the environment is meant for the screen.
  const terminal = terminalOf({}, options, {});
  return { format, verbose, isByLine, terminal, write: (text) => replaceFile(output, text) };
}

function formatOf<F extends Format>(
  { format, output }: AnswerOptions,
  of: { readonly command: string; readonly formats: readonly F[] },
): F {
  const wanted = format ?? formatOfFile(output) ?? 'table';
  const found = of.formats.find((known) => known === wanted);
  if (found !== undefined) return found;
  const given = format === undefined ? `--output ${output}` : `--format ${format}`;
  throw new InputError(`${given}: ${of.command} has ${listWords(of.formats)}`);
}

const listWords = (words: readonly string[]) =>
  words.length === 1 ? words[0] : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** An answer in rows or findings; the report page is none. */
export type AnswerFormat = RowFormat | FindingFormat;

/** Every format of commands that list users. */
export const allFormats = [...rowFormats, ...findingFormats] as const;

/** Every format, for commands that list anything else. */
export const allRowFormats = rowFormats;

function writeStdout(text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()));
  });
}

/** Whether the file can be written, known before hours of reading. */
async function checkFile(file: string): Promise<void> {
  const folder = dirname(file);
  const refuse = (why: string, cause?: unknown) => new InputError(`--output ${file}: ${why}`, { cause });
  if (file === '') throw new InputError('--output: give the name of a file, or - for standard output');
  const parent = await stat(folder).catch((error: unknown) => {
    const isMissing = codeOf(error) === 'ENOENT';
    throw refuse(isMissing ? `the folder ${folder} does not exist; make it first` : wordsOfFileError(error), error);
  });
  if (!parent.isDirectory()) throw refuse(`${folder} is no folder`);
  const target = await stat(file).catch(() => undefined);
  if (target?.isDirectory())
    throw refuse(`is a folder; name a file in it, like ${file.replace(/\/+$/, '')}/users.json`);
  await access(target === undefined || target.isFile() ? folder : file, constants.W_OK).catch((error: unknown) => {
    throw refuse(`${basename(folder)}/ cannot be written: ${wordsOfFileError(error)}`, error);
  });
}

/** A regular file, also one behind a link, is replaced as a whole; a device or pipe is written to. */
export async function replaceFile(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file).catch(() => file);
    const isSpecial = await stat(target).then(
      (stats) => !stats.isFile(),
      () => false,
    );
    await (isSpecial ? writeFile(target, text) : renameOver(target, text));
  } catch (error) {
    throw new InputError(`--output ${file}: ${wordsOfWriteError(error)}`, { cause: error });
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
