import { eventTime, lengthOf, startOf } from './fields';
import { isDigit } from './json';

/** The seconds since 1970 of an `eventTime` that is `"2026-11-23T08:00:00Z"` and exists in the calendar; else -1. */
export function secondsOfEventTime(): i64 {
  const at = startOf(eventTime) + 1;
  if (lengthOf(eventTime) !== 22) return -1;
  if (load<u8>(at - 1) !== 0x22 || load<u8>(at + 19) !== 0x5a || load<u8>(at + 10) !== 0x54) return -1;
  if (load<u8>(at + 4) !== 0x2d || load<u8>(at + 7) !== 0x2d) return -1;
  if (load<u8>(at + 13) !== 0x3a || load<u8>(at + 16) !== 0x3a) return -1;
  const century = twoDigits(at);
  const years = twoDigits(at + 2);
  const month = twoDigits(at + 5);
  const day = twoDigits(at + 8);
  const hour = twoDigits(at + 11);
  const minute = twoDigits(at + 14);
  const second = twoDigits(at + 17);
  if ((century | years | month | day | hour | minute | second) < 0) return -1;
  const year = century * 100 + years;
  if (year < 1970 || month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return -1;
  if (hour > 23 || minute > 59 || second > 59) return -1;
  return <i64>daysSince1970(year, month, day) * 86400 + hour * 3600 + minute * 60 + second;
}

/** -1 where they are no digits. */
function twoDigits(at: usize): i32 {
  const tens = <u32>load<u8>(at);
  const ones = <u32>load<u8>(at + 1);
  return isDigit(tens) && isDigit(ones) ? <i32>((tens - 0x30) * 10 + (ones - 0x30)) : -1;
}

function daysInMonth(year: i32, month: i32): i32 {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Counts from a year that begins in March, so that the leap day comes last (Howard Hinnant, `days_from_civil`). */
function daysSince1970(calendarYear: i32, month: i32, day: i32): i32 {
  const year = month <= 2 ? calendarYear - 1 : calendarYear;
  const era = year / 400;
  const yearOfEra = year - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  return era * 146097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719468;
}
