import { readFileSync } from 'node:fs';
import { isJsonObject, type JsonObject } from '../../../domain/json.ts';

/** OCSF's class 2008 with its objects, beside the project; SOURCES.md there says where it comes from. */
export const classFile = '../shared/data/findings/class_2008_v1.8.0.json';

interface Attribute {
  readonly type: string | null;
  readonly requirement: string;
  readonly is_array?: boolean;
  readonly enum?: { readonly [value: string]: string };
  readonly deprecated?: boolean;
}

interface Shape {
  readonly attributes: { readonly [name: string]: Attribute };
  readonly constraints: { readonly at_least_one?: readonly string[] } | null;
}

export type OcsfClass = Shape & { readonly objects: { readonly [name: string]: Shape } };

export const readClass = (): OcsfClass => JSON.parse(readFileSync(classFile, 'utf8'));

/** Everything in which an event does not follow the class, with its path. */
export function ocsfFaults(event: unknown, { objects, ...shape }: OcsfClass): string[] {
  const check = (value: unknown, { attributes, constraints }: Shape, path: string): string[] => {
    if (!isJsonObject(value)) return [`${path}: no object`];
    const some = constraints?.at_least_one;
    return [
      ...Object.keys(value).flatMap((name) => (attributes[name] === undefined ? [`${path}.${name}: not known`] : [])),
      ...(some?.every((name) => value[name] === undefined) === true ? [`${path}: none of ${some.join(', ')}`] : []),
      ...Object.entries(attributes).flatMap(([name, attribute]) =>
        checkField(value, name, attribute, `${path}.${name}`),
      ),
    ];
  };
  const checkField = (parent: JsonObject, name: string, attribute: Attribute, path: string): string[] => {
    const value = parent[name];
    if (value === undefined) return attribute.requirement.endsWith('required') ? [`${path}: missing`] : [];
    if (attribute.deprecated === true) return [`${path}: deprecated`];
    if (attribute.is_array !== true) return checkValue(value, attribute, path);
    if (!Array.isArray(value)) return [`${path}: no list`];
    return value.flatMap((each, index) => checkValue(each, attribute, `${path}[${index}]`));
  };
  const checkValue = (value: unknown, attribute: Attribute, path: string): string[] => {
    const nested = objects[attribute.type ?? ''];
    if (nested !== undefined) return check(value, nested, path);
    if (attribute.enum !== undefined && attribute.enum[`${value}`] === undefined)
      return [`${path}: ${value} not in enum`];
    return isOfType(value, attribute.type) ? [] : [`${path}: ${JSON.stringify(value)} is no ${attribute.type}`];
  };
  return check(event, shape, 'finding');
}

/** Milliseconds since 1970 have 13 digits from 2001 to 2286; seconds have 10. */
function isOfType(value: unknown, type: string | null): boolean {
  switch (type) {
    case 'timestamp_t':
      return Number.isInteger(value) && /^\d{13}$/.test(`${value}`);
    case 'integer_t':
    case 'long_t':
      return Number.isInteger(value);
    case 'boolean_t':
      return typeof value === 'boolean';
    case 'string_t':
      return typeof value === 'string' && value !== '';
    case 'object':
      return isJsonObject(value);
    case null:
      return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(`${value}`);
    default:
      return false;
  }
}
