import { isJsonObject } from './json.ts';

/** Whether a value from outside has the type; additional fields are allowed. */
export type Shape<T> = (value: unknown) => value is T;

/** A shape for each field of `T`: the compiler holds it to the type, field by field. */
export type Shapes<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Shape<T[K] | undefined> : Shape<T[K]>;
};

/** A text, which may be empty. */
export const isText: Shape<string> = (value) => typeof value === 'string';

/** True or false. */
export const isFlag: Shape<boolean> = (value) => typeof value === 'boolean';

/** A number that is finite. */
export const isNumber: Shape<number> = (value): value is number => typeof value === 'number' && Number.isFinite(value);

/** A text that the parser accepts and returns unchanged. */
export const parsedBy =
  <T extends string>(parse: (text: unknown) => T | undefined): Shape<T> =>
  (value): value is T =>
    typeof value === 'string' && parse(value) === value;

/** One of these texts. */
export const isOneOf =
  <T extends string>(...texts: readonly T[]): Shape<T> =>
  (value): value is T =>
    texts.some((text) => text === value);

/** Absent or of that shape. */
export const isOptional =
  <T>(isThere: Shape<T>): Shape<T | undefined> =>
  (value): value is T | undefined =>
    value === undefined || isThere(value);

/** A list, which may be empty. */
export const isListOf =
  <T>(isItem: Shape<T>): Shape<readonly T[]> =>
  (value): value is readonly T[] =>
    Array.isArray(value) && value.every(isItem);

/** An object with these fields. Further fields are not looked at. */
export const isObjectOf = <T>(fields: Shapes<T>): Shape<T> => {
  const shapes: [string, Shape<unknown>][] = Object.entries(fields);
  return (value): value is T => isJsonObject(value) && shapes.every(([field, isField]) => isField(value[field]));
};

/** An object whose fields are all of one shape, whatever they are called. */
export const isRecordOf =
  <T>(isField: Shape<T>): Shape<{ readonly [name: string]: T }> =>
  (value): value is { readonly [name: string]: T } =>
    isJsonObject(value) && Object.values(value).every(isField);

/** A union distinguished by its `kind`: for each kind the shapes of its other fields. */
export const isUnionOf = <T extends { readonly kind: string }>(
  cases: {
    readonly [K in T['kind']]: Shapes<Omit<Extract<T, { readonly kind: K }>, 'kind'>>;
  },
): Shape<T> => {
  const fields: [string, Shapes<unknown>][] = Object.entries(cases);
  const shapes = new Map<unknown, Shape<unknown>>(fields.map(([kind, others]) => [kind, isObjectOf(others)]));
  return (value): value is T => isJsonObject(value) && shapes.get(value['kind'])?.(value) === true;
};

/** `null` or of that shape. */
export const isNullable =
  <T>(isThere: Shape<T>): Shape<T | null> =>
  (value): value is T | null =>
    value === null || isThere(value);
