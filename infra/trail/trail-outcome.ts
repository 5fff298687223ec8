import type { NoRecords } from '../../domain/cloudtrail/envelope.ts';
import type { Break } from './json/json-splitter.ts';

/** What came out of one file. Every record handed out is counted, also before and after a break. */
export type TrailCounts = {
  /** Bytes read, before inflation. */
  readonly bytes: number;
  readonly records: number;
  /** Those of `records` that are CloudTrail Insights events; equal to `records` in an Insights file. */
  readonly insights: number;
  /** Readable JSON that should hold a record and does not. */
  readonly malformed: number;
  readonly skipped: Readonly<Record<NoRecords, number>>;
  /** Places that are not JSON, and the first ten of them in words. */
  readonly broken: number;
  readonly firstBroken: readonly string[];
};

/**
 * How reading one file ended. `skipped`: sound, and by nature without records. `unreadable`: some or all of it is missing
 * from what was handed out, and `why` says what and where; an empty file is unreadable.
 */
export type TrailFileOutcome =
  | (TrailCounts & { readonly kind: 'read' })
  | (TrailCounts & { readonly kind: 'skipped'; readonly what: NoRecords })
  | (TrailCounts & { readonly kind: 'unreadable'; readonly why: string });

/** The counts while they grow. */
export type Tally = {
  bytes: number;
  records: number;
  insights: number;
  malformed: number;
  broken: number;
  readonly skipped: Record<NoRecords, number>;
  readonly firstBroken: string[];
};

const keptBroken = 10;

export function newTally(): Tally {
  return {
    bytes: 0,
    records: 0,
    insights: 0,
    malformed: 0,
    broken: 0,
    skipped: { digest: 0, 'control-message': 0 },
    firstBroken: [],
  };
}

export function countBroken(tally: Tally, words: string): void {
  tally.broken++;
  if (tally.firstBroken.length < keptBroken) tally.firstBroken.push(words);
}

/** The outcome of a file that held `values` JSON values; `cutShort` says why its bytes ended early, if they did. */
export function outcomeOf(tally: Tally, values: number, cutShort: string | undefined): TrailFileOutcome {
  const why = cutShort ?? wordsOfBroken(tally) ?? (values === 0 ? 'is empty' : undefined);
  if (why !== undefined) return { kind: 'unreadable', why, ...tally };
  const what = tally.skipped.digest > 0 ? 'digest' : 'control-message';
  const bare = tally.records + tally.malformed === 0 && tally.skipped[what] > 0;
  return bare ? { kind: 'skipped', what, ...tally } : { kind: 'read', ...tally };
}

/** A break in words that lead to it. */
export function wordsOfBreak(at: Break): string {
  switch (at.kind) {
    case 'not-json':
      return `line ${at.line}: not JSON`;
    case 'torn':
      return `line ${at.line}: not JSON, the line ends in the middle`;
    case 'truncated':
      return `ends at byte ${at.byte}, in the middle of what began on line ${at.line}`;
    case 'too-long':
      return `line ${at.line}: a single value of more than 32 MB`;
    default:
      return at.kind satisfies never;
  }
}

function wordsOfBroken(tally: Tally): string | undefined {
  const others = tally.broken - 1;
  return others > 0 ? `${tally.firstBroken[0]}, and ${others} more` : tally.firstBroken[0];
}
