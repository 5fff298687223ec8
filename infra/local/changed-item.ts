import { bitsOfDays, daysOfBits } from '../../domain/day-set.ts';
import { compactLastSeen, type LastSeen, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import type { Shelter } from '../../domain/sightings/shelter.ts';
import type { SightingWrite, TableWrite } from '../../domain/table/table-write.ts';
import { type Instant, laterOf } from '../../domain/time.ts';
import { assessmentItem } from '../aws/dynamodb/assessment-item.ts';
import { changeItem, countsPut, servicesPut } from '../aws/dynamodb/history-item.ts';
import { type Item, isOfCaller, lastSeenOf, sightingItem } from '../aws/dynamodb/sighting-item.ts';

/**
 * What a write makes of the item of its entry; undefined removes it. The item is the same that DynamoDB holds, but for
 * sets, which are lists. Each part stays a maximum: what is later in the item stays.
 */
export function changedItem(item: Item | undefined, write: TableWrite): Item | undefined {
  switch (write.kind) {
    case 'sighting':
      return { ...withoutCallers(item), ...sightingItem(mergedWith(item, write)) };
    case 'days':
      return { days: daysOfBits(bitsOf(item) | write.bits) };
    case 'proof':
      return {
        hours: numbersWith(item?.['hours'], write.hours),
        selectorHours: numbersWith(item?.['selectorHours'], write.selectorHours),
        ...lostHoursWith(item?.['lostHours'], write.lostHours),
      };
    case 'watch':
      return { ...item, [write.what]: laterOf(item?.[write.what] as Instant | undefined, write.at) };
    case 'creator':
      return { creator: write.creator };
    case 'shelter':
      return isSetLater(item, write.shelter) ? { shelter: write.shelter, setAt: write.shelter.at } : { ...item };
    case 'account':
      return {};
    case 'assessment':
      return assessmentItem(write);
    case 'looked-up':
      return { ...item, [write.region]: write.lookedUp };
    case 'backfill':
      return { backfill: write.backfill };
    case 'services':
      return String(item?.['askedAt'] ?? '') > write.services.askedAt ? item : servicesPut(write).Item;
    case 'watched-since':
      return { ...item, watchedSince: write.since };
    case 'remove':
      return undefined;
    case 'change':
      return changeItem(write);
    case 'counts':
      return String(item?.['asOf'] ?? '') > write.day.asOf ? item : countsPut(write).Item;
    case 'run':
      return { run: write.run };
    default:
      return write satisfies never;
  }
}

const bitsOf = (item: Item | undefined): number => bitsOfDays((item?.['days'] ?? []) as Iterable<number>);

/** Absent where no hour was lost. */
const lostHoursWith = (known: unknown, more: readonly number[] = []) =>
  known === undefined && more.length === 0 ? {} : { lostHours: numbersWith(known, more) };

const numbersWith = (known: unknown, more: readonly number[]) =>
  [...new Set([...((known ?? []) as Iterable<number>), ...more])].sort((a, b) => a - b);

/** Those that stay are among the merged ones. */
const withoutCallers = (item: Item = {}): Item =>
  Object.fromEntries(Object.entries(item).filter(([attribute]) => !isOfCaller(attribute)));

function mergedWith(item: Item | undefined, write: SightingWrite): LastSeen {
  const { latest, lastSuccess, credentials, callers, entry } = write;
  const before = item && lastSeenOf(item);
  const newest = latest ?? before?.latest;
  if (newest === undefined) throw new Error(`${entry}: a first write without a latest sighting`);
  const seen = { latest: newest, lastSuccess, credentials, days: new Map(), callers };
  return before === undefined ? compactLastSeen(seen) : mergeLastSeen(before, seen);
}

/** Of two who set a sheltering tag the later one counts. */
const isSetLater = (item: Item | undefined, { at }: Shelter): boolean =>
  typeof item?.['setAt'] !== 'string' || item['setAt'] < at;
