/** Records of acts and the ends of their chains as items of the table. */

import { gunzipSync, gzipSync } from 'node:zlib';
import { type ChainHead, readChainHead } from '../../../../domain/chain-head.ts';
import type { AccountId } from '../../../../domain/ids.ts';
import { actEntry, lifecycleHeadEntry, parseEntry } from '../../../../domain/sightings/entry.ts';
import { readEntry } from '../../../../domain/sightings/read-entry.ts';
import type { PlacedRecord } from '../../../ports/act-store.ts';
import type { Item } from '../sighting-item.ts';

/** The partition with the records of an account. They grow with time, so who reads an account leaves them out. */
export const actPartition = (accountId: AccountId): string => `acts#${accountId}`;

/** An item has at most 400 KB, with its keys. */
const longestBytes = 390 * 1024;

/** The item of a record, compressed. Throws where it does not fit. */
export function actItem(accountId: AccountId, sequence: number, text: string): Item {
  const record = gzipSync(text);
  if (record.length <= longestBytes) return { accountId: actPartition(accountId), entry: actEntry(sequence), record };
  const size = `${Math.ceil(record.length / 1024)} KB compressed`;
  throw new Error(
    `record ${sequence} of the evidence of account ${accountId} has ${size}: it needs an evidence bucket`,
  );
}

/** The record of an item. One that cannot be unpacked has no text: whoever verifies the chain hears of it. */
export function placedRecordOf(item: Item): PlacedRecord[] {
  const entry = parseEntry(item['entry']);
  const form = entry === undefined ? undefined : readEntry(entry);
  return form?.kind === 'act' ? [{ sequence: form.seq, text: unpacked(item['record']) }] : [];
}

function unpacked(record: unknown): string {
  try {
    return record instanceof Uint8Array ? gunzipSync(record).toString('utf8') : '';
  } catch {
    return '';
  }
}

export function headItem(accountId: AccountId, { sequence, sha256 }: ChainHead): Item {
  return { accountId, entry: lifecycleHeadEntry, sequence, sha256 };
}

/** The end of a chain. Throws where it cannot be read: to begin the chain anew would hide the records. */
export function headOf(item: Item | undefined): ChainHead | undefined {
  if (item === undefined) return undefined;
  const stored = readChainHead(item);
  if (stored.kind === 'read') return stored.head;
  throw new Error(`the entry ${lifecycleHeadEntry} cannot be read: another version wrote it, or it was changed`);
}

/** Whether the end may move from what is there to this record. */
export const mayAdvance = (before: ChainHead | undefined, { sequence }: ChainHead): boolean =>
  (before?.sequence ?? 0) === sequence - 1;
