import type { DaysByMonth } from '../../../domain/day-set.ts';
import { dayOfNumber, type Instant, type Month, monthOf } from '../../../domain/time.ts';

interface MonthBits {
  readonly month: Month;
  /** The bit of its first day, and how many days it has. */
  readonly first: number;
  readonly length: number;
}

/** Reads sets of days, one bit for each day from the first of a month on. */
export class DayBits {
  private readonly months: readonly MonthBits[];

  /** `firstDay` counts from 1970. */
  constructor(firstDay: number, count: number) {
    this.months = monthsFrom(firstDay, count);
  }

  /** The days of a set, given in words of 32 bits. */
  read(words: Uint32Array): DaysByMonth {
    const days = new Map<Month, number>();
    for (const { month, first, length } of this.months) {
      const [at, shift] = [first >> 5, first & 31];
      const later = shift === 0 ? 0 : (words[at + 1] ?? 0) << (32 - shift);
      const bits = (((words[at] ?? 0) >>> shift) | later) & (-1 >>> (32 - length));
      if (bits !== 0) days.set(month, bits);
    }
    return days;
  }
}

function monthsFrom(firstDay: number, count: number): MonthBits[] {
  const months: MonthBits[] = [];
  for (let first = 0; first < count; ) {
    const dayOfNextMonth = Number(dayOfNumber(firstDay + first + 31).slice(8, 10));
    const length = 32 - dayOfNextMonth;
    months.push({ month: monthOf(dayOfNumber(firstDay + first) as Instant), first, length });
    first += length;
  }
  return months;
}
