import { ok, type Parsed, wrong } from './parsed.ts';

const longestReason = 500;

/** Reads a person's reason; undefined where there is none. Its readers see the text as it is, so it is bounded. */
export function parseReason(text: string | undefined): Parsed<string | undefined> {
  const words = text?.trim() ?? '';
  if (words.length <= longestReason) return ok(words === '' ? undefined : words);
  return wrong({
    field: 'reason',
    given: undefined,
    todo: `${words.length} characters; give at most ${longestReason}`,
  });
}
