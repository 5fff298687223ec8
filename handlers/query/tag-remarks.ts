import { nearNames } from '../near-names.ts';
import type { ListSelection } from './list-selection.ts';
import type { Verdicts } from './read-verdicts.ts';

const shownKeys = 10;

/** A line for each tag that was asked for and that no user has: it may be a slip of the pen. */
export function tagRemarks({ found }: Verdicts, { tags, columns, sort }: ListSelection): string[] {
  const named = [...columns, ...sort.map(({ name }) => name)].flatMap((name) => /^tag:(.+)$/s.exec(name)?.[1] ?? []);
  const wanted = new Set([...tags.map(({ key }) => key), ...named]);
  if (wanted.size === 0) return [];
  const known = [...new Set(found.flatMap(({ assessment }) => assessment.user.tags.map(({ key }) => key)))].sort();
  const lower = new Set(known.map((key) => key.toLowerCase()));
  return [...wanted].filter((key) => !lower.has(key.toLowerCase())).map((key) => remarkOn(key, known));
}

function remarkOn(key: string, known: readonly string[]): string {
  const near = nearNames(key, known);
  const listed = known.slice(0, shownKeys).join(', ');
  const more = known.length > shownKeys ? ` and ${known.length - shownKeys} more` : '';
  const all = known.length === 0 ? 'no user here has a tag' : `the tags here are ${listed}${more}`;
  return `no user has a tag ${key}; ${near.length === 0 ? '' : `did you mean ${near.join(' or ')}? `}${all}`;
}
