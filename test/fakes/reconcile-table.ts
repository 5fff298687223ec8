import type { Watch } from '../../domain/coverage/watch.ts';
import { unionOfDays } from '../../domain/day-set.ts';
import type { RecordedState } from '../../domain/history/recorded-state.ts';
import type { AccountId } from '../../domain/ids.ts';
import type { ServicesAccessed } from '../../domain/services/services-accessed.ts';
import type { Entry } from '../../domain/sightings/entry.ts';
import type { EntryForm } from '../../domain/sightings/entry-form.ts';
import { readEntry } from '../../domain/sightings/read-entry.ts';
import { emptyAccount, type StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import type { Instant } from '../../domain/time.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { AbandonedLease, Lease } from '../../infra/ports/run-lease.ts';
import { addServices } from '../domain/table/table-model.ts';
import { type HistoryModel, historyModel, storedHistory, writeHistory } from './history-model.ts';

/**
 * What a reconcile reads and writes of one account, as plain data for a test to set, copy and check. Ingest writes
 * `seen`.
 */
export interface ReconcileTable {
  readonly assessments: Map<Entry, Assessment>;
  /** As in `StoredAccount`. */
  readonly recorded: Map<Entry, RecordedState | null>;
  readonly history: HistoryModel;
  /** As in `StoredAccount`. */
  readonly services: Map<Entry, ServicesAccessed>;
  run: Run | undefined;
  isKnown: boolean;
  seen: Pick<StoredAccount, 'lastSeen' | 'watches'> & Partial<Pick<StoredAccount, 'lookups'>>;
  /** Kinds of the writes carried out, in order. */
  readonly writes: string[];
}

export function reconcileTable(): ReconcileTable {
  return {
    assessments: new Map(),
    recorded: new Map(),
    history: historyModel(),
    services: new Map(),
    run: undefined,
    isKnown: false,
    seen: { lastSeen: new Map(), watches: new Map() },
    writes: [],
  };
}

export function readReconcileTable(table: ReconcileTable, accountId: AccountId): StoredAccount {
  const { isKnown, run, seen } = table;
  const kept = {
    assessments: new Map(table.assessments),
    recorded: new Map(table.recorded),
    services: new Map(table.services),
  };
  return { ...emptyAccount(accountId), ...seen, ...storedHistory(table.history), ...kept, isKnown, run };
}

export function applyToReconcileTable(table: ReconcileTable, write: TableWrite): void {
  table.writes.push(write.kind);
  if (writeHistory(table.history, write)) return;
  switch (write.kind) {
    case 'assessment':
      table.assessments.set(write.entry, write.assessment);
      table.recorded.delete(write.entry);
      if (write.recorded !== undefined) table.recorded.set(write.entry, write.recorded);
      break;
    case 'remove':
      table.assessments.delete(write.entry);
      table.recorded.delete(write.entry);
      break;
    case 'run':
      table.run = write.run;
      break;
    case 'services':
      addServices(table.services, write);
      break;
    case 'account':
      table.isKnown = true;
      break;
    case 'days':
    case 'watched-since':
      darken(table, write);
      break;
    default:
      throw new Error(`a reconcile writes no ${write.kind}`);
  }
}

/** What a reconcile notes of a Region: since when it is watched, and on which days its trail left something out. */
function darken(table: ReconcileTable, write: Extract<TableWrite, { kind: 'days' | 'watched-since' }>): void {
  const form = readEntry(write.entry);
  if (form.kind !== 'region' && form.kind !== 'unrecorded-days') throw new Error(`not of a Region: ${write.entry}`);
  const { region } = form;
  const watch = table.seen.watches.get(region);
  if (watch === undefined) throw new Error(`no watch for ${write.entry}`);
  const noted: Watch =
    write.kind === 'watched-since'
      ? { ...watch, since: write.since }
      : { ...watch, unrecorded: unionOfDays(watch.unrecorded ?? new Map(), monthOf(form, write.bits)) };
  table.seen = { ...table.seen, watches: new Map(table.seen.watches).set(region, noted) };
}

const monthOf = (form: EntryForm, bits: number) => new Map('month' in form ? [[form.month, bits]] : []);

/** Where the lease of one account stands in memory; a test may look into it and set it. */
export interface LeaseCell {
  lease: AbandonedLease | undefined;
}

/** `RunLease.take`, at once. */
export function takeLease(cell: LeaseCell, owner: string, now: Instant, until: Instant): Lease {
  const found = cell.lease;
  if (found !== undefined && found.owner !== owner && found.until > now) return { kind: 'held', until: found.until };
  cell.lease = { owner, until };
  return { kind: 'taken', abandoned: found };
}

/** `RunLease.release`, at once. */
export function releaseLease(cell: LeaseCell, owner: string): void {
  if (cell.lease?.owner === owner) cell.lease = undefined;
}
