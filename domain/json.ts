/** A JSON object from outside: nothing about its fields is known. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether it is an object, and neither null nor a list. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the field is there, whatever its value; JSON has no `undefined`. */
export function hasField(object: JsonObject, key: string): boolean {
  return object[key] !== undefined;
}

/** The object in a field; undefined where something else is in it. */
export function objectAt(parent: JsonObject | undefined, key: string): JsonObject | undefined {
  const value = parent?.[key];
  return isJsonObject(value) ? value : undefined;
}

/** A text that is there and not empty, cut to `maxLength` UTF-16 units, with no half of a surrogate pair left in it. */
export function textAt(parent: JsonObject, key: string, maxLength = Number.POSITIVE_INFINITY): string | undefined {
  const value = parent[key];
  if (typeof value !== 'string' || value === '') return undefined;
  return (value.length <= maxLength ? value : value.slice(0, maxLength)).toWellFormed();
}

/** The object or array that a text is; undefined where it is anything else. */
export function parsedText(text: unknown): unknown {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The kind of a JSON value, in words: `a string`, `an array`, `null`, `missing`. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
