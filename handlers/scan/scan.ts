/** The flow of a scan: logs and inventory to verdicts. */

import { type AccountTerms, type RunTerms, termsOfAccount } from '../../domain/accounts/account-terms.ts';
import { accountsOf } from '../../domain/cloudtrail/record-fold.ts';
import { type Coverage, coverageOf } from '../../domain/coverage/coverage.ts';
import type { ProvenRegions } from '../../domain/digests/recorded-hours.ts';
import type { AccountId } from '../../domain/ids.ts';
import { fresherVerdicts } from '../../domain/reconcile/fresher-assessments.ts';
import { type LostVerdicts, lostVerdicts } from '../../domain/reconcile/lost-verdicts.ts';
import type { Verdicts } from '../../domain/reconcile/plan-history.ts';
import { type ReadingGaps, reconcile } from '../../domain/reconcile/reconciliation.ts';
import type { Settings } from '../../domain/settings/settings.ts';
import { type Entry, rootByServiceEntry, rootEntry } from '../../domain/sightings/entry.ts';
import type { LastSeen } from '../../domain/sightings/last-seen.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Assessment } from '../../domain/verdict/assessment.ts';
import { attributeSightings } from '../../domain/verdict/attribution.ts';
import type { Run } from '../../domain/verdict/run.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import { InputError } from '../input-error.ts';
import { keepServices } from '../keep-services.ts';
import type { TrailReading } from '../trail/trail-reading.ts';
import { writeScannedAccount } from '../trail/write-scanned-account.ts';
import { writeCorrections, writeVerdicts } from '../write-judgement.ts';
import type { Inventory } from './read-inventory.ts';

/** One account after a scan. Without an inventory there are no assessments, only the users in the logs. */
export interface ScannedAccount {
  readonly accountId: AccountId;
  readonly judged: boolean;
  readonly assessments: ReadonlyMap<Entry, Assessment>;
  readonly notInInventory: ReadonlyMap<Entry, LastSeen>;
  readonly root: LastSeen | undefined;
  readonly rootByService: LastSeen | undefined;
  readonly coverage: Coverage;
  /** As in the run. */
  readonly proof?: Run['proof'];
  readonly silences?: Run['silences'];
  /** By which settings its users are judged, or why nobody is. */
  readonly terms: AccountTerms;
  /** Unused users whom a failed source would make unknown: then nothing was written. Absent where none would be. */
  readonly lost?: LostVerdicts | undefined;
  /** Stored assessments that could not be read. */
  readonly unreadableAssessments: number;
}

export interface Scan {
  readonly accounts: readonly ScannedAccount[];
  readonly writes: number;
  /** How many changes of users it recorded in the history. */
  readonly changes: number;
}

/** The question, who is exempt, and whether the answer is a forecast, of which no history is kept. */
type ScanSettings = RunTerms &
  Partial<Pick<Settings, 'isForecast'>> & {
    /** An account of which a source failed keeps its verdicts, as in an organization's run. */
    readonly keepsUnusedUsers?: boolean | undefined;
  };

/**
 * The main job: brings the table up to date with the logs, then joins it with the inventory and judges. Logs or
 * inventory may be absent. Nothing is written before all files are read and agree. After an interruption, the same scan
 * again ends in the same table. `onPlan` hears how many writes come, before they begin.
 */
