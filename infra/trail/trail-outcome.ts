/** How reading one file ended, in counts and words. */

import type { NoRecords } from '../../domain/cloudtrail/envelope.ts';
import type { Break } from './json/json-splitter.ts';
import type { OtherLogs } from './other-logs.ts';

/** The counts of one file. Every record handed out is counted, also before and after a break. */
export type TrailCounts = {
  /** Bytes read, before inflation. */
  readonly bytes: number;
  readonly records: number;
  /** Those of `records` that are CloudTrail Insights events; equal to `records` in an Insights file. */
  readonly insights: number;
  /** Valid JSON that should be a record and is not. */
  readonly malformed: number;
  /** Valid JSON that names fields of CloudTrail in a form that is not supported, and the first place of it. */
  readonly notUnderstood: number;
  readonly firstNotUnderstood: string | undefined;
  readonly skipped: Readonly<Record<NoRecords, number>>;
  /** Places that are not JSON, and the first ten of them in words. */
  readonly broken: number;
  readonly firstBroken: readonly string[];
};

/**
 * How reading one file ended. `skipped`: valid, and of a kind without records. `unreadable`: some or all records are
 * missing; `why` says what is wrong and where. An empty file is unreadable.
 */
export type TrailFileOutcome =
  | (TrailCounts & { readonly kind: 'read' })
  | (TrailCounts & { readonly kind: 'skipped'; readonly what: NoRecords | OtherLogs })
  | (TrailCounts & { readonly kind: 'unreadable'; readonly why: string });

/** The counts while they grow. */
export type Tally = {
  bytes: number;
  records: number;
  insights: number;
  malformed: number;
  broken: number;
  notUnderstood: number;
  firstNotUnderstood: string | undefined;
  /** Whether text before the first record may be of records: it names a field of theirs, or is cut short. */
  mayHoldRecords: boolean;
  readonly skipped: Record<NoRecords, number>;
  readonly firstBroken: string[];
};

const keptBroken = 10;

/** The most specific kind first: a file of several kinds is reported as the first of them. */
const kinds = [
  'digest',
  'control-message',
  'inventory',
  'config',
  'guard-duty',
  'waf',
  'resolver',
  'notice',
  'other',
] as const satisfies readonly NoRecords[];

/** Nothing was counted yet. */
export function newTally(): Tally {
  return {
    bytes: 0,
    records: 0,
    insights: 0,
    malformed: 0,
    broken: 0,
    notUnderstood: 0,
    firstNotUnderstood: undefined,
    mayHoldRecords: false,
    skipped: Object.fromEntries(kinds.map((kind) => [kind, 0])) as Record<NoRecords, number>,
    firstBroken: [],
  };
}

export function countNotUnderstood(tally: Tally, position: string): void {
  tally.notUnderstood++;
  tally.firstNotUnderstood ??= position;
}

export function countBroken(tally: Tally, words: string): void {
  tally.broken++;
  if (tally.firstBroken.length < keptBroken) tally.firstBroken.push(words);
}

/**
 * The outcome of a file with `values` JSON values; `cutShort` says why its bytes ended early, if they did. Text without
 * records may be of another kind: `textKind`, where it shows one.
 */
export function outcomeOf(
  tally: Tally,
  values: number,
  cutShort: string | undefined,
  textKind: OtherLogs | undefined,
): TrailFileOutcome {
  const isText = cutShort === undefined && tally.records + tally.malformed + tally.notUnderstood === 0;
  if (isText && textKind !== undefined) return { kind: 'skipped', what: textKind, ...tally };
  const why =
    cutShort ?? wordsOfBroken(tally) ?? wordsOfNotUnderstood(tally) ?? (values === 0 ? 'is empty' : undefined);
  if (why !== undefined) return { kind: 'unreadable', why, ...tally };
  const what = tally.records + tally.malformed === 0 ? kinds.find((kind) => tally.skipped[kind] > 0) : undefined;
  return what === undefined ? { kind: 'read', ...tally } : { kind: 'skipped', what, ...tally };
}

function wordsOfNotUnderstood({ notUnderstood, firstNotUnderstood }: Tally): string | undefined {
  if (notUnderstood === 0) return undefined;
  const more = notUnderstood === 1 ? '' : ` and ${notUnderstood - 1} more places`;
  const place = `${firstNotUnderstood}${more}`;
  return `names fields of CloudTrail in a form that is not supported (${place}); export the whole records as JSON, one a line`;
}

/** A break in words, with its place. */
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
