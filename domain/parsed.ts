/**
 * What was read from text, settings or JSON: the value, or all that is wrong with it at once. What the world answers is
 * an `Answer`.
 */
export type Parsed<T> = { readonly kind: 'ok'; readonly value: T } | Wrong;

/** An input that cannot be used. There is at least one problem. */
export interface Wrong {
  readonly kind: 'wrong';
  readonly problems: readonly Problem[];
}

/** One thing that is wrong with an input. The door that took the input knows what the user calls the field. */
export interface Problem {
  /** As the parser calls it: `threshold`, `TABLE_NAME`. */
  readonly field: string;
  /** The text that was given; undefined where nothing was. */
  readonly given: string | undefined;
  /** What to give instead: `give whole days from 1 to 3650`. */
  readonly todo: string;
}

/** What was read and is right. */
export function ok<T>(value: T): Parsed<T> {
  return { kind: 'ok', value };
}

/** What was read and is wrong, for these reasons. */
export function wrong(...problems: readonly Problem[]): Wrong {
  return { kind: 'wrong', problems };
}

/** The value if nothing was wrong with any part of it. */
export function okUnless<T>(problems: readonly Problem[], value: T): Parsed<T> {
  return problems.length === 0 ? ok(value) : wrong(...problems);
}

/** Two readings as one: both values, or the problems of both. */
export function both<A, B>(a: Parsed<A>, b: Parsed<B>): Parsed<readonly [A, B]> {
  if (a.kind === 'ok' && b.kind === 'ok') return ok([a.value, b.value] as const);
  return wrong(...problemsOf(a), ...problemsOf(b));
}

/** Several readings as one: every value, or the problems of all. */
export function every<T>(parsed: readonly Parsed<T>[]): Parsed<readonly T[]> {
  const values = parsed.flatMap((each) => (each.kind === 'ok' ? [each.value] : []));
  return okUnless(parsed.flatMap(problemsOf), values);
}

const problemsOf = (parsed: Parsed<unknown>): readonly Problem[] => (parsed.kind === 'wrong' ? parsed.problems : []);
