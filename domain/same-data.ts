/**
 * Equal as data: absent and undefined are the same, and the order of an object's keys or of a map's does not matter;
 * the order of a list does. For what JSON can hold, and maps whose keys are text.
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
