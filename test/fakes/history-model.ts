import type { ChangeRecord } from '../../domain/history/change-record.ts';
import type { DayCounts, HistoryHead } from '../../domain/history/stored-history.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Instant } from '../../domain/time.ts';

/** An account's history in memory: its head, its changes and its counts, by their entries. */
export interface HistoryModel {
  head: HistoryHead | undefined;
  readonly changes: Map<Entry, ChangeRecord>;
  readonly counts: Map<Entry, DayCounts>;
}

export const historyModel = (): HistoryModel => ({ head: undefined, changes: new Map(), counts: new Map() });

/** Makes the write if it is one of the history; false for any other. */
export function writeHistory(history: HistoryModel, write: TableWrite): boolean {
  switch (write.kind) {
    case 'change': {
      const form = readEntry(write.entry);
      if (form.kind !== 'change') throw new Error(`no change: ${write.entry}`);
      history.changes.set(write.entry, { at: form.at, user: form.user, detail: write.detail });
      return true;
    }
    case 'counts': {
      const held = history.counts.get(write.entry);
      if (held === undefined || held.asOf <= write.day.asOf) history.counts.set(write.entry, write.day);
      return true;
    }
    case 'remove':
      return history.changes.delete(write.entry);
    default:
      return false;
  }
}

export function replaceHead(history: HistoryModel, before: HistoryHead | undefined, head: HistoryHead): boolean {
  if (history.head?.changedAt !== before?.changedAt) return false;
  history.head = head;
  return true;
}

const byEntry = <T>(all: ReadonlyMap<Entry, T>): T[] =>
  [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);

export const changesIn = ({ changes }: HistoryModel, from?: Instant): ChangeRecord[] =>
  byEntry(changes).filter(({ at }) => from === undefined || at >= from);

export const countsIn = ({ counts }: HistoryModel, from?: Instant): DayCounts[] =>
  byEntry(counts).filter(({ asOf }) => from === undefined || asOf.slice(0, 10) >= from.slice(0, 10));

/** What an account holds of its history when it is read. */
export function storedHistory(history: HistoryModel) {
  const { head } = history;
  return { history: head, latestChanges: head === undefined ? [] : changesIn(history, head.changedAt) };
}
