import type { Failure } from '../../domain/answer.ts';
import { type UnreadSpan, unreadSpans } from '../../domain/coverage/unread-spans.ts';
import type { Region } from '../../domain/ids.ts';
import type { LogReading } from '../../domain/providers/log-parts.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { endOfDay, type Instant } from '../../domain/time.ts';
import { type MalformedRecord, malformedKept } from '../trail/trail-reading.ts';

/** A log of a provider, latest record first. Nothing throws: what failed is in the answer. */
export interface LiveLog {
  /** Its watch, as the table names it. */
  readonly region: Region;
  /** For so many days the provider keeps it, today among them. */
  readonly keptDays: number;
  readonly read: (span: UnreadSpan, take: (records: readonly unknown[]) => void) => Promise<Failure | undefined>;
}

/** How the records of a log are added up, part by part. */
export interface LogFolding<F> {
  readonly newPart: () => F;
  /** Adds a record; answers its time where it can be read. */
  readonly add: (part: F, record: unknown) => Instant | undefined;
  /** How many records could not be understood. */
  readonly malformedIn: (part: F) => number;
  /** Takes a part that was read, and for which time all records of it came; undefined: for none. */
  readonly keep: (part: F, whole: UnreadSpan | undefined) => void;
}

/**
 * Reads what the table does not have yet of a log. Only days that were read wholly count as watched, and none where a
 * record could not be understood: then the next run reads them again. Answers why it is incomplete.
 */
export async function readLiveLog<F>(
  log: LiveLog,
  { watches }: Pick<StoredAccount, 'watches'>,
  now: Instant,
  { newPart, add, malformedIn, keep }: LogFolding<F>,
): Promise<Failure | undefined> {
  for (const span of unreadSpans(watches.get(log.region), now, log.keptDays)) {
    const part = newPart();
    const order = newOrder();
    const failure = await log.read(span, (records) => {
      for (const record of records) order.add(add(part, record));
    });
    const from = failure === undefined ? span.from : order.wholeSince();
    keep(part, from === undefined || malformedIn(part) > 0 ? undefined : { ...span, from });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** When a record was made, where it is one of the log; one that cannot be read is kept with its place. */
export function timeOf(
  reading: LogReading,
  place: Pick<MalformedRecord, 'file' | 'position'>,
  kept: MalformedRecord[],
): Instant | undefined {
  if (reading.kind === 'malformed') keepMalformed(kept, place, reading);
  return reading.kind === 'use' || reading.kind === 'no-use' ? reading.at : undefined;
}

/** Keeps a malformed record with its place, as long as there are not too many. */
export function keepMalformed(
  kept: MalformedRecord[],
  place: Pick<MalformedRecord, 'file' | 'position'>,
  { field, why }: Pick<MalformedRecord, 'field' | 'why'>,
): void {
  if (kept.length < malformedKept) kept.push({ ...place, field, why });
}

/** Whether records came latest first, and from when on all of their days are there. */
function newOrder() {
  let [earliest, isLatestFirst] = [undefined as Instant | undefined, true];
  return {
    add(at: Instant | undefined): void {
      if (at === undefined) return;
      if (earliest !== undefined && at > earliest) isLatestFirst = false;
      earliest = at;
    },
    wholeSince: () => (isLatestFirst && earliest !== undefined ? endOfDay(earliest.slice(0, 10)) : undefined),
  };
}
