import type { Instant } from '../time.ts';
import { type ActingWindow, weekdays } from './settings.ts';

/** Whether it is the name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/**
 * Why users must not be quarantined at this time, in words; undefined where they may. The window includes its first
 * hour and excludes its last.
 */
export function closedBecause(window: ActingWindow, now: Instant): string | undefined {
  const { day, hour, weekday } = localTime(now, window.timeZone);
  if (window.freezeDays.includes(day)) return `${day} is a freeze day`;
  const isDay = window.days.some((each) => each === weekday);
  if (isDay && hour >= window.fromHour && hour < window.toHour) return undefined;
  return `users are quarantined ${windowWords(window)} alone`;
}

/** `Tue, Wed, Thu 08-14 UTC`. */
function windowWords({ days, fromHour, toHour, timeZone }: ActingWindow): string {
  const hours = [fromHour, toHour].map((hour) => `${hour}`.padStart(2, '0')).join('-');
  return `${weekdays.filter((each) => days.includes(each)).join(', ')} ${hours} ${timeZone}`;
}

function localTime(now: Instant, timeZone: string) {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
  });
  const parts = new Map(format.formatToParts(new Date(now)).map(({ type, value }) => [type, value]));
  const day = ['year', 'month', 'day'].map((part) => parts.get(part as Intl.DateTimeFormatPartTypes)).join('-');
  return { day, hour: Number(parts.get('hour')), weekday: parts.get('weekday')?.replace('.', '') };
}
