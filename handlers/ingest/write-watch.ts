import { mergeWatch, type Watch } from '../../domain/coverage/coverage.ts';
import type { AccountId } from '../../domain/ids.ts';
import { isMomentWriteDue } from '../../domain/sightings/write-resolution.ts';
import { emptyAccount } from '../../domain/table/stored-account.ts';
import { planAccount, planWatches } from '../../domain/table/table-write.ts';
import { laterOf } from '../../domain/time.ts';
import { isIndependent } from '../../infra/ports/sighting-table.ts';
import type { WatchWork } from './read-deliveries.ts';
import type { WriteContext } from './write-last-seen.ts';

type WatchContext = Pick<WriteContext, 'table' | 'memory' | 'settings'>;

/** Makes the account findable; it goes before whatever else is written of it. */
export async function writeAccount(accountId: AccountId, { table, memory }: WatchContext): Promise<[]> {
  if (memory.accounts.get(accountId) === undefined) {
    for (const write of planAccount(emptyAccount(accountId)).filter(isIndependent)) await table.apply(write);
    memory.accounts.set(accountId, true);
  }
  return [];
}

/** The proof that a Region is watched: at most one write a resolution for each of its moments, and one a day. */
export async function writeWatch(
  { key, accountId, region, watch }: Omit<WatchWork, 'deliveries'>,
  context: WatchContext,
): Promise<[]> {
  const { table, memory, settings } = context;
  const known = memory.watches.get(key);
  const stored = { ...emptyAccount(accountId), watches: new Map(known === undefined ? [] : [[region, known]]) };
  const writes = planWatches(
    stored,
    new Map([[accountId, new Map([[region, { ...watch, days: new Map(watch.days) }]])]]),
  );
  let held: Watch = { ...(known ?? watch), days: watch.days };
  for (const write of writes.filter(isIndependent)) {
    const isMoment = write.kind === 'watch';
    if (isMoment && !isMomentWriteDue(known?.[write.what], write.at, settings.resolutionMinutes)) continue;
    await table.apply(write);
    if (isMoment) held = { ...held, lastRecord: laterOf(held.lastRecord, write.at), [write.what]: write.at };
  }
  memory.watches.set(key, mergeWatch(memory.watches.get(key), held));
  return [];
}
