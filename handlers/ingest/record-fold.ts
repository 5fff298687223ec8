import pMap from 'p-map';
import { accountsOf, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { AccountId } from '../../domain/ids.ts';
import { kept } from '../../domain/sightings/last-seen.ts';
import { recordSeen, type SeenContext } from './record-seen.ts';
import { recordAccount, recordWatch } from './record-watch.ts';

const entriesAtOnce = 16;

/**
 * Brings a fold into the table, entry by entry, whoever else writes to it: the accounts first, so that whatever is in the table can be
 * found. Tells of no awakenings. After a failure nothing further is begun, and what is under way comes to its end before it is thrown:
 * part of the fold may be in the table, and all of it is to be recorded again.
 */
export async function recordFold(fold: RecordFold, context: SeenContext): Promise<void> {
  const accounts = accountsOf(fold);
  await allOf(accounts.map((accountId) => () => recordAccount(accountId, context)));
  await allOf(
    accounts.flatMap((accountId) => [...watchSteps(fold, accountId, context), ...seenSteps(fold, accountId, context)]),
  );
}

type Step = () => Promise<unknown>;

function watchSteps({ watches }: RecordFold, accountId: AccountId, context: SeenContext): Step[] {
  return [...(watches.get(accountId) ?? [])].map(
    ([region, watch]) =>
      () =>
        recordWatch({ key: `${accountId} ${region}`, accountId, region, watch }, context),
  );
}

function seenSteps({ lastSeen }: RecordFold, accountId: AccountId, context: SeenContext): Step[] {
  return [...(lastSeen.get(accountId) ?? [])].map(([entry, seen]) => () => {
    const key = `${accountId} ${entry}`;
    return recordSeen({ key, accountId, entry, fresh: kept(seen), waking: undefined }, context);
  });
}

async function allOf(steps: readonly Step[]): Promise<void> {
  const failures: unknown[] = [];
  const take = async (step: Step) => {
    if (failures.length === 0) await step().catch((error: unknown) => failures.push(error));
  };
  await pMap(steps, take, { concurrency: entriesAtOnce });
  if (failures.length > 0) throw new Error('the table could not be written', { cause: failures[0] });
}
