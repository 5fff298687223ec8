import type { Failure } from '../../domain/answer.ts';
import type { RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import { dayAfter, type WatchFold } from '../../domain/coverage/coverage.ts';
import { type UnreadSpan, unreadSpans } from '../../domain/coverage/unread-spans.ts';
import { watchSince } from '../../domain/coverage/watches-since.ts';
import type { Region } from '../../domain/ids.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';

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
  /** Its records, as they were added up. */
  readonly recordsOf: (part: F) => RecordFold;
  /** Takes a part that was read, and which days of it are watched. */
  readonly keep: (part: F, watches: WatchFold) => void;
}

/**
 * Reads what the table does not have yet of a log. Only days that were read wholly count as watched, and none where a
 * record could not be understood: then the next run reads them again. Answers why it is incomplete.
 */
export async function readLiveLog<F>(
  log: LiveLog,
  { accountId, watches }: Pick<StoredAccount, 'accountId' | 'watches'>,
  now: Instant,
  { newPart, add, recordsOf, keep }: LogFolding<F>,
): Promise<Failure | undefined> {
  for (const span of unreadSpans(watches.get(log.region), now, log.keptDays)) {
    const part = newPart();
    const order = newOrder();
    const failure = await log.read(span, (records) => {
      for (const record of records) order.add(add(part, record));
    });
    const records = recordsOf(part);
    const day = failure === undefined ? span.from.slice(0, 10) : order.firstWholeDay();
    const isProof = records.malformed === 0 && day !== undefined;
    keep(part, isProof ? watchSince(records.watches, accountId, log.region, day) : new Map());
    if (failure !== undefined) return failure;
  }
  return undefined;
}

/** Whether records came latest first, and from which day on they are there wholly. */
function newOrder() {
  let [earliest, isLatestFirst] = [undefined as Instant | undefined, true];
  return {
    add(at: Instant | undefined): void {
      if (at === undefined) return;
      if (earliest !== undefined && at > earliest) isLatestFirst = false;
      earliest = at;
    },
    firstWholeDay: () => (isLatestFirst && earliest !== undefined ? dayAfter(earliest.slice(0, 10)) : undefined),
  };
}
