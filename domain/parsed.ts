/**
 * The result of reading text, settings or JSON: the value, or every problem at once. An answer from outside is an
 * `Answer`.
 */
export type Parsed<T> = { readonly kind: 'ok'; readonly value: T } | Wrong;

/** An input that cannot be used. There is at least one problem. */
export interface Wrong {
  readonly kind: 'wrong';
  readonly problems: readonly Problem[];
}

/** One problem of an input. The command or function that took the input knows what the user calls the field. */
export interface Problem {
  /** The parser's name of the field: `threshold`, `TABLE_NAME`. */
  readonly field: string;
  /** The text that was given; undefined where none was given. */
  readonly given: string | undefined;
  /** What to give instead: `give whole days from 1 to 3650`. */
  readonly todo: string;
}

/** The result of reading a valid input. */
export function ok<T>(value: T): Parsed<T> {
  return { kind: 'ok', value };
}

/** The result of reading an invalid input, with its problems. */
export function wrong(...problems: readonly Problem[]): Wrong {
  return { kind: 'wrong', problems };
}

/** The value where there are no problems, else the problems. */
export function okUnless<T>(problems: readonly Problem[], value: T): Parsed<T> {
  return problems.length === 0 ? ok(value) : wrong(...problems);
}

/** Changes the value of a result; problems stay as they are. */
export function mapParsed<A, B>(parsed: Parsed<A>, change: (value: A) => B): Parsed<B> {
  return parsed.kind === 'ok' ? ok(change(parsed.value)) : parsed;
}

/** Joins two results: both values, or the problems of both. */
export function both<A, B>(a: Parsed<A>, b: Parsed<B>): Parsed<readonly [A, B]> {
  if (a.kind === 'ok' && b.kind === 'ok') return ok([a.value, b.value] as const);
  return wrong(...problemsOf(a), ...problemsOf(b));
}

/** Joins several results: every value, or the problems of all. */
export function every<T>(parsed: readonly Parsed<T>[]): Parsed<readonly T[]> {
  const values = parsed.flatMap((each) => (each.kind === 'ok' ? [each.value] : []));
  return okUnless(parsed.flatMap(problemsOf), values);
}

const problemsOf = (parsed: Parsed<unknown>): readonly Problem[] => (parsed.kind === 'wrong' ? parsed.problems : []);
