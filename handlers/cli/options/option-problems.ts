import type { Parsed, Problem } from '../../../domain/parsed.ts';
import { InputError } from '../../input-error.ts';

/** What was typed, read. Throws InputError with a line for each wrong option of all that are given. */
export function optionsOf<T>(parsed: Parsed<T>): T {
  if (parsed.kind === 'wrong') throw new InputError(parsed.problems.map(problemWords).join('\n'));
  return parsed.value;
}

/** `--exempt-tag =x: give a tag's key`: an option is called like its field, in small letters with hyphens between. */
export function problemWords({ field, given = '', todo }: Problem): string {
  const option = `--${field.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  return `${given.trim() === '' ? option : `${option} ${given}`}: ${todo}`;
}
