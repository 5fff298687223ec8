import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { type Document, LineCounter, parseDocument, visit, type YAMLError } from 'yaml';
import { wordsOfFileError } from '../../../infra/trail/bytes/file-error.ts';
import { InputError } from '../../input-error.ts';
import { checkConfig } from './check-config.ts';
import type { ConfigFile } from './config-file.ts';
import { type ConfigText, inOrder, lineOf, type Misplaced, placeAt } from './place.ts';

/** A file that was read, and the digest of its bytes in hexadecimal. */
export interface ReadConfig {
  readonly config: ConfigFile;
  readonly sha256: string;
}

/** Settings of the 10,000 accounts that an organization may have take 2.5 MB. */
const longestBytes = 4 * 1024 * 1024;

/** Reads the file. Throws InputError with a line for each mistake, each with its line and column in the file. */
export async function readConfig(file: string): Promise<ReadConfig> {
  const bytes = await bytesOf(file);
  const text = textOf(bytes, file);
  const parsed = parseYaml(text, file);
  const checked = parsed.mistakes.length > 0 ? parsed.mistakes : checkConfig(parsed.value, parsed.document);
  if (Array.isArray(checked)) throw new InputError(checked.map((mistake) => lineOf(file, mistake)).join('\n'));
  return { config: checked, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function bytesOf(file: string): Promise<Buffer> {
  try {
    const stats = await stat(file);
    if (stats.isDirectory()) throw new InputError(`config ${file}: is a folder; give a file`);
    if (stats.isCharacterDevice()) throw new InputError(`config ${file}: is a device; give a file`);
    if (stats.size > longestBytes) throw new InputError(`config ${file}: is longer than 4 MB; is it another file?`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`config ${file}: ${wordsOfFileError(error)}`, { cause: error });
  }
}

function textOf(bytes: Buffer, file: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new InputError(`config ${file}: is not UTF-8; save it as UTF-8`, { cause: error });
  }
}

interface Yaml {
  readonly value: unknown;
  readonly document: ConfigText;
  readonly mistakes: Misplaced[];
}

/** Anchors are refused: nobody needs them here, and one line of them can stand for gigabytes. */
function parseYaml(text: string, file: string): Yaml {
  if (isTooDeep(text)) throw new InputError(`config ${file}: is nested too deeply`);
  const counter = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  const document = { yaml, counter };
  const faults = [...yaml.errors, ...yaml.warnings].map((fault) => ({ offset: fault.pos[0], words: wordsOf(fault) }));
  const mistakes = inOrder(
    [...aliasesOf(yaml), ...faults].map(({ offset, words }) => ({ ...placeAt(offset, counter), words })),
  );
  if (mistakes.length > 0) return { value: undefined, document, mistakes };
  if (yaml.contents === null) throw new InputError(`config ${file}: is empty; delete it, or set something`);
  return { value: yaml.toJS(), document, mistakes };
}

const deepest = 50;

/** The parser calls itself once a level; thousands of them end the process. Brackets in quotes count too. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  for (const char of text) {
    if (char === '[' || char === '{') depth++;
    if (char === ']' || char === '}') depth--;
    if (depth > deepest) return true;
  }
  return /(?:[-?:][ \t]+){50}/.test(text);
}

function aliasesOf(yaml: Document) {
  const found: { readonly offset: number; readonly words: string }[] = [];
  visit(yaml, {
    Alias: (_, node) => {
      const words = `*${node.source} is an alias of YAML; put a text that begins with * in quotes`;
      found.push({ offset: node.range?.[0] ?? 0, words });
    },
  });
  return found;
}

/** The words of the parser, where they help. */
function wordsOf({ code, message }: Pick<YAMLError, 'code' | 'message'>): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here; take out the line ---';
  if (code === 'DUPLICATE_KEY') return 'this key stands twice; keep one';
  return message.replace(/\s+/g, ' ');
}
