/** Writes the watch of a Region, and the list of accounts. */

import { mergeWatch, type Watch } from '../../domain/coverage/coverage.ts';
import type { AccountId } from '../../domain/ids.ts';
import { isMomentWriteDue } from '../../domain/sightings/last-seen.ts';
import { planWatch } from '../../domain/table/plan-sightings.ts';
import { laterOf } from '../../domain/time.ts';
import type { WatchWork } from './read-deliveries.ts';
import type { WriteContext } from './write-last-seen.ts';

type WatchContext = Pick<WriteContext, 'table' | 'memory' | 'settings'>;

/** Adds the account to the list of accounts, before anything else of it is written. */
export async function writeAccount(accountId: AccountId, { table, memory }: WatchContext): Promise<[]> {
  if (memory.accounts.get(accountId) === undefined) {
    await table.apply({ kind: 'account', accountId });
    memory.accounts.set(accountId, true);
  }
  return [];
}

/** Writes the watch of a Region: at most one write per resolution for each of its two times, and one a day. */
export async function writeWatch(
  { key, accountId, region, watch }: Omit<WatchWork, 'deliveries'>,
  { table, memory, settings }: WatchContext,
): Promise<[]> {
  const known = memory.watches.get(key);
  let held: Watch = { ...(known ?? watch), days: watch.days };
  for (const write of planWatch(accountId, region, known, watch)) {
    const isMoment = write.kind === 'watch';
    if (isMoment && !isMomentWriteDue(known?.[write.what], write.at, settings.resolutionMinutes)) continue;
    await table.apply(write);
    if (isMoment) held = { ...held, lastRecord: laterOf(held.lastRecord, write.at), [write.what]: write.at };
  }
  memory.watches.set(key, mergeWatch(memory.watches.get(key), held));
  return [];
}
