import { type BackfillPlan, type Lookup, planBackfill, secondsOf } from '../../domain/backfill/backfill-plan.ts';
import { runToDo } from '../../domain/backfill/backfill-run.ts';
import { backfillMissing, type FailedRegion } from '../../domain/backfill/backfill-words.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { Question } from '../../domain/question.ts';
import { backfillEntry, type Entry } from '../../domain/sightings/entry.ts';
import { planAccount } from '../../domain/table/plan-sightings.ts';
import type { BackfillRun, StoredAccount } from '../../domain/table/stored-account.ts';
import type { TableWrite } from '../../domain/table/table-write.ts';
import { applyWrites } from '../apply-writes.ts';
import type { BackfillPorts } from './backfill-ports.ts';
import { backfillRegion } from './backfill-region.ts';
import { readRenames } from './read-renames.ts';

/** What a backfill is to do. */
export interface BackfillRequest {
  readonly accountId: AccountId;
  /** The whole inventory of the account, or those of it who are in question. */
  readonly users: readonly IamUser[];
  readonly regions: readonly Region[];
  readonly question: Question;
  /** Pages read at most of one user in one Region; a busy role's session of the same name would have no end. */
  readonly pages: number;
}

export interface Backfilled {
  /** Users in Regions that are still to be asked for; the next run goes on with them. */
  readonly remaining: number;
  /** Users asked for in this run, and those it did not need to ask for. */
  readonly users: number;
  readonly seen: number;
  /** Answers that told of a sighting. */
  readonly found: number;
  readonly writes: number;
  /** By the entry of the user: what the event history did not say of it, in words. */
  readonly unanswered: ReadonlyMap<Entry, readonly string[]>;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/**
 * Fills the table from CloudTrail's event history of 90 days: the latest sighting of each user in each Region. Before
 * the next question is asked, the answer to the last one is in the table: first the sighting, then the note that the
 * user was looked up. Whatever ends the run, the next one continues there. Throws where the table or the credentials
 * fail.
 */
export async function backfill(request: BackfillRequest, ports: BackfillPorts): Promise<Backfilled> {
  const { accountId, regions, question, users } = request;
  const stored = await ports.table.readAccount(accountId);
  const run = runToDo(stored.backfill, regions, ports.clock());
  let writes = await applyWrites([...planAccount(stored), runWrite(accountId, run)], ports.table);
  const names = await readRenames(ports.history, regions, ports.clock());
  const plan = planBackfill(stored, users, run, names.renames, question);
  ports.progress.start(workOf(plan));
  const outcome = await inAllRegions(plan, stored, { ...request, namesKnown: names.failure === undefined }, ports);
  writes += outcome.writes;
  if (outcome.remaining === 0) {
    writes += await applyWrites([runWrite(accountId, { ...run, finishedAt: ports.clock() })], ports.table);
  }
  const renames = names.failure === undefined ? undefined : { region: names.region, failure: names.failure };
  const missing = backfillMissing(outcome.failed, renames, plan.unidentified);
  return { ...outcome, writes, users: plan.lookups.length, seen: plan.seen, missing };
}

const runWrite = (accountId: AccountId, backfill: BackfillRun): TableWrite => ({
  kind: 'backfill',
  accountId,
  entry: backfillEntry,
  backfill,
});

function workOf(plan: BackfillPlan) {
  const regions = new Set(plan.lookups.flatMap((lookup) => lookup.regions));
  const lookups = plan.lookups.reduce((sum, lookup) => sum + lookup.regions.length, 0);
  return { users: plan.lookups.length, regions: regions.size, lookups, seconds: secondsOf(plan) };
}

/**
 * All Regions side by side. After a failure of the table no Region asks another question; it is thrown when all have
 * stopped.
 */
async function inAllRegions(
  { lookups }: BackfillPlan,
  stored: StoredAccount,
  request: BackfillRequest & { readonly namesKnown: boolean },
  ports: BackfillPorts,
) {
  const failures: unknown[] = [];
  const isOver = () => failures.length > 0 || ports.isOver();
  const known = new Map(stored.lastSeen);
  const unanswered = new Map<Entry, string[]>();
  const failed: FailedRegion[] = [];
  let [remaining, found, writes] = [0, 0, 0];
  await Promise.all(
    request.regions.map(async (region) => {
      const own: readonly Lookup[] = lookups.filter((lookup) => lookup.regions.includes(region));
      const context = { ...request, ...ports, isOver, stored: { ...stored, lastSeen: known }, known };
      const outcome = await backfillRegion(region, own, context).catch((error: unknown) => void failures.push(error));
      if (outcome === undefined) return;
      remaining += outcome.remaining;
      found += outcome.found;
      writes += outcome.writes;
      for (const [entry, why] of outcome.unanswered) {
        unanswered.set(entry, [...(unanswered.get(entry) ?? []), `${region}: ${why}`]);
      }
      if (outcome.failure !== undefined) failed.push({ region, ...outcome.failure });
    }),
  );
  if (failures.length > 0) throw failures[0];
  return { remaining, found, writes, unanswered, failed };
}
