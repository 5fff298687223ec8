import { plainText } from '../plain-text.ts';
import { shellWord } from '../shell-word.ts';

/** The parameters of a stack: their values by name. */
export type StackParameters = ReadonlyMap<string, string>;

/** A parameter of the live stack whose value a deployment would change. */
export interface ParameterChange {
  readonly name: string;
  readonly live: string;
  readonly next: string;
}

/**
 * The parameters that a deployment would change though nobody asked for it: the live stack has another value, and the
 * next one was not given for this deployment. A parameter that this version adds, or no longer has, is none of them.
 */
export function parameterChanges(
  live: StackParameters,
  next: StackParameters,
  given: StackParameters,
): ParameterChange[] {
  return [...live].flatMap(([name, value]) => {
    const wanted = next.get(name);
    const isKept = wanted === undefined || wanted === value || given.get(name) === wanted;
    return isKept ? [] : [{ name, live: value, next: wanted }];
  });
}

/** The changes in words: each parameter in a line. */
export function changeLines(stackName: string, changes: readonly ParameterChange[]): string[] {
  const count = changes.length === 1 ? 'a parameter' : `${changes.length} parameters`;
  const lines = changes.map(
    ({ name, live, next }) => `  ${name} is ${valueWords(live)} and becomes ${valueWords(next)}`,
  );
  return [`this deployment changes ${count} of ${stackName}:`, ...lines].map(plainText);
}

/** What to type instead: the command that keeps every value, and the one that accepts the changes. */
export function choiceLines(changes: readonly ParameterChange[], args: readonly string[]): string[] {
  const keep = changes.map(({ name, live }) => `--param=${name}=${live}`);
  const command = (more: readonly string[]) => ['npm run deploy --', ...[...args, ...more].map(shellWord)].join(' ');
  return [`to keep them: ${command(keep)}`, `to change them: ${command(['--yes'])}`].map(plainText);
}

const valueWords = (value: string) => (value === '' ? 'empty' : value);
