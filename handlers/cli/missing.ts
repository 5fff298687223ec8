import { plainText } from '../../domain/plain-text.ts';
import { exitCodes } from './exit-codes.ts';
import type { CommonOptions } from './options/common-options.ts';

const shownMissing = 5;

/**
 * Says on standard error what is missing from an answer, and answers the exit code for that. `--verbose` lists
 * everything, `--quiet` only says that something is.
 */
export function reportMissing(missing: readonly string[], { verbose = false, quiet = false }: CommonOptions): number {
  if (missing.length === 0) return exitCodes.done;
  const shown = quiet ? [] : missing.slice(0, verbose ? undefined : shownMissing);
  for (const line of shown) tell(plainText(line));
  if (shown.length < missing.length && !quiet) tell('and more: --verbose lists them');
  tell(`${thingsWords(missing.length, quiet)} missing from the answer; nobody is called unused because of it`);
  return exitCodes.unusable;
}

/** Without a number where there are several: one line may stand for many records. */
function thingsWords(count: number, areUnlisted: boolean): string {
  if (count === 1) return areUnlisted ? '1 thing is' : 'this is';
  return areUnlisted ? 'several things are' : 'these are';
}

/** Says something beside the answer on standard error, unless the user wants quiet. */
export function remark(line: string, { quiet = false }: CommonOptions): void {
  if (!quiet) tell(plainText(line));
}

function tell(line: string): void {
  process.stderr.write(`lastseen: ${line}\n`);
}
