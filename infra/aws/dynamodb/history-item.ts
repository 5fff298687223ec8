import type { ChangeRecord } from '../../../domain/history/change-record.ts';
import {
  type DayCounts,
  type HistoryHead,
  historyFormat,
  readChange,
  readDayCounts,
} from '../../../domain/history/stored-history.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { historyEntry, parseEntry } from '../../../domain/sightings/entry.ts';
import { readEntry } from '../../../domain/sightings/read-entry.ts';
import type { TableWrite } from '../../../domain/table/table-write.ts';
import type { Item } from './sighting-item.ts';

type WriteOf<Kind extends TableWrite['kind']> = Extract<TableWrite, { readonly kind: Kind }>;

/** The item of a change. */
export const changeItem = ({ accountId, entry, detail }: WriteOf<'change'>): Item => {
  return { accountId, entry, format: historyFormat, detail };
};

/** A put of a day's counts that loses against those of a later run. */
export function countsPut({ accountId, entry, day }: WriteOf<'counts'>) {
  return {
    Item: { accountId, entry, format: historyFormat, ...day },
    ConditionExpression: 'attribute_not_exists(asOf) OR asOf <= :t',
    ExpressionAttributeValues: { ':t': day.asOf },
  };
}

/** A put of IAM's answer about a user that loses against one that was asked for later. */
export function servicesPut({ accountId, entry, services }: WriteOf<'services'>) {
  return {
    Item: { accountId, entry, askedAt: services.askedAt, services },
    ConditionExpression: 'attribute_not_exists(askedAt) OR askedAt <= :t',
    ExpressionAttributeValues: { ':t': services.askedAt },
  };
}

/** A put of the head that loses if the head is not the one that was read. */
export function headPut(accountId: AccountId, before: HistoryHead | undefined, head: HistoryHead) {
  const Item = { accountId, entry: historyEntry, ...head };
  if (before === undefined) return { Item, ConditionExpression: 'attribute_not_exists(changedAt)' };
  const values = { ':t': before.changedAt };
  return { Item, ConditionExpression: 'changedAt = :t', ExpressionAttributeValues: values };
}

/** The changes of these items, and how many of them cannot be read. */
export function changesOf(items: readonly Item[]): { changes: ChangeRecord[]; unreadable: number } {
  const changes = items.flatMap((item): ChangeRecord[] => {
    const entry = parseEntry(item['entry']);
    const form = entry && readEntry(entry);
    const detail = readChange(item);
    return form?.kind === 'change' && detail !== undefined ? [{ at: form.at, user: form.user, detail }] : [];
  });
  return { changes, unreadable: items.length - changes.length };
}

/** The counts of these items; what cannot be read is skipped. */
export const dailyCountsOf = (items: readonly Item[]): DayCounts[] =>
  items.flatMap((item) => readDayCounts(item) ?? []);
