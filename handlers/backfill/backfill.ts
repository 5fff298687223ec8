/** The backfill: looks up users in CloudTrail's event history, in all Regions at once. */

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

/** The task of a backfill. */
export interface BackfillRequest {
  readonly accountId: AccountId;
  /** The whole inventory of the account, or the part in question. */
  readonly users: readonly IamUser[];
  readonly regions: readonly Region[];
  readonly question: Question;
  /**
   * The most pages to read of one user in one Region. A busy role with the user's name would fill pages without end.
   */
  readonly pages: number;
}

export interface Backfilled {
  /** How many lookups (a user in a Region) are still to do; the next run continues with them. */
  readonly remaining: number;
  /** How many users this run looked up, and how many needed no lookup (`seen`). */
  readonly users: number;
  readonly seen: number;
  /** Lookups that found a sighting. */
  readonly found: number;
  readonly writes: number;
  /** By the entry of the user: which Regions did not answer for it and why, in words. */
  readonly unanswered: ReadonlyMap<Entry, readonly string[]>;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/**
 * Fills the table from CloudTrail's event history of 90 days: the latest sighting of each user in each Region. Each
 * lookup writes its sighting and then the note that this user was looked up there, before the next lookup takes its
 * place. So, however a run ends, the next one continues with the rest. Throws where the table or the credentials fail.
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

/** Looks up in all Regions at once. If the table fails, no further lookup begins; the failure is thrown at the end. */
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
      const here: readonly Lookup[] = lookups.filter((lookup) => lookup.regions.includes(region));
      const context = { ...request, ...ports, isOver, stored: { ...stored, lastSeen: known }, known };
      const outcome = await backfillRegion(region, here, context).catch((error: unknown) => void failures.push(error));
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
