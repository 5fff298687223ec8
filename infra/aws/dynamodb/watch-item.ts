import type { Watch } from '../../../domain/coverage/watch.ts';
import type { DaysByMonth } from '../../../domain/day-set.ts';
import { type Instant, laterOf } from '../../../domain/time.ts';
import type { Item } from './sighting-item.ts';

/** Reads the watch of a Region from its item. Its days, and those with something left out, are separate items. */
export function watchOf(item: Item, days: DaysByMonth = new Map(), unrecorded?: DaysByMonth): Watch {
  const lastProof = item['lastProof'] as Instant | undefined;
  const lastRecord = laterOf(item['lastRecord'] as Instant | undefined, lastProof);
  const since = item['watchedSince'] as string | undefined;
  return { lastRecord, lastProof, days, ...(unrecorded && { unrecorded }), ...(since !== undefined && { since }) };
}
