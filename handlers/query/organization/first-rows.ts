/** The first rows of many lists, in order, in bounded memory. */
export interface FirstRows<Row> {
  /** Takes the rows of one more list, in any order. */
  add(rows: readonly Row[]): void;
  /** The first rows of all, at most `limit`. */
  rows(): readonly Row[];
  /** How many were taken in. */
  readonly taken: number;
}

/** A sort costs less a row the more rows it sorts: so it waits for this many. */
const leastKept = 1000;

/**
 * Keeps the first rows by an order that is total: then it does not matter in which order lists come. Without a limit it
 * keeps all; with one at most twice as many, or a thousand more.
 */
export function firstRows<Row>(compare: (a: Row, b: Row) => number, limit: number | undefined): FirstRows<Row> {
  let kept: Row[] = [];
  let taken = 0;
  const most = limit === undefined ? Number.POSITIVE_INFINITY : limit + Math.max(limit, leastKept);
  const cut = () => {
    kept = kept.sort(compare).slice(0, limit);
  };
  return {
    add: (rows) => {
      for (const row of rows) {
        kept.push(row);
        taken += 1;
        if (kept.length > most) cut();
      }
    },
    rows: () => {
      cut();
      return kept;
    },
    get taken() {
      return taken;
    },
  };
}
