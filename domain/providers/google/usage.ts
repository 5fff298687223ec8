/** Reads the usage reports of the Reports API: for each day and user, when its services were last used. */

import { parseProfileId, type UserId } from '../../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../json.ts';
import type { Question } from '../../question.ts';
import { type Instant, instantOfEpochMs, isDay, parseMoment, plusDays, startOfDay } from '../../time.ts';
import { type ReadTime, readTime } from './activity.ts';

/**
 * The times of a report that prove silence together, so all of them are asked for: logins, and mail by whatever has
 * stayed signed in. `gmail:last_access_time` is not among them: mail that comes in moves it.
 * Source: https://developers.google.com/workspace/admin/reports/v1/appendix/usage/user/gmail
 */
export const provingParameters = [
  'accounts:last_login_time',
  'gmail:last_imap_time',
  'gmail:last_pop_time',
  'gmail:last_webmail_time',
  'gmail:last_interaction_time',
] as const;

export type ProvingParameter = (typeof provingParameters)[number];

/** What a request for a report asks for: the proving times, whether mail is on at all, and a use of files. */
export const usageParameters: readonly string[] = [
  ...provingParameters,
  'gmail:is_gmail_enabled',
  'drive:last_active_usage_time',
];

/** One user in the report of one day. */
export interface UsageRow {
  /** Undefined where the report names an address alone, as GAM's does. */
  readonly objectId: UserId | undefined;
  readonly address: string | undefined;
  /** The customer that the row names, as it is written. */
  readonly customer: string | undefined;
  /** `2026-11-24`; the report tells of everything up to its end. */
  readonly day: string;
  /** By the parameter's name: when the service was last used. */
  readonly times: ReadonlyMap<string, ReadTime>;
  /** Whether the user has mail at all; undefined where the report does not say so. */
  readonly hasMail: boolean | undefined;
}

/** Rows of some pages. */
export interface UsageListing {
  readonly rows: readonly UsageRow[];
  readonly malformed: readonly string[];
  /** What Google itself says is missing in the report. */
  readonly warnings: readonly string[];
}

/**
 * Reads a page of `userUsageReport.get`; undefined where it is something else.
 * Source: https://developers.google.com/workspace/admin/reports/reference/rest/v1/userUsageReport/get
 */
export function readUsagePage(page: unknown): UsageListing | undefined {
  if (!isJsonObject(page) || page['kind'] !== 'admin#reports#usageReports') return undefined;
  const { usageReports = [], warnings = [] } = page;
  if (!Array.isArray(usageReports) || !Array.isArray(warnings)) return undefined;
  const rows: UsageRow[] = [];
  const malformed: string[] = [];
  for (const [index, report] of usageReports.entries()) {
    const row = readRow(report);
    if (row === 'not-a-user') continue;
    if (typeof row === 'string') malformed.push(`usageReports[${index}]: ${row}`);
    else rows.push(row);
  }
  return { rows, malformed, warnings: warnings.map(warningOf) };
}

/** A warning names a date or an application that is not ready. */
const warningOf = (warning: unknown): string =>
  (isJsonObject(warning) ? (textAt(warning, 'message', 200) ?? textAt(warning, 'code', 50)) : undefined) ??
  'a warning that cannot be read';

function readRow(report: unknown): UsageRow | 'not-a-user' | string {
  if (!isJsonObject(report)) return 'is no object';
  const { date, parameters = [] } = report;
  const entity = objectAt(report, 'entity') ?? {};
  if (entity['type'] === 'CUSTOMER' || entity['type'] === 'OBJECT') return 'not-a-user';
  if (typeof date !== 'string' || !isDay(date) || parseMoment(date) === undefined) return 'date is not a day';
  if (!Array.isArray(parameters)) return 'parameters is no list';
  const address = textAt(entity, 'userEmail', 254);
  const objectId = parseProfileId(entity['profileId']);
  if (objectId === undefined && (entity['profileId'] !== undefined || address === undefined))
    return 'entity names no user';
  const values = parameters.filter(isJsonObject);
  const customer = textAt(entity, 'customerId');
  return { objectId, address, customer, day: date, times: timesIn(values, date), hasMail: hasMailIn(values) };
}

function timesIn(values: readonly JsonObject[], day: string): Map<string, ReadTime> {
  const end = plusDays(startOfDay(day), 2);
  const times = new Map<string, ReadTime>();
  for (const value of values) {
    const name = useParameter(textAt(value, 'name'));
    if (name === undefined) continue;
    const time = readValue(value);
    const isAfter = time.kind === 'at' && time.at > end;
    times.set(name, laterTime(times.get(name), isAfter ? { kind: 'unreadable' } : time));
  }
  return times;
}

/**
 * The name of a parameter that tells of a use, in its older spelling: `gmail:last_imap_time` also stands for
 * `gmail:timestamp_last_imap`. Undefined for every other parameter.
 */
export function useParameter(name: string | undefined): string | undefined {
  const [, application, what] = /^(\w+):(?:timestamp_last_(\w+)|last_(\w+)_time)$/.exec(name ?? '') ?? [];
  const use = what ?? /:last_(\w+)_time$/.exec(name ?? '')?.[1];
  if (application === undefined || use === undefined) return undefined;
  const known = `${application}:last_${use}_time`;
  return known === 'gmail:last_access_time' ? undefined : known;
}

/** A report writes a time as text, or as seconds or milliseconds since 1970. */
function readValue({ datetimeValue, intValue }: JsonObject): ReadTime {
  if (intValue === undefined || datetimeValue !== undefined)
    return datetimeValue === undefined ? { kind: 'unreadable' } : readTime(datetimeValue);
  const count = typeof intValue === 'string' && /^\d{1,15}$/.test(intValue) ? Number(intValue) : intValue;
  if (typeof count !== 'number' || !Number.isInteger(count)) return { kind: 'unreadable' };
  if (count === 0) return { kind: 'none' };
  const at = instantOfEpochMs(count < millisecondsFrom ? count * 1000 : count);
  return at === undefined ? { kind: 'unreadable' } : { kind: 'at', at };
}

/** As seconds it would be the year 5138. */
const millisecondsFrom = 100_000_000_000;

function laterTime(a: ReadTime | undefined, b: ReadTime): ReadTime {
  if (a === undefined || a.kind === 'none') return b;
  if (b.kind === 'none' || a.kind === 'unreadable') return a;
  return b.kind === 'unreadable' || b.at > a.at ? b : a;
}

function hasMailIn(values: readonly JsonObject[]): boolean | undefined {
  const value = values.find(({ name }) => name === 'gmail:is_gmail_enabled')?.['boolValue'];
  return typeof value === 'boolean' ? value : undefined;
}

/** Up to when a report tells of use. Its day is one of the customer's time zone, so its last hours do not count. */
export const reportedTo = ({ day }: Pick<UsageRow, 'day'>): Instant => startOfDay(day);

/** A report knows of the use of mail in the 30 days before its day; so many of them count in every time zone. */
export const mailDays = 28;

/** The days whose reports together reach over the window, the latest first, where `newest` is the latest one ready. */
export function reportDays(newest: string, { now, thresholdDays }: Question): string[] {
  const days = [newest];
  const start = plusDays(now, -thresholdDays);
  for (let day = startOfDay(newest); plusDays(day, -mailDays) > start; ) {
    day = plusDays(day, -mailDays);
    days.push(day.slice(0, 10));
  }
  return days;
}
