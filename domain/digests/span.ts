import { epochMs, type Instant } from '../time.ts';

/** A time from `from` (inclusive) to `to` (exclusive). */
export interface Span {
  readonly from: Instant;
  readonly to: Instant;
}

const hourMs = 3_600_000;

/** The same time in as few spans as possible, in their order. */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const span of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = merged.at(-1);
    if (last === undefined || last.to < span.from) merged.push(span);
    else if (last.to < span.to) merged[merged.length - 1] = { from: last.from, to: span.to };
  }
  return merged;
}

/** The spans without the time of others. */
export function withoutSpans(spans: readonly Span[], others: readonly Span[]): readonly Span[] {
  return mergeSpans(others).reduce<readonly Span[]>(
    (left, other) =>
      left.flatMap((span) =>
        [
          { from: span.from, to: span.to < other.from ? span.to : other.from },
          { from: span.from > other.to ? span.from : other.to, to: span.to },
        ].filter(isTime),
      ),
    mergeSpans(spans),
  );
}

/** The part of a span within a window; undefined where nothing of it is. */
export function withinWindow({ from, to }: Span, window: Partial<Span>): Span | undefined {
  const start = window.from !== undefined && window.from > from ? window.from : from;
  const end = window.to !== undefined && window.to < to ? window.to : to;
  return start < end ? { from: start, to: end } : undefined;
}

/** Whole hours of all spans together. */
export function wholeHours(spans: readonly Span[]): number {
  return Math.floor(mergeSpans(spans).reduce((sum, { from, to }) => sum + epochMs(to) - epochMs(from), 0) / hourMs);
}

const isTime = ({ from, to }: Span) => from < to;
