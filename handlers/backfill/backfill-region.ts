/** Looks up users in one Region. */

import pMap from 'p-map';
import type { Lookup } from '../../domain/backfill/backfill-plan.ts';
import { mergeLookupWindows } from '../../domain/coverage/lookup-window.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { Question } from '../../domain/question.ts';
import { type Entry, entryOf, lookupEntry } from '../../domain/sightings/entry.ts';
import { addSighting, type LastSeen, type LastSeenFold, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planLastSeen } from '../../domain/table/plan-sightings.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import { applyWrites } from '../apply-writes.ts';
import type { BackfillPorts } from './backfill-ports.ts';
import { type LookupTerms, lookUpUser, type UserReading } from './look-up-user.ts';
import { type RegionOutcome, RegionTally } from './region-tally.ts';

/** What the lookups in one Region need. */
export interface RegionContext extends LookupTerms, Pick<BackfillPorts, 'history' | 'clock' | 'isOver'> {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly table: Pick<BackfillPorts['table'], 'apply'>;
  readonly progress: Pick<BackfillPorts['progress'], 'done'>;
  readonly stored: StoredAccount;
  /** What the table holds, with what this run has written; shared by all Regions. */
  readonly known: Map<Entry, LastSeen>;
}

/** Users looked up at once. More would only wait, because of the pace. */
const usersAtOnce = 2;

/** Looks up users in one Region. Failures of CloudTrail are counted; those of table or credentials are thrown. */
export async function backfillRegion(
  region: Region,
  lookups: readonly Lookup[],
  context: RegionContext,
): Promise<RegionOutcome> {
  const tally = new RegionTally(context.question);
  const fatal: unknown[] = [];
  const isOver = () => tally.isGivenUp || fatal.length > 0 || context.isOver();
  const take = async (lookup: Lookup) => {
    try {
      await lookUp(lookup, region, tally, { ...context, isOver });
      context.progress.done();
    } catch (error) {
      fatal.push(error);
    }
  };
  await pMap(lookups, take, { concurrency: usersAtOnce });
  if (fatal.length > 0) throw fatal[0];
  return tally.outcome();
}

async function lookUp(lookup: Lookup, region: Region, tally: RegionTally, context: RegionContext): Promise<void> {
  if (context.isOver()) return tally.notLookedUp(lookup);
  const to = context.clock();
  const answer = await tryAsk('cloudtrail:LookupEvents', () => lookUpUser(lookup, region, to, context));
  if (answer.kind === 'failed') return tally.failed(lookup, answer);
  if (answer.value === undefined) return tally.notLookedUp(lookup);
  tally.answered(lookup, answer.value);
  tally.writes += await record(lookup, region, answer.value, context);
}

/** Writes the sightings first, then the note of the lookup. So there is no note without its sightings. */
async function record(
  { entry, known: lookedUpBefore }: Lookup,
  region: Region,
  { sightings, lookedUp }: UserReading,
  { accountId, stored, known, table }: RegionContext,
): Promise<number> {
  const fold: LastSeenFold<Entry> = new Map();
  for (const { subject, sighting } of sightings) addSighting(fold, entryOf(subject), sighting);
  const plan = planLastSeen({ ...stored, lastSeen: known }, fold);
  for (const [each, seen] of fold) {
    const before = known.get(each);
    known.set(each, before === undefined ? seen : mergeLastSeen(before, seen));
  }
  const note: TableWrite = {
    kind: 'looked-up',
    accountId,
    entry: lookupEntry(entry),
    region,
    lookedUp: mergeLookupWindows(lookedUpBefore.get(region), lookedUp),
  };
  const made = await applyWrites(plan, table);
  return made + (await applyWrites([note], table));
}
