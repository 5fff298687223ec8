import type { Brand } from './ids.ts';

/** A moment in UTC with whole seconds, `2026-11-23T08:00:00Z`: text order is time order. */
export type Instant = Brand<string, 'Instant'>;

/** A calendar month in UTC, `2026-11`. */
export type Month = Brand<string, 'Month'>;

const zonedTime = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:Z|([+-])(\d\d):?(\d\d))$/;
const eventTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;
const dayMs = 86_400_000;
const lastMs = Date.UTC(9999, 11, 31, 23, 59, 59);

/** The instant of a Unix time in milliseconds, cut to the whole second; undefined before 1970 and after 9999. */
export function instantOfEpochMs(ms: number): Instant | undefined {
  return ms >= 0 && ms <= lastMs ? (`${new Date(ms).toISOString().slice(0, 19)}Z` as Instant) : undefined;
}

/**
 * Reads an ISO 8601 time with its zone, as IAM and the AWS CLI write it: date and time parted by `T` or a space, then
 * `Z` or an offset. Undefined for any other form, for days and hours that do not exist, and before 1970.
 */
export function parseTime(text: unknown): Instant | undefined {
  const match = typeof text === 'string' ? zonedTime.exec(text) : null;
  if (match === null) return undefined;
  const part = (index: number) => Number(match[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59 || part(8) > 14 || part(9) > 59) return undefined;
  const offsetMinutes = (match[7] === '-' ? -1 : 1) * (part(8) * 60 + part(9));
  return instantOfEpochMs(Date.UTC(year, month - 1, day, hour, minute - offsetMinutes, second));
}

/** Reads a time with its zone, or a day as its first moment in UTC. */
export function parseMoment(text: string): Instant | undefined {
  return parseTime(isDay(text) ? `${text}T00:00:00Z` : text);
}

/** Whether the text has the form of a day, `2026-11-23`. */
export const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** CloudTrail's own form of a time, `2026-11-23T08:00:00Z`, and nothing looser; a fraction of a second is cut off. */
export function parseEventTime(text: unknown): Instant | undefined {
  return typeof text === 'string' && eventTime.test(text) ? parseTime(text) : undefined;
}

function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Milliseconds since 1970. */
export function epochMs(at: Instant): number {
  return Date.parse(at);
}

/** Days from `from` to `to`, with their fraction; negative where `to` comes first. */
export function daysBetween(from: Instant, to: Instant): number {
  return (epochMs(to) - epochMs(from)) / dayMs;
}

/** Days of the calendar in UTC from one moment to another: from 23:59 to 00:01 it is one. */
export function calendarDaysBetween(from: Instant, to: Instant): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** The day in UTC of a moment or of a text that begins with a day, as whole days since 1970. */
export function dayNumberOf(at: string): number {
  return Date.parse(at.slice(0, 10)) / dayMs;
}

/** The day as text, `2026-11-23`: the inverse. */
export function dayOfNumber(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** The first moment (UTC) of a day, `2026-11-23`. */
export const startOfDay = (day: string): Instant => `${day}T00:00:00Z` as Instant;

/** The first moment (UTC) after a day, `2026-11-23`. */
export function endOfDay(day: string): Instant {
  return instantOfEpochMs((dayNumberOf(day) + 1) * dayMs) as Instant;
}

/** Whole days of silence from the last activity to `to`, cut off: 89.9 days are 89. Activity after `to` makes 0. */
export function silentDays(lastActivity: Instant, to: Instant): number {
  return Math.max(0, Math.floor(daysBetween(lastActivity, to)));
}

/**
 * Days later, or earlier where they are negative; parts of a day count. It stays within the times that can be written.
 */
export function plusDays(at: Instant, days: number): Instant {
  const ms = Math.min(Math.max(epochMs(at) + days * dayMs, 0), lastMs);
  return instantOfEpochMs(ms) as Instant;
}

/** Minutes later, or earlier where they are negative. */
export function plusMinutes(at: Instant, minutes: number): Instant {
  return plusDays(at, minutes / 1440);
}

/** The month in UTC, `2026-11`. */
export function monthOf(at: Instant): Month {
  return at.slice(0, 7) as Month;
}

/** A month as it is stored, `2026-11`; undefined for any other text. */
export function parseMonth(text: unknown): Month | undefined {
  return typeof text === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(text) ? (text as Month) : undefined;
}

/** The day of the month, 1 to 31. */
export function dayOf(at: Instant): number {
  return Number(at.slice(8, 10));
}

/** The later of two: commutative, associative, idempotent. Undefined gives way to any time. */
export function laterOf<T extends Instant | undefined>(a: T, b: T): T {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a >= b ? a : b;
}

/** The earlier of two: commutative, associative, idempotent. Undefined gives way to any time. */
export function earlierOf<T extends Instant | undefined>(a: T, b: T): T {
  if (a === undefined) return b;
  if (b === undefined) return a;
  return a <= b ? a : b;
}
