import { dayNumberOf, dayOf, type Instant, type Month, monthOf } from './time.ts';

/** Days by calendar month, in UTC; bit `n - 1` stands for day `n`. Union is the only way it grows. */
export type DaysByMonth = ReadonlyMap<Month, number>;

/** Adds the day of a time, in place. */
export function addDay(days: Map<Month, number>, at: Instant): void {
  const month = monthOf(at);
  days.set(month, (days.get(month) ?? 0) | (1 << (dayOf(at) - 1)));
}

/** Adds all days of another set, in place. */
export function addDays(days: Map<Month, number>, more: DaysByMonth): void {
  for (const [month, bits] of more) days.set(month, (days.get(month) ?? 0) | bits);
}

/** The days that one of them has: commutative, associative, idempotent. */
export function unionOfDays(a: DaysByMonth, b: DaysByMonth): DaysByMonth {
  const union = new Map(a);
  addDays(union, b);
  return union;
}

/** The days of `days` that are not in `known`. Months without any are left out. */
export function daysLacking(known: DaysByMonth | undefined, days: DaysByMonth): DaysByMonth {
  const lacking = [...days].map(([month, bits]): [Month, number] => [month, bits & ~(known?.get(month) ?? 0)]);
  return new Map(lacking.filter(([, bits]) => bits !== 0));
}

/** The days of the month in ascending order, 1 to 31. */
export function daysOfBits(bits: number): number[] {
  const days: number[] = [];
  for (let day = 1; day <= 31; day++) if (bits & (1 << (day - 1))) days.push(day);
  return days;
}

/** The days of one month as bits, day 1 the lowest. Numbers that are no day are left out. */
export function bitsOfDays(days: Iterable<number>): number {
  let bits = 0;
  for (const day of days) if (day >= 1 && day <= 31) bits |= 1 << (day - 1);
  return bits;
}

/** Whether the set has the day of a time. */
export function hasDay(days: DaysByMonth, at: Instant): boolean {
  return ((days.get(monthOf(at)) ?? 0) & (1 << (dayOf(at) - 1))) !== 0;
}

/** The days as whole days since 1970, ascending. */
export function dayNumbersOf(days: DaysByMonth): number[] {
  return [...days]
    .flatMap(([month, bits]) => {
      const first = dayNumberOf(`${month}-01`);
      return daysOfBits(bits).map((day) => first + day - 1);
    })
    .sort((a, b) => a - b);
}
