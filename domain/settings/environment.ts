import { type OrganizationId, parseOrganizationId } from '../ids.ts';
import { okUnless, type Parsed, type Problem } from '../parsed.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { type Bounds, parseWhole } from './bounds.ts';

/** The environment variables of a function. */
export type Environment = { readonly [variable: string]: string | undefined };

/** How to read one variable. An empty variable is not set; then the fallback applies, if there is one. */
export interface Variable<T> {
  readonly name: string;
  readonly fallback?: string;
  /** The value is undefined where the variable is not set. */
  readonly isOptional?: true;
  readonly parse: (text: string) => T | undefined;
  /** What to give instead: `give the name of the table`. */
  readonly todo: string;
}

/** The variable of each setting, by the setting's name. */
export type Variables<T> = { readonly [Setting in keyof T]: Variable<T[Setting]> };

/** Reads every variable; reports all wrong ones, in the order of the list. */
export function parseVariables<T extends object>(env: Environment, variables: Variables<T>): Parsed<T> {
  const problems: Problem[] = [];
  const read = <V>({ name, fallback, isOptional, parse, todo }: Variable<V>): V | undefined => {
    const given = env[name] || fallback;
    if (given === undefined && isOptional) return undefined;
    const value = given === undefined ? undefined : parse(given);
    if (value === undefined) problems.push({ field: name, given, todo });
    return value;
  };
  const settings = Object.entries<Variable<unknown>>(variables).map(([setting, variable]) => [setting, read(variable)]);
  return okUnless(problems, Object.fromEntries(settings) as T);
}

/** A variable that is text of this form. */
export function textVariable(name: string, pattern: RegExp, todo: string, fallback?: string): Variable<string> {
  const parse = (text: string) => (pattern.test(text) ? text : undefined);
  return { name, parse, todo, ...(fallback !== undefined && { fallback }) };
}

/** The same variable for a deployment that may leave it out. */
export function optionalVariable<T>(variable: Variable<T>): Variable<T | undefined> {
  return { ...variable, isOptional: true };
}

/** A variable that is a whole number within its bounds. */
export function wholeVariable(name: string, bounds: Bounds & { readonly default: number }): Variable<number> {
  const todo = `give a whole number from ${bounds.min} to ${bounds.max}`;
  return { name, fallback: String(bounds.default), parse: (text) => parseWhole(text, bounds), todo };
}

/** A list of values with commas between, each kept once; empty where the variable is not set. */
export function listVariable<T>(
  name: string,
  parseOne: (text: string) => T | undefined,
  todo: string,
): Variable<readonly T[]> {
  const parse = (text: string) => {
    const given = text.split(',').filter((part) => part.trim() !== '');
    const values = given.map((part) => parseOne(part.trim())).filter((value) => value !== undefined);
    return values.length === given.length ? [...new Set(values)] : undefined;
  };
  return { name, fallback: '', parse, todo };
}

/** A variable that is one of these words. */
export function oneOfVariable<T extends string>(name: string, words: readonly T[], fallback?: T): Variable<T> {
  const parse = (text: string) => words.find((word) => word === text);
  return { name, parse, todo: `give ${words.join(' or ')}`, ...(fallback !== undefined && { fallback }) };
}

/** A switch. */
export function yesOrNo(name: string, fallback: 'yes' | 'no'): Variable<boolean> {
  const { parse, ...variable } = oneOfVariable(name, ['yes', 'no'], fallback);
  const isYes = (text: string) => (parse(text) === undefined ? undefined : text === 'yes');
  return { ...variable, parse: isYes };
}

/** The key of the tag whose carriers are exempt. */
export const exemptTag: Variable<readonly ExemptionRule[]> = {
  name: 'EXEMPT_TAG',
  fallback: 'lastseen:exempt',
  parse: (key) => (/^.{1,128}$/.test(key) ? [{ kind: 'tag', key, value: undefined }] : undefined),
  todo: 'give the key of a tag',
};
/** The topic for people. */
export const topicArn = textVariable(
  'TOPIC_ARN',
  /^arn:[^:]+:sns:[^:]+:\d{12}:[\w-]+$/,
  'give the ARN of the SNS topic',
);
/** The table in DynamoDB. */
export const tableName = textVariable('TABLE_NAME', /^[\w.-]{3,255}$/, 'give the name of the table');
/** The stack of the function; the fallback is the name of a deployment without `--stage`. */
export const stackName = textVariable(
  'STACK_NAME',
  /^[A-Za-z][A-Za-z0-9-]{0,127}$/,
  'give the name of the stack',
  'lastseen-prod',
);
/** The event bus to which the functions publish. */
export const eventBus = textVariable(
  'EVENT_BUS',
  /^[\w./:-]{1,1600}$/,
  'give the name or ARN of an event bus',
  'default',
);
/** The organization whose accounts the stack judges. */
export const organizationId: Variable<OrganizationId> = {
  name: 'ORGANIZATION_ID',
  parse: parseOrganizationId,
  todo: 'give the id of the organization, like o-a1b2c3d4e5',
};
