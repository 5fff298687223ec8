import pMap from 'p-map';
import type { Lookup } from '../../domain/backfill/backfill-plan.ts';
import type { FoundSighting } from '../../domain/backfill/event-lookup.ts';
import { type LookupWindow, mergeLookupWindows } from '../../domain/coverage/lookup-window.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { isDenial } from '../../domain/inventory/missing-permission.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import { type Entry, entryOf, lookupEntry } from '../../domain/sightings/entry.ts';
import { addSighting, type LastSeen, type LastSeenFold, mergeLastSeen } from '../../domain/sightings/last-seen.ts';
import { planLastSeen } from '../../domain/table/plan-sightings.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import { failureWords } from '../../infra/aws/failure.ts';
import { applyWrites } from '../apply-writes.ts';
import type { BackfillPorts } from './backfill-ports.ts';
import { type LookupTerms, lookUpUser, type UserReading } from './look-up-user.ts';

/** What looking up the users of one Region takes. */
export interface RegionContext extends LookupTerms, Pick<BackfillPorts, 'history' | 'clock' | 'isOver'> {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly table: Pick<BackfillPorts['table'], 'apply'>;
  readonly progress: Pick<BackfillPorts['progress'], 'done'>;
  readonly stored: StoredAccount;
  /** What the table is known to hold, growing with what is written; shared by all Regions. */
  readonly known: Map<Entry, LastSeen>;
}

export interface RegionOutcome {
  /** Users still to be asked for; not those who never can be. */
  readonly remaining: number;
  readonly found: number;
  readonly writes: number;
  /** By the entry of the user: why its silence here proves nothing. */
  readonly doubts: ReadonlyMap<Entry, string>;
  readonly failure: { readonly why: string; readonly users: number } | undefined;
}

/** At most so many at once: more than the pace allows would only wait. */
const usersAtOnce = 2;

/** A Region that failed for so many users in a row, for each of them several times, is given up. */
const failuresInARow = 3;

/** The credentials are at their end; no other Region would fare better. */
const endsAll = /^(?:CredentialsProviderError|TokenProviderError|ExpiredTokenException)$/;

/** Looks these users up in one Region. A failure of CloudTrail is an answer; one of the table or the credentials is thrown. */
export async function backfillRegion(
  region: Region,
  lookups: readonly Lookup[],
  context: RegionContext,
): Promise<RegionOutcome> {
  const doubts = new Map<Entry, string>();
  const fatal: unknown[] = [];
  let [remaining, found, writes, failed, inARow] = [0, 0, 0, 0, 0];
  let failure: string | undefined;
  let isGivenUp = false;
  const isOver = () => isGivenUp || fatal.length > 0 || context.isOver();

  const succeed = async (lookup: Lookup, { sightings, lookedUp, doubt }: UserReading) => {
    inARow = 0;
    if (sightings.length > 0) found++;
    if (doubt !== undefined && isFresh(lookedUp.from, context.question)) doubts.set(lookup.entry, doubt);
    writes += await record(lookup, region, sightings, lookedUp, context);
  };
  const fail = (lookup: Lookup, error: unknown) => {
    if (error !== undefined) {
      failure = failureWords(error);
      if (endsAll.test(failure)) throw error;
      isGivenUp ||= isLasting(failure) || ++inARow >= failuresInARow;
    }
    failed++;
    doubts.set(lookup.entry, failure ?? 'not asked yet');
    if (failure === undefined || !isLasting(failure)) remaining++;
  };
  const lookUp = async (lookup: Lookup) => {
    const answer = isOver()
      ? {}
      : await settle(() => lookUpUser(lookup, region, context.clock(), { ...context, isOver }));
    try {
      if (answer.value !== undefined) await succeed(lookup, answer.value);
      else fail(lookup, answer.error);
      context.progress.done();
    } catch (error) {
      fatal.push(error);
    }
  };
  await pMap(lookups, lookUp, { concurrency: usersAtOnce });
  if (fatal.length > 0) throw fatal[0];
  return {
    remaining,
    found,
    writes,
    doubts,
    failure: failed === 0 || failure === undefined ? undefined : { why: failure, users: failed },
  };
}

/** Asking again, this run or the next, would not help. */
const isLasting = (why: string): boolean =>
  isDenial(why) || /UnrecognizedClient|InvalidClientTokenId|AuthFailure/.test(why);

async function settle<T>(work: () => Promise<T>): Promise<{ readonly value?: T; readonly error?: unknown }> {
  try {
    return { value: await work() };
  } catch (error) {
    return { error };
  }
}

/** First what was seen, then the note that it was looked for: a note never stands for a sighting that is not there. */
async function record(
  { entry, known: lookedUpBefore }: Lookup,
  region: Region,
  sightings: readonly FoundSighting[],
  lookedUp: LookupWindow,
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
