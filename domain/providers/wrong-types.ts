import { type JsonObject, kindOf } from '../json.ts';

/** The types that the fields of an entry must have, where they are there and not null. */
export type FieldTypes = { readonly [field: string]: 'boolean' | 'string' };

/** The fields that have another type, each with what it holds: they are not understood, which is never absence. */
export function wrongTypes(entry: JsonObject, types: FieldTypes): string[] {
  return Object.entries(types).flatMap(([field, type]) => {
    const value = entry[field] ?? undefined;
    return value === undefined || typeof value === type ? [] : [`${field}: ${kindOf(value)}`];
  });
}
