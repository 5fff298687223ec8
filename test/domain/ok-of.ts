import type { Parsed } from '../../domain/parsed.ts';

/** The value of what the test knows to be right; fails the test, with the problems, where it is not. */
export function okOf<T>(parsed: Parsed<T>): T {
  if (parsed.kind === 'wrong') throw new Error(JSON.stringify(parsed.problems));
  return parsed.value;
}
