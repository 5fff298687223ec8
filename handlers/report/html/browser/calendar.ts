/** The calendar of one user: a column a week, Monday first; a square a day. */

const step = 12;
const side = 10;

/** Where the squares begin: left of them stand the weekdays, above them the months. */
export const calendarOrigin = { x: 32, y: 18 } as const;

export const calendarSize = (days: number) => {
  return { width: calendarOrigin.x + Math.ceil(days / 7) * step, height: calendarOrigin.y + 7 * step };
};

const columnOf = (day: number) => calendarOrigin.x + Math.floor(day / 7) * step;
const rowOf = (day: number) => calendarOrigin.y + (day % 7) * step;

/** The left edge of a day's column. */
export const calendarColumn = columnOf;

/** The base line of the text beside a weekday, 0 for Monday. */
export const calendarBaseline = (weekday: number) => rowOf(weekday) + side - 1;

/** The squares of these days, as the path of an SVG. */
export const squaresPath = (days: readonly number[]): string =>
  days.map((day) => `M${columnOf(day)} ${rowOf(day)}h${side}v${side}h-${side}z`).join('');

/** A ring in the square of each of these days. */
export const ringsPath = (days: readonly number[]): string =>
  days.map((day) => `M${columnOf(day) + 2} ${rowOf(day) + 5}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z`).join('');

/** The days of a set, in order: bit `n % 8` of byte `n / 8` stands for day `n`. */
export function daysOfBase64(bits: string): number[] {
  const bytes = atob(bits);
  const days: number[] = [];
  for (let day = 0; day < bytes.length * 8; day++) {
    if ((bytes.charCodeAt(day >> 3) >> (day & 7)) & 1) days.push(day);
  }
  return days;
}

/** The date of a day of the calendar, `2026-11-03`. */
export const dateOfDay = (firstDay: string, day: number): string =>
  new Date(Date.parse(firstDay) + day * 86_400_000).toISOString().slice(0, 10);
