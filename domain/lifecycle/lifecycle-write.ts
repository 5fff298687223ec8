/** Writes of lifecycle entries, as data. */

import type { UserId } from '../ids.ts';
import type { JsonObject } from '../json.ts';
import type { FoundReferences } from '../references/reference.ts';
import { referencesFormat } from '../references/stored-references.ts';
import {
  brakeEntry,
  type Entry,
  keepEntry,
  lifecycleEntry,
  lifecycleEventEntry,
  referencesEntry,
  removalEntry,
} from '../sightings/entry.ts';
import type { Keep, Lifecycle, LifecycleEvent, Removal, SetBrake } from './lifecycle.ts';
import { lifecycleFormat } from './stored-lifecycle.ts';

/**
 * One write. An event is put if its number is free, a lifecycle over its version before; else nothing is written, and
 * the writer hears so. Keeps, removals, references and brakes replace what is there.
 */
export type LifecycleWrite =
  | { readonly kind: 'event'; readonly event: LifecycleEvent }
  | { readonly kind: 'lifecycle'; readonly lifecycle: Lifecycle }
  | { readonly kind: 'keep'; readonly userId: UserId; readonly keep: Keep }
  | { readonly kind: 'removal'; readonly userId: UserId; readonly removal: Removal }
  | { readonly kind: 'references'; readonly references: FoundReferences }
  | { readonly kind: 'brake'; readonly brake: SetBrake };

/** The entry of a write, and the attributes that it puts there. */
export interface LifecycleItem {
  readonly entry: Entry;
  readonly attributes: JsonObject;
}

export function itemOfWrite(write: LifecycleWrite): LifecycleItem {
  const format = lifecycleFormat;
  switch (write.kind) {
    case 'event': {
      const { to, seq } = write.event;
      return { entry: lifecycleEventEntry(to.userId, seq), attributes: { format, event: write.event } };
    }
    case 'lifecycle': {
      const { lifecycle } = write;
      return { entry: lifecycleEntry(lifecycle.userId), attributes: { format, version: lifecycle.version, lifecycle } };
    }
    case 'keep':
      return { entry: keepEntry(write.userId), attributes: { format, keep: write.keep } };
    case 'removal':
      return { entry: removalEntry(write.userId), attributes: { format, removal: write.removal } };
    case 'references': {
      const { references } = write;
      return { entry: referencesEntry(references.user.userId), attributes: { format: referencesFormat, references } };
    }
    case 'brake':
      return { entry: brakeEntry, attributes: { format, brake: write.brake } };
    default:
      return write satisfies never;
  }
}
