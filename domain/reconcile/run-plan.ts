import { type ChangeEvent, changeEvents } from '../alerts/change-event.ts';
import { type Digest, renderDigest } from '../alerts/digest.ts';
import { accountMetrics, idleDaysMetric, type MetricDatum } from '../alerts/metrics.ts';
import { type DigestPlan, type PendingDigest, planDigest } from '../alerts/pending-digest.ts';
import { isUnusedUser, longestIdleFirst } from '../alerts/unused-users.ts';
import { healthWords, type TrailHealth } from '../coverage/trail-health.ts';
import type { AccountId, Region } from '../ids.ts';
import type { CompletedInventory } from '../inventory/gathered-inventory.ts';
import type { Question } from '../question.ts';
import { planAccount } from '../table/plan-sightings.ts';
import { planAssessments, planWatchedSince } from '../table/plan-verdicts.ts';
import { type StoredAccount, unreadableWords } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { type Counts, countAssessments } from '../verdict/counts.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { blindRegions } from './blind-regions.ts';
import { type Reconciliation, reconcile } from './reconciliation.ts';
import { planUnrecordedDays, unrecordedDaysOf, withUnrecordedDays } from './unrecorded-days.ts';

/** What a run is asked, all but where things are. */
export interface RunQuestion {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly exemptions: readonly ExemptionRule[];
  readonly alarmCap: number;
}

/** All that a run decided, before any of it is done. */
export interface RunPlan {
  readonly reconciliation: Reconciliation;
  readonly counts: Counts;
  readonly telling: DigestPlan;
  readonly writes: readonly TableWrite[];
  readonly metrics: readonly MetricDatum[];
  readonly digest: Digest | undefined;
  readonly events: readonly ChangeEvent[];
  readonly blindRegions: readonly Region[];
  readonly missing: readonly string[];
}

/** How CloudTrail watches: the Regions there are, how their trails are, and what of it could not be read or proven. */
export interface RunWatch {
  /** Regions to be proven watched. */
  readonly proven: readonly Region[];
  /** All that are enabled, as far as anybody told; undefined where that was not asked. */
  readonly enabled: readonly Region[] | undefined;
  readonly health: TrailHealth;
  /** In words. */
  readonly missing: readonly string[];
}

/** Decides a run from what was gathered. */
export function planRun(
  before: StoredAccount,
  pending: PendingDigest | undefined,
  inventory: CompletedInventory,
  watch: RunWatch,
  asked: RunQuestion,
): RunPlan {
  const { exemptions, accountId } = asked;
  const question = { ...asked.question, regions: watch.enabled };
  const unrecorded = unrecordedDaysOf(watch.health, before.run?.asOf, question.now);
  const stored = withUnrecordedDays(before, unrecorded);
  const reading = { unreadableLogFiles: 0, unreadableRecords: new Map() };
  const reconciliation = reconcile(stored, inventory.users, exemptions, reading, question);
  const { assessments, run } = reconciliation;
  const counts = countAssessments(assessments.values());
  const telling = planDigest(stored, pending, assessments, question);
  const blind = blindRegions(watch.proven, stored, watch.health, question.now);
  const unread = unreadableWords(accountId, before.unreadableAssessments.length);
  const missing = [...inventory.missing, ...watch.missing, ...healthWords(watch.health), ...unread];
  const plan = { reconciliation, counts, telling, blindRegions: blind, missing };
  const watched = [...planUnrecordedDays(before, unrecorded), ...planWatchedSince(stored, question.now)];
  return {
    ...plan,
    writes: [...planAccount(stored), ...watched, ...planAssessments(stored, assessments, run)],
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
