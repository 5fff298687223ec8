/** The items that hold an archive's checkpoints. */

import type { Checkpoint } from '../../../domain/archive/archive-checkpoint.ts';
import type { Malformed } from '../../../domain/cloudtrail/record.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { checkpointEntry, type Entry, parseEntry } from '../../../domain/sightings/entry.ts';
import { readEntry } from '../../../domain/sightings/read-entry.ts';
import type { Item } from './sighting-item.ts';

/** Raise it when this version reads more than earlier ones: then finished objects are read again. */
const format = 1;

/** A mark takes 8 bytes and an item at most 400 KB. More marks go into further items. */
const markBytes = 8;
const marksAnItem = 30_000;

/** A sort key has at most 1,024 bytes. A folder with a longer name has no checkpoint: every scan reads it again. */
const longestFolder = 1000;

/** The partition with the checkpoints of a bucket. */
export const archivePartition = (bucket: string): string => `archive#${bucket}`;

/**
 * The items of a checkpoint, the first one last: once it is written, all are. None for a folder without a checkpoint.
 */
export function checkpointItems(bucket: string, checkpoint: Checkpoint): (Item & { readonly entry: Entry })[] {
  const { folder, settled, objects, finished, accounts, gaps } = checkpoint;
  if (Buffer.byteLength(folder) > longestFolder) return [];
  const marks = Buffer.from([...finished].join(''), 'latin1');
  const parts = Math.max(1, Math.ceil(finished.size / marksAnItem));
  return Array.from({ length: parts }, (_, part) => {
    const marksOfPart = marks.subarray(part * marksAnItem * markBytes, (part + 1) * marksAnItem * markBytes);
    const key = { accountId: archivePartition(bucket), entry: checkpointEntry(folder, part) };
    const some = { ...(marksOfPart.length > 0 && { finished: marksOfPart }), ...(part === 0 && { gaps }) };
    return { ...key, format, objects, settled, accounts, ...some };
  }).reverse();
}

/** By folder, the checkpoints that the items of a bucket's partition hold. */
export function checkpointsOf(items: Iterable<Item>): Map<string, Checkpoint> {
  const found = new Map<string, Checkpoint>();
  for (const item of items) addItem(found, item);
  return found;
}

function addItem(found: Map<string, Checkpoint>, item: Record<string, unknown>): void {
  if (item['format'] !== format) return;
  const entry = parseEntry(item['entry']);
  const form = entry === undefined ? undefined : readEntry(entry);
  if (form?.kind !== 'checkpoint') return;
  const { folder } = form;
  const known = found.get(folder);
  if (known?.settled === true) return;
  const settled = item['settled'] === true;
  const finished = settled ? [] : [...(known?.finished ?? []), ...marksOf(item['finished'])];
  const accounts = [...new Set([...(known?.accounts ?? []), ...(item['accounts'] as AccountId[])])];
  const objects = settled ? (item['objects'] as number) : finished.length;
  const gaps = [...(known?.gaps ?? []), ...((item['gaps'] as Malformed[] | undefined) ?? [])];
  found.set(folder, { folder, settled, objects, finished: new Set(finished), accounts, gaps });
}

function marksOf(bytes: unknown): string[] {
  const text = bytes instanceof Uint8Array ? Buffer.from(bytes).toString('latin1') : '';
  return Array.from({ length: text.length / markBytes }, (_, at) => text.slice(at * markBytes, (at + 1) * markBytes));
}
