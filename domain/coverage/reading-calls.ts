/** Calls that only read, which a trail recorded: the seconds of the first and the last, counted from 1970. */
export interface ReadingCalls {
  readonly first: number;
  readonly last: number;
}

/** The span of both: commutative, associative, idempotent. */
export function joinReadings(a: ReadingCalls | undefined, b: ReadingCalls | undefined): ReadingCalls | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return { first: Math.min(a.first, b.first), last: Math.max(a.last, b.last) };
}
