import { isJsonObject } from '../../domain/json.ts';

/** Both sides of a comparison, as a line names them: `the file`, `the table`. */
export interface Sides {
  readonly left: string;
  readonly right: string;
}

/**
 * Where two JSON values differ, a line for each place: `verdict.state: the file has "idle", the table "active"`. Of two
 * lists of texts a line says what only one of them has.
 */
export function differencesOf(left: unknown, right: unknown, sides: Sides, path = ''): string[] {
  if (isJsonObject(left) && isJsonObject(right)) {
    const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
    return keys.flatMap((key) => differencesOf(left[key], right[key], sides, path === '' ? key : `${path}.${key}`));
  }
  if (Array.isArray(left) && Array.isArray(right)) return ofLists(left, right, sides, path);
  const [a, b] = [JSON.stringify(left) ?? 'nothing', JSON.stringify(right) ?? 'nothing'];
  return a === b ? [] : [`${path}: ${sides.left} has ${a}, ${sides.right} ${b}`];
}

function ofLists(left: readonly unknown[], right: readonly unknown[], sides: Sides, path: string): string[] {
  const isTexts = [...left, ...right].every((item) => typeof item === 'string');
  if (!isTexts) {
    const length = Math.max(left.length, right.length);
    return [...Array(length).keys()].flatMap((at) => differencesOf(left[at], right[at], sides, `${path}[${at}]`));
  }
  const only = (a: readonly unknown[], b: readonly unknown[], side: string) => {
    const missing = a.filter((item) => !b.includes(item));
    return missing.length === 0 ? [] : [`${path}: only ${side} has ${missing.join(', ')}`];
  };
  return [...only(left, right, sides.left), ...only(right, left, sides.right)];
}
