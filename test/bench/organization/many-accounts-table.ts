import type { AccountId } from '../../../domain/ids.ts';
import type { SightingTable } from '../../../infra/ports/sighting-table.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import type { TableUse } from '../table-meter.ts';

/** A table of many accounts in memory, and what was requested of it so far. */
export interface MeteredTable {
  readonly table: SightingTable;
  use(): TableUse;
  /** The most writes of one account between two calls of this. */
  mostWritesOfAnAccount(): number;
}

/** The table that ingest writes to, in memory, so that a day of 50,000 users takes minutes. */
export function manyAccountsTable(): MeteredTable {
  const models = new Map<AccountId, SightingTable>();
  const writes = new Map<AccountId, number>();
  const use = { writes: 0, strongReads: 0, eventualReads: 0 };
  const of = (accountId: AccountId): SightingTable => {
    const known = models.get(accountId) ?? sightingModel().table;
    models.set(accountId, known);
    return known;
  };
  const written = (accountId: AccountId): SightingTable => {
    use.writes++;
    writes.set(accountId, (writes.get(accountId) ?? 0) + 1);
    return of(accountId);
  };
  const read = (accountId: AccountId, kind: 'strongReads' | 'eventualReads'): SightingTable => {
    use[kind]++;
    return of(accountId);
  };
  const table: SightingTable = {
    apply: (write) => written(write.accountId).apply(write),
    writeUnlessDormant: (write, since) => written(write.accountId).writeUnlessDormant(write, since),
    writeIfUnchanged: (before, write, marks) => written(write.accountId).writeIfUnchanged(before, write, marks),
    removeDays: (accountId, ...rest) => written(accountId).removeDays(accountId, ...rest),
    clearPendingAwakening: (accountId, ...rest) => written(accountId).clearPendingAwakening(accountId, ...rest),
    readEntry: (accountId, entry) => read(accountId, 'strongReads').readEntry(accountId, entry),
    readEventually: (accountId, entry) => read(accountId, 'eventualReads').readEventually(accountId, entry),
    readWatchEventually: (accountId, entry) => read(accountId, 'eventualReads').readWatchEventually(accountId, entry),
  };
  const mostWritesOfAnAccount = () => {
    const most = Math.max(0, ...writes.values());
    writes.clear();
    return most;
  };
  return { table, use: () => ({ ...use }), mostWritesOfAnAccount };
}
