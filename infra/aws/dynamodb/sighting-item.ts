/** The item that holds the last seen of one subject. */

import { type CredentialUsed, isCredentialUsed } from '../../../domain/credential.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import type { CredentialSighting, Sighting } from '../../../domain/sightings/sighting.ts';
import type { Instant } from '../../../domain/time.ts';

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

/** Reads the last seen of one subject. Its days come from separate items. */
export function lastSeenOf(item: Item, days: LastSeen['days'] = new Map()): LastSeen {
  const fields = Object.fromEntries(sightingFields.map((field) => [field, item[field]]));
  return {
    latest: { ...fields, at: item['lastSeen'] } as Sighting,
    lastSuccess: item['lastSuccess'] as Instant | undefined,
    credentials: credentialsOf(item),
    days,
  };
}

/** The attributes that `lastSeenOf` reads; those without a value are undefined. The days are separate items. */
export function sightingItem({ latest, lastSuccess, credentials }: LastSeen): Item {
  const fields = Object.fromEntries(sightingFields.map((field) => [field, latest[field]]));
  return { ...fields, lastSeen: latest.at, lastSuccess, credentials: Object.fromEntries(credentials) };
}

function credentialsOf(item: Item): Map<CredentialUsed, CredentialSighting> {
  const stored = item['credentials'] as { readonly [id: string]: CredentialSighting };
  const credentials = new Map<CredentialUsed, CredentialSighting>();
  for (const [id, sighting] of Object.entries(stored)) if (isCredentialUsed(id)) credentials.set(id, sighting);
  return credentials;
}
