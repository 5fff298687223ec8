import {
  hoursOfMonth,
  mergeProvenHours,
  type ProvenHours,
  provenHours,
} from '../../../domain/coverage/proven-hours.ts';
import { bitsOfDays } from '../../../domain/day-set.ts';
import type { Region } from '../../../domain/ids.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { EntryForm } from '../../../domain/sightings/entry-form.ts';
import type { Month } from '../../../domain/time.ts';
import type { Item } from './sighting-item.ts';

/** The days of an account's entries. They are separate items, one for each month. */
export interface Days {
  readonly byParent: Map<Entry, Map<Month, number>>;
  readonly unrecorded: Map<Region, Map<Month, number>>;
  readonly proofs: Map<Region, ProvenHours>;
}

/** No item was read yet. */
export const newDays = (): Days => ({ byParent: new Map(), unrecorded: new Map(), proofs: new Map() });

/** Adds an item that holds the days or the hours of a month; any other changes nothing. */
export function addDays({ byParent, unrecorded, proofs }: Days, form: EntryForm, item: Item): void {
  if (form.kind === 'days') addMonth(byParent, form.parent, form.month, item);
  if (form.kind === 'unrecorded-days') addMonth(unrecorded, form.region, form.month, item);
  if (form.kind === 'proof') addProof(proofs, form.region, form.month, item);
}

function addProof(proofs: Map<Region, ProvenHours>, region: Region, month: Month, item: Item): void {
  const proof = proofIn(month, item);
  proofs.set(region, mergeProvenHours(proofs.get(region), proof) ?? proof);
}

/** The proven hours in an item of one month. */
export function proofIn(month: Month, item: Item): ProvenHours {
  const hoursIn = (name: string) => hoursOfMonth(month, (item[name] ?? []) as Iterable<number>);
  return provenHours(hoursIn('hours'), hoursIn('selectorHours'), hoursIn('lostHours'));
}

function addMonth<Key>(days: Map<Key, Map<Month, number>>, key: Key, month: Month, item: Item): void {
  const months = days.get(key) ?? new Map<Month, number>();
  days.set(key, months.set(month, bitsOfDays(item['days'] as Iterable<number>)));
}
