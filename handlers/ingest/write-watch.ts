/** Writes the watch of a Region, and the list of accounts. */

import { proofLagMinutes } from '../../domain/coverage/proof-lag.ts';
import { mergeWatch, type Watch } from '../../domain/coverage/watch.ts';
import type { AccountId } from '../../domain/ids.ts';
import { regionEntry } from '../../domain/sightings/entry.ts';
import { isMomentWriteDue } from '../../domain/sightings/last-seen.ts';
import { planWatch } from '../../domain/table/plan-sightings.ts';
import type { WatchWrite } from '../../domain/table/table-write.ts';
import { laterOf } from '../../domain/time.ts';
import type { WriteContext } from './last-seen-work.ts';
import type { WatchWork } from './read-deliveries.ts';

type WatchContext = Pick<WriteContext, 'table' | 'memory' | 'settings'>;

/** Adds the account to the list of accounts, before anything else of it is written. */
export async function writeAccount(accountId: AccountId, { table, memory }: WatchContext): Promise<[]> {
  if (memory.accounts.get(accountId) === undefined) {
    await table.apply({ kind: 'account', accountId });
    memory.accounts.set(accountId, true);
  }
  return [];
}

/** Writes the watch of a Region: one write a day for the day, and one in six hours for each of its two times. */
export async function writeWatch(work: Omit<WatchWork, 'deliveries'>, context: WatchContext): Promise<[]> {
  const { key, watch } = work;
  const { table, memory } = context;
  const known = await knownWatch(work, context);
  let held: Watch = { ...(known ?? watch), days: watch.days };
  for (const write of planWatch(work.accountId, work.region, known, watch)) {
    if (write.kind === 'watch' && !isDue(write, known, context)) continue;
    await table.apply(write);
    if (write.kind === 'watch') {
      held = { ...held, lastRecord: laterOf(held.lastRecord, write.at), [write.what]: write.at };
    }
  }
  memory.watches.set(key, mergeWatch(memory.watches.get(key), held));
  return [];
}

const isDue = ({ what, at }: WatchWrite, known: Watch | undefined, { settings }: WatchContext): boolean =>
  isMomentWriteDue(known?.[what], at, proofLagMinutes(settings.resolutionMinutes));

/** What the sandbox remembers; where a time is due that another one may have written, what the table shows as well. */
async function knownWatch(
  { key, accountId, region, watch }: Omit<WatchWork, 'deliveries'>,
  context: WatchContext,
): Promise<Watch | undefined> {
  const { table, memory } = context;
  const known = memory.watches.get(key);
  if (known !== undefined) {
    const plan = planWatch(accountId, region, known, watch);
    const isWrite = plan.some((write) => write.kind === 'watch' && isDue(write, known, context));
    if (!isWrite || memory.others.looksLeft === 0) return known;
  }
  const found = await table.readWatchEventually(accountId, regionEntry(region));
  return found === undefined ? known : mergeWatch(known, found);
}
