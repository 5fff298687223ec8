/** The item that holds the last seen of one subject. */

import { type CredentialUsed, isCredentialUsed } from '../../../domain/credential.ts';
import { bitsOfDays, type DaysByMonth, unionOfDays } from '../../../domain/day-set.ts';
import type { Callers } from '../../../domain/sightings/caller.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import type { CredentialSighting, Sighting } from '../../../domain/sightings/sighting.ts';
import { type Instant, type Month, parseMonth } from '../../../domain/time.ts';

/** One item, as the document client returns it. */
export type Item = { readonly [attribute: string]: unknown };

/**
 * The attributes of a sighting, named as its fields; absent where the field is undefined. The time is `lastSeen`.
 */
export const sightingFields = [
  'credential',
  'eventId',
  'eventName',
  'eventSource',
  'region',
  'sourceAddress',
  'userAgent',
  'accessKeyId',
  'errorCode',
  'userName',
  'arn',
] as const satisfies readonly (keyof Sighting)[];

/** The attribute that holds pending awakenings: a map by id; absent or empty where there are none. */
export const awakeningsAttribute = 'awakenings';

const daysPrefix = 'days#';

/** The attribute that holds the days of a month in the subject's own item: `days#2026-11`, a set of numbers. */
export const daysAttribute = (month: Month): string => `${daysPrefix}${month}`;

const callerPrefix = 'caller#';

/** The attribute that holds the last day of a caller: `caller#203.0.113 aws-cli`. */
export const callerAttribute = (caller: string): string => `${callerPrefix}${caller}`;

/** Whether an attribute is that of a caller. */
export const isOfCaller = (attribute: string): boolean => attribute.startsWith(callerPrefix);

/** Reads the last seen of one subject: the days in its item and those given, which come from separate items. */
export function lastSeenOf(item: Item, days: LastSeen['days'] = new Map()): LastSeen {
  const fields = Object.fromEntries(sightingFields.map((field) => [field, item[field]]));
  return {
    latest: { ...fields, at: item['lastSeen'] } as Sighting,
    lastSuccess: item['lastSuccess'] as Instant | undefined,
    credentials: credentialsOf(item),
    days: unionOfDays(days, daysIn(item)),
    callers: callersIn(item),
  };
}

function callersIn(item: Item): Callers {
  const found = Object.entries(item).filter(([attribute]) => isOfCaller(attribute));
  return new Map(found.map(([attribute, day]) => [attribute.slice(callerPrefix.length), `${day}`]));
}

function daysIn(item: Item): DaysByMonth {
  const days = new Map<Month, number>();
  for (const [attribute, value] of Object.entries(item)) {
    const month = attribute.startsWith(daysPrefix) ? parseMonth(attribute.slice(daysPrefix.length)) : undefined;
    if (month !== undefined) days.set(month, bitsOfDays(value as Iterable<number>));
  }
  return days;
}

/** The attributes that `lastSeenOf` reads; those without a value are undefined. The days are separate items. */
export function sightingItem({ latest, lastSuccess, credentials, callers }: LastSeen): Item {
  const fields = Object.fromEntries(sightingFields.map((field) => [field, latest[field]]));
  const days = Object.fromEntries([...callers].map(([caller, day]) => [callerAttribute(caller), day]));
  return { ...fields, lastSeen: latest.at, lastSuccess, credentials: Object.fromEntries(credentials), ...days };
}

function credentialsOf(item: Item): Map<CredentialUsed, CredentialSighting> {
  const stored = item['credentials'] as { readonly [id: string]: CredentialSighting };
  const credentials = new Map<CredentialUsed, CredentialSighting>();
  for (const [id, sighting] of Object.entries(stored)) if (isCredentialUsed(id)) credentials.set(id, sighting);
  return credentials;
}
