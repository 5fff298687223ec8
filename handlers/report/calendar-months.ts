/** A day of a user's calendar: active; watched in every Region and silent; or not watched. */
export type DayMark = 'active' | 'silent' | 'unwatched';

/** One month, `2026-11`, with a mark for each of its days. */
export interface CalendarMonth {
  readonly month: string;
  readonly marks: readonly DayMark[];
}

const mostMonths = 13;

/** The months of a calendar in order, the latest thirteen. */
export function calendarMonths(activeDays: readonly string[], watchedDays: readonly string[]): CalendarMonth[] {
  const active = new Set(activeDays);
  const watched = new Set(watchedDays);
  const markOf = (date: string) => (active.has(date) ? 'active' : watched.has(date) ? 'silent' : 'unwatched');
  const months = [...new Set([...activeDays, ...watchedDays].map((day) => day.slice(0, 7)))].sort();
  return months.slice(-mostMonths).map((month) => {
    const days = Array.from({ length: daysIn(month) }, (_, index) => `${month}-${`${index + 1}`.padStart(2, '0')}`);
    return { month, marks: days.map(markOf) };
  });
}

function daysIn(month: string): number {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number, 0)).getUTCDate();
}
