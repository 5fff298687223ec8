import type { Watch } from '../../../domain/coverage/coverage.ts';
import type { LookupWindow, WindowsByRegion } from '../../../domain/coverage/lookup-window.ts';
import { bitsOfDays, type DaysByMonth } from '../../../domain/day-set.ts';
import type { AccountId, Region } from '../../../domain/ids.ts';
import { type Entry, unrecordedDaysEntry } from '../../../domain/sightings/entry.ts';
import type { LastSeen } from '../../../domain/sightings/last-seen.ts';
import type { CredentialSighting, CredentialUsed, Sighting } from '../../../domain/sightings/sighting.ts';
import { type BackfillRun, emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import { type Instant, laterOf, type Month } from '../../../domain/time.ts';
import type { Assessment } from '../../../domain/verdict/assessment.ts';
import type { Run } from '../../../domain/verdict/run.ts';

/** One item as the document client answers it. */
export type Item = { readonly [attribute: string]: unknown };

/** Attributes of a sighting beside its time, which is `lastSeen`: the field's own name, left out where there is none. */
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

const monthSuffix = /^(.+)#month#(\d{4}-\d\d)$/;

/** Puts the items of one account's partition together. Entries of an unknown kind are left alone. */
export function storedAccountOf(accountId: AccountId, isKnown: boolean, items: readonly Item[]): StoredAccount {
  const days = daysByParent(items);
  const account = { ...emptyAccount(accountId), isKnown };
  const lastSeen = new Map<Entry, LastSeen>();
  const watches = new Map<Region, Watch>();
  const assessments = new Map<Entry, Assessment>();
  const lookups = new Map<Entry, WindowsByRegion>();
  let backfill: BackfillRun | undefined;
  let run: Run | undefined;
  for (const item of items) {
    const entry = item['entry'] as Entry;
    if (monthSuffix.test(entry)) continue;
    if (entry.endsWith('#assessment')) assessments.set(entry, item['assessment'] as Assessment);
    else if (entry.endsWith('#lookup')) lookups.set(entry.slice(0, -'#lookup'.length) as Entry, lookupsOf(item));
    else if (entry === 'backfill') backfill = item['backfill'] as BackfillRun;
    else if (entry === 'run') run = item['run'] as Run;
    else if (entry.startsWith('region#')) {
      const region = entry.slice(7) as Region;
      watches.set(region, watchOf(item, days.get(entry), days.get(unrecordedDaysEntry(region))));
    } else if (/^(?:user#|name#|root$|root-by-service$)/.test(entry))
      lastSeen.set(entry, lastSeenOf(item, days.get(entry)));
  }
  return { ...account, lastSeen, watches, assessments, lookups, backfill, run };
}

function daysByParent(items: readonly Item[]): Map<Entry, Map<Month, number>> {
  const byParent = new Map<Entry, Map<Month, number>>();
  for (const item of items) {
    const match = monthSuffix.exec(item['entry'] as string);
    if (match === null) continue;
    const parent = match[1] as Entry;
    const months = byParent.get(parent) ?? new Map<Month, number>();
    byParent.set(parent, months.set(match[2] as Month, bitsOfDays(item['days'] as Iterable<number>)));
  }
  return byParent;
}

function watchOf(item: Item, days: DaysByMonth = new Map(), dark: DaysByMonth | undefined): Watch {
  const lastProof = item['lastProof'] as Instant | undefined;
  const lastRecord = laterOf(item['lastRecord'] as Instant | undefined, lastProof) as Instant;
  const since = item['watchedSince'] as string | undefined;
  return { lastRecord, lastProof, days, ...(dark && { unrecorded: dark }), ...(since !== undefined && { since }) };
}

function lookupsOf({ accountId: _, entry: __, ...regions }: Item): WindowsByRegion {
  return new Map(Object.entries(regions) as [Region, LookupWindow][]);
}

function lastSeenOf(item: Item, days: DaysByMonth = new Map()): LastSeen {
  const fields = Object.fromEntries(sightingFields.map((field) => [field, item[field]]));
  const credentials = item['credentials'] as { readonly [id: string]: CredentialSighting };
  return {
    latest: { ...fields, at: item['lastSeen'] } as Sighting,
    lastSuccess: item['lastSuccess'] as Instant | undefined,
    credentials: new Map(Object.entries(credentials) as [CredentialUsed, CredentialSighting][]),
    days,
  };
}
