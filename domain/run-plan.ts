import { blindRegions } from './blind-regions.ts';
import { type ChangeEvent, changeEvents } from './change-event.ts';
import { type Digest, renderDigest } from './digest.ts';
import type { ExemptionRule } from './exemption.ts';
import type { CompletedInventory } from './gathered-inventory.ts';
import type { AccountId, Region } from './ids.ts';
import { accountMetrics, idleDaysMetric, type MetricDatum } from './metrics.ts';
import { type Counts, countAssessments, type Reconciliation, reconcile } from './reconciliation.ts';
import type { StoredAccount } from './stored-account.ts';
import { planAccount, planAssessments, type TableWrite } from './table-write.ts';
import { type PendingDigest, planTelling, type Telling } from './told.ts';
import { isUnusedUser, longestIdleFirst } from './user-alarms.ts';
import type { Question } from './verdict.ts';

/** What a run is asked, all but where things are. */
export interface RunQuestion {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly exemptions: readonly ExemptionRule[];
  readonly regions: readonly Region[];
  readonly alarmCap: number;
}

/** All that a run decided, before any of it is done. */
export interface RunPlan {
  readonly reconciliation: Reconciliation;
  readonly counts: Counts;
  readonly telling: Telling;
  readonly writes: readonly TableWrite[];
  readonly metrics: readonly MetricDatum[];
  readonly digest: Digest | undefined;
  readonly events: readonly ChangeEvent[];
  readonly blindRegions: readonly Region[];
  readonly missing: readonly string[];
}

/** Decides a run from what was gathered. `missing`: what else could not be read or proven, in words. */
export function planRun(
  stored: StoredAccount,
  pending: PendingDigest | undefined,
  inventory: CompletedInventory,
  missing: readonly string[],
  asked: RunQuestion,
): RunPlan {
  const { question, exemptions, accountId } = asked;
  const reading = { unreadableLogFiles: 0, unreadableRecords: new Map() };
  const reconciliation = reconcile(stored, inventory.users, exemptions, reading, question);
  const { assessments, run } = reconciliation;
  const counts = countAssessments(assessments.values());
  const telling = planTelling(stored, pending, assessments, question);
  const blind = blindRegions(asked.regions, stored, question.now);
  const plan = { reconciliation, counts, telling, blindRegions: blind, missing: [...inventory.missing, ...missing] };
  return {
    ...plan,
    writes: [...planAccount(stored), ...planAssessments(stored, assessments, run)],
    metrics: [...accountMetrics(accountId, counts, blind.length), ...idleDays(reconciliation, asked)],
    ...tellingsOf(plan, asked),
  };
}

/** Users without activity, longest first: those with an alarm of their own, and those beyond the cap. */
function unusedUsers({ assessments }: Reconciliation, { alarmCap }: RunQuestion) {
  const unused = [...assessments.values()].filter(isUnusedUser).sort(longestIdleFirst);
  return { withAlarm: unused.slice(0, alarmCap), withoutAlarm: unused.slice(alarmCap) };
}

function idleDays(reconciliation: Reconciliation, asked: RunQuestion): MetricDatum[] {
  return unusedUsers(reconciliation, asked).withAlarm.map((user) => idleDaysMetric(user, asked.question.now));
}

function tellingsOf(
  plan: Pick<RunPlan, 'reconciliation' | 'counts' | 'telling' | 'blindRegions' | 'missing'>,
  asked: RunQuestion,
): Pick<RunPlan, 'digest' | 'events'> {
  const { changes, isFirst, pending } = plan.telling;
  if (pending === undefined || (changes.length === 0 && !isFirst)) return { digest: undefined, events: [] };
  const { accountId, question } = asked;
  const { assessments, run } = plan.reconciliation;
  const { withoutAlarm } = unusedUsers(plan.reconciliation, asked);
  const { now: asOf, thresholdDays } = question;
  const common = { accountId, asOf, thresholdDays, isFirst, coverage: run.coverage };
  const facts = { ...plan, ...common, id: pending.id, changes, assessments: assessments.values(), withoutAlarm };
  return {
    digest: renderDigest(facts),
    events: changeEvents(changes, { ...common, digestId: pending.id }),
  };
}
