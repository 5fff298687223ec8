import { hasDay } from '../day-set.ts';
import { dayNumberOf, dayOfNumber, endOfDay, type Instant, plusMinutes } from '../time.ts';
import type { Watch } from './watch.ts';

/** A part of a log that is to be read. `from` is inclusive, `until` exclusive; undefined: as far as the log reaches. */
export interface UnreadSpan {
  readonly from: Instant;
  readonly until: Instant | undefined;
}

/** Records may come so many hours late into a log: what was read shortly before the last proof is read again. */
const lateHours = 24;

/**
 * The parts of a log that keeps so many days, today among them, which the table does not have yet, in whole days and
 * latest first: what came since the last read, and before that from the first to the last day without a proof.
 */
export function unreadSpans(watch: Watch | undefined, now: Instant, keptDays: number): UnreadSpan[] {
  const today = dayNumberOf(now);
  const first = today - keptDays + 1;
  const known = watch?.lastProof;
  const since = known === undefined ? first : dayNumberOf(plusMinutes(known < now ? known : now, -lateHours * 60));
  const recent = Math.max(first, since);
  const unproven = daysFrom(first, recent).filter((day) => watch === undefined || !hasDay(watch.days, startOf(day)));
  const [from, to] = [unproven.at(0), unproven.at(-1)];
  const older = from === undefined || to === undefined ? [] : [{ from: startOf(from), until: startOf(to + 1) }];
  return [{ from: startOf(recent), until: undefined }, ...older];
}

const daysFrom = (first: number, end: number): number[] => Array.from({ length: end - first }, (_, day) => first + day);

const startOf = (day: number): Instant => endOfDay(dayOfNumber(day - 1));
