/**
 * Whether two values are equal as data. Absent and undefined are the same. The order of keys in an object or a map does
 * not matter; the order of a list does. Works for JSON values, and for maps whose keys are text.
 */
export function isSameData(a: unknown, b: unknown): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part instanceof Map) return ['map', ...[...part].sort(byKey)];
    return typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(byKey))
      : part;
  });
}

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]) => (a < b ? -1 : 1);
