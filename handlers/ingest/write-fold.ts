import { accountsOf, type RecordFold } from '../../domain/cloudtrail/record-fold.ts';
import type { AccountId } from '../../domain/ids.ts';
import { compactLastSeen } from '../../domain/sightings/last-seen.ts';
import { planCreators } from '../../domain/table/plan-sightings.ts';
import { someAtOnce } from '../some-at-once.ts';
import type { WriteContext } from './last-seen-work.ts';
import { writeLastSeen } from './write-last-seen.ts';
import { writeAccount, writeWatch } from './write-watch.ts';

/**
 * Writes a fold to the table, entry by entry, also while others write to it. The accounts come first, so that
 * everything in the table can be found; then the entries of all accounts in turn, since the writes of one account may
 * be paced. It publishes no awakenings. After a failure it starts no further write, waits
 * for the running ones and throws. Part of the fold may then be in the table; record all of it again.
 */
export async function writeFold(fold: RecordFold, context: WriteContext): Promise<void> {
  const accounts = accountsOf(fold);
  await takeAll(accounts.map((accountId) => () => writeAccount(accountId, context)));
  await takeAll(
    inTurn(
      accounts.map((accountId) => [
        ...watchSteps(fold, accountId, context),
        ...seenSteps(fold, accountId, context),
        ...creatorSteps(fold, accountId, context),
      ]),
    ),
  );
}

type Step = () => Promise<unknown>;

function watchSteps({ watches }: RecordFold, accountId: AccountId, context: WriteContext): Step[] {
  return [...(watches.get(accountId) ?? [])].map(
    ([region, watch]) =>
      () =>
        writeWatch({ key: `${accountId} ${region}`, accountId, region, watch }, context),
  );
}

function creatorSteps({ creators }: RecordFold, accountId: AccountId, { table }: WriteContext): Step[] {
  const nothingKnown = { accountId, creators: new Map() };
  return planCreators(nothingKnown, creators.get(accountId) ?? new Map()).map((write) => () => table.apply(write));
}

function seenSteps({ lastSeen }: RecordFold, accountId: AccountId, context: WriteContext): Step[] {
  return [...(lastSeen.get(accountId) ?? [])].map(([entry, seen]) => () => {
    const key = `${accountId} ${entry}`;
    return writeLastSeen(
      { key, accountId, entry, fresh: compactLastSeen(seen), awakeningDelivery: undefined },
      context,
    );
  });
}

/** The first of each list, then the second of each, to the end of the longest. */
function inTurn(lists: readonly (readonly Step[])[]): Step[] {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? [])).flat();
}

async function takeAll(steps: readonly Step[]): Promise<void> {
  await someAtOnce(steps, (step) => step()).catch((cause: unknown) => {
    throw new Error('the table could not be written', { cause });
  });
}
