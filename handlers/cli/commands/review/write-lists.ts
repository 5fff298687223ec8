import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { safeName } from '../../../../domain/plain-text.ts';
import { openLists, type ReviewView } from '../../../../domain/review/review-view.ts';
import { wordsOfWriteError } from '../../../../infra/trail/bytes/file-error.ts';
import { sha256 } from '../../../canonical-digest.ts';
import { InputError } from '../../../input-error.ts';
import { replaceFile } from '../../output.ts';
import { reviewListCsv, reviewListText } from '../../render/review/review-list.ts';

/** Makes the folder before the work begins. Throws InputError where it cannot. */
export async function makeListsFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw new InputError(`--lists ${folder}: ${wordsOfWriteError(error)}`, { cause: error });
  });
}

/** Writes two files for each who has still to answer, and returns how many lists these are. */
export async function writeLists(folder: string, view: ReviewView): Promise<number> {
  const lists = openLists(view);
  for (const list of lists) {
    const name = fileNameOf(list.reviewer);
    await replaceFile(join(folder, `${name}.csv`), reviewListCsv(list));
    await replaceFile(join(folder, `${name}.txt`), reviewListText(list, view.campaign, `${name}.csv`));
  }
  return lists.length;
}

/** Two owners may differ in what no file name holds, or in capitals alone: the digest keeps them apart. */
function fileNameOf(reviewer: string): string {
  return `review-${safeName(reviewer).slice(0, 80)}-${sha256(reviewer).slice(0, 6)}`;
}