export async function scan(
  trail: TrailReading | undefined,
  inventory: Inventory | undefined,
  settings: ScanSettings,
  table: LastSeenTable,
  onPlan: (writes: number) => void = () => {},
): Promise<Scan> {
  const proven = provenIn(trail);
  const ofTrail = trail === undefined ? [] : [...accountsOf(trail.fold), ...(trail.accounts ?? []), ...proven.keys()];
  const seen = [...new Set(ofTrail)].sort();
  refuseOtherAccounts(seen, inventory?.accounts ?? []);
  const accounts: ScannedAccount[] = [];
  let [writes, changes] = [0, 0];
  for (const accountId of [...new Set([...seen, ...(inventory?.accounts ?? [])])].sort()) {
    writes += await writeScannedAccount(accountId, trail?.fold, table, onPlan, proven.get(accountId));
    const { stored, written: kept } = await withServices(await table.readAccount(accountId), inventory, table);
    writes += kept;
    const { account, verdicts } = judgeAccount(stored, trail, inventory, settings);
    const lost = settings.keepsUnusedUsers ? lostVerdicts(stored.assessments, account.assessments) : undefined;
    if (lost !== undefined) {
      accounts.push({ ...account, lost });
      continue;
    }
    const write = account.judged ? writeVerdicts : writeCorrections;
    const written = await write(verdicts, !settings.isForecast, table, onPlan);
    writes += written.writes;
    changes += written.changes;
    accounts.push(account);
  }
  return { accounts, writes, changes };
}

const provenIn = (trail: TrailReading | undefined): ProvenRegions =>
  trail?.checked?.kind === 'checked' ? trail.checked.regions : new Map();

/** The account with the answers about services that files gave. The table keeps them first. */
async function withServices(stored: StoredAccount, inventory: Inventory | undefined, table: LastSeenTable) {
  const services = new Map(stored.services);
  let written = 0;
  for (const given of inventory?.services ?? []) {
    if (given.user.accountId !== stored.accountId) continue;
    written += await keepServices(given.user, given.services, services, table);
  }
  return { stored: { ...stored, services }, written };
}

/** Of many accounts one may be silent, so that the logs do not hold it; where they hold none, they are of others. */
function refuseOtherAccounts(seen: readonly AccountId[], inventoried: readonly AccountId[]): void {
  const strangers = inventoried.filter((accountId) => !seen.includes(accountId));
  if (seen.length === 0 || strangers.length === 0 || strangers.length < inventoried.length) return;
  const held = seen.length > 5 ? `${seen.slice(0, 5).join(', ')} and ${seen.length - 5} more` : seen.join(', ');
  throw new InputError(
    `the inventory is of account ${strangers.join(', ')}, the logs hold ${held}; give an inventory and logs of the same account`,
  );
}

function judgeAccount(
  stored: StoredAccount,
  trail: TrailReading | undefined,
  inventory: Inventory | undefined,
  settings: ScanSettings,
): { account: ScannedAccount; verdicts: Verdicts | undefined } {
  const { accountId } = stored;
  const terms = termsOfAccount(accountId, settings, stored.settings);
  const { question, exemptions } = terms.kind === 'judged' ? terms : settings;
  const roots = { root: stored.lastSeen.get(rootEntry), rootByService: stored.lastSeen.get(rootByServiceEntry) };
  const beside = { ...roots, terms, unreadableAssessments: stored.unreadableAssessments.length };
  if (terms.kind !== 'judged' || !inventory?.accounts.includes(accountId)) {
    const coverage = coverageOf(stored.watches, { ...question, regions: question.regions ?? stored.run?.regions });
    const { unattributed: notInInventory } = attributeSightings(stored.lastSeen, []);
    const account = { accountId, judged: false, assessments: new Map(), notInInventory, coverage, ...beside };
    return { account, verdicts: fresherVerdicts(stored, question) };
  }
  const users = inventory.users.filter((user) => user.accountId === accountId);
  const reading = readingGapsOf(trail, accountId);
  const regions = inventory.regionsOf === undefined ? question.regions : inventory.regionsOf(accountId);
  const { assessments, notInInventory, run } = reconcile(stored, users, exemptions, reading, { ...question, regions });
  const ofRun = { coverage: run.coverage, proof: run.proof, silences: run.silences };
  const account = { accountId, judged: true, assessments, notInInventory, ...ofRun, ...beside };
  return { account, verdicts: { stored, assessments, run } };
}

/** What could not be read from the logs about an account. */
export const readingGapsOf = (trail: TrailReading | undefined, accountId: AccountId): ReadingGaps => ({
  unreadableLogFiles: trail?.unreadable.length ?? 0,
  unreadableRecords: trail?.fold.unreadable.get(accountId) ?? new Map(),
  unattributed: trail?.fold.unattributed,
});
