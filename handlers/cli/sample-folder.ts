import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../infra/local/data-folder.ts';
import { codeOf, wordsOfWriteError } from '../../infra/trail/bytes/file-error.ts';
import { InputError } from '../input-error.ts';

/** The file that marks a folder as the sample's own; it holds what the sample was made of. */
const marker = 'lastseen-sample.json';

/**
 * Makes the folder ready for a sample made of `options`: it must be new, empty or the sample's own. Earlier logs are
 * removed, and the table too where it is of another sample. Throws InputError for a folder of anything else.
 */
export async function prepareSampleFolder(dir: string, options: object): Promise<void> {
  const made = JSON.stringify(options);
  try {
    const files = await filesIn(dir);
    if (files.length > 0 && !files.includes(marker)) {
      throw new InputError(
        `--dir ${dir}: holds files that are not of a sample, and nothing of them is touched; give a new or an empty folder`,
      );
    }
    await makeFolder(dir);
    const before = files.length === 0 ? made : await readFile(join(dir, marker), 'utf8');
    await writeFile(join(dir, marker), made);
    for (const logs of ['AWSLogs', 'damaged']) await rm(join(dir, logs), { recursive: true, force: true });
    if (before !== made) await rm(join(dir, 'table'), { recursive: true, force: true });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`--dir ${dir}: ${wordsOfWriteError(error)}; choose another folder`, {
      cause: error,
    });
  }
}

async function filesIn(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
