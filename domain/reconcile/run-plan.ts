/** Makes all decisions of a daily run. */

import { type ChangeEvent, changeEvents } from '../alerts/change-event.ts';
import { type Digest, renderDigest } from '../alerts/digest.ts';
import { type AlertOwner, accountMetrics, idleDaysMetric, type MetricDatum } from '../alerts/metrics.ts';
import { type DigestPlan, type PendingDigest, planDigest } from '../alerts/pending-digest.ts';
import {
  type AlarmCandidates,
  type AlarmPlan,
  type AlarmSettings,
  alarmCandidates,
  planUserAlarms,
  type UserAlarm,
} from '../alerts/user-alarms.ts';
import { type Answer, mapAnswer } from '../answer.ts';
import { type BlindRegion, blindRegions } from '../coverage/blind-regions.ts';
import { healthWords, type TrailHealth } from '../coverage/trail-health.ts';
import type { Region } from '../ids.ts';
import type { CompletedInventory } from '../inventory/gathered-inventory.ts';
import type { Question } from '../question.ts';
import { planAccount } from '../table/plan-sightings.ts';
import { planWatchedSince } from '../table/plan-verdicts.ts';
import { type StoredAccount, unreadableWords } from '../table/stored-account.ts';
import type { TableWrite } from '../table/table-write.ts';
import { type Counts, countAssessments } from '../verdict/counts.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { isQuietUser } from '../verdict/user-rhythm.ts';
import type { Verdicts } from './plan-history.ts';
import { type JudgementPlan, planJudgement } from './plan-judgement.ts';
import { nothingUnreadable, type ReadingGaps, type Reconciliation, reconcile } from './reconciliation.ts';
import { planUnrecordedDays, unrecordedDaysOf, withUnrecordedDays } from './unrecorded-days.ts';

/** The account and the question of a run, and the settings of its alarms. */
export interface RunQuestion extends AlertOwner {
  readonly question: Question;
  readonly exemptions: readonly ExemptionRule[];
  /** The most users with an alarm each. */
  readonly alarmCap: number;
  /** ARNs that the users' alarms notify. */
  readonly alarmActions: readonly string[];
  /** The table that an alarm's description points to. */
  readonly tableName: string;
  /** The address of the report page for the digest; undefined where none is written. */
  readonly reportUrl: string | undefined;
}

/** How CloudTrail watches the account: its Regions and trails, and what could not be read or proven. */
export interface RunWatch {
  /** Regions whose watch this run checks: it made a proof in each, unless proofs are sparse. */
  readonly proven: readonly Region[];
  /** No proof was made in Regions with a witness since the last run. */
  readonly proofsAreSparse?: boolean | undefined;
  /** The enabled Regions, as far as the account answered. */
  readonly enabled: readonly Region[] | undefined;
  readonly health: TrailHealth;
  /** What could not be read or proven, in words. */
  readonly missing: readonly string[];
}

/** Everything that a run gathered. No decision is made yet. */
export interface RunFacts {
  readonly stored: StoredAccount;
  readonly pending: PendingDigest | undefined;
  readonly inventory: CompletedInventory;
  readonly watch: RunWatch;
  /** What could not be read of a log that the run read itself; absent: it read none. */
  readonly reading?: ReadingGaps | undefined;
  /** The users' alarms that exist. */
  readonly alarms: Answer<readonly UserAlarm[]>;
}

/** Everything that a run decided. Nothing is done yet. */
export interface RunPlan extends AlertOwner {
  readonly reconciliation: Reconciliation;
  readonly counts: Counts;
  readonly digestPlan: DigestPlan;
  /** What the account's watch adds to the table. */
  readonly writes: readonly TableWrite[];
  readonly verdicts: Verdicts;
  readonly judgement: JudgementPlan;
  readonly metrics: readonly MetricDatum[];
  /** Failed where the existing alarms could not be read: then no alarm changes, and the run fails. */
  readonly alarms: Answer<AlarmPlan>;
  readonly digest: Digest | undefined;
  readonly events: readonly ChangeEvent[];
  readonly blindRegions: readonly BlindRegion[];
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** Makes all decisions of a run from the gathered facts. */
export function planRun(facts: RunFacts, request: RunQuestion): RunPlan {
  const { inventory, watch, reading = nothingUnreadable } = facts;
  const { accountId, stackName, alarmCap } = request;
  const question = { ...request.question, regions: watch.enabled };
  const { stored, writes } = planWatch(facts, question);
  const reconciliation = reconcile(stored, inventory.users, request.exemptions, reading, question);
  const { assessments, run } = reconciliation;
  const verdicts = { stored, assessments, run };
  const candidates = alarmCandidates(assessments.values(), alarmCap);
  const knownWatch = {
    watches: stored.watches,
    health: watch.health,
    lastRun: stored.run?.asOf,
    proofsAreSparse: watch.proofsAreSparse,
  };
  const unread = unreadableWords(accountId, facts.stored.unreadableAssessments.length);
  const judged = {
    accountId,
    stackName,
    reconciliation,
    counts: countAssessments(assessments.values()),
    digestPlan: planDigest(stored, facts.pending, assessments, question),
    blindRegions: blindRegions(watch.proven, knownWatch, question.now),
    missing: [...inventory.missing, ...watch.missing, ...healthWords(watch.health), ...unread],
  };
  return {
    ...judged,
    writes,
    verdicts,
    judgement: planJudgement(verdicts, true),
    metrics: metricsOf(judged, candidates, question),
    alarms: mapAnswer(facts.alarms, (alarms) => planUserAlarms(alarms, assessments.values(), alarmSettings(request))),
    ...messagesOf(judged, candidates, { ...request, question, ...facts.stored }),
  };
}

/** The account with the days that its trails did not record, and the writes of those days. */
function planWatch({ stored: before, watch }: RunFacts, { now }: Question) {
  const unrecorded = unrecordedDaysOf(watch.health, before.run?.asOf, now);
  const stored = withUnrecordedDays(before, unrecorded);
  const writes = [...planAccount(stored), ...planUnrecordedDays(before, unrecorded), ...planWatchedSince(stored, now)];
  return { stored, writes };
}

type Judged = Omit<RunPlan, 'writes' | 'verdicts' | 'judgement' | 'metrics' | 'alarms' | 'digest' | 'events'>;

function metricsOf(judged: Judged, { withAlarm }: AlarmCandidates, { now }: Question): MetricDatum[] {
  const { counts, blindRegions: blind } = judged;
  const quiet = [...judged.reconciliation.assessments.values()].filter(isQuietUser);
  const ofUsers = withAlarm.flatMap((user) => idleDaysMetric(user, judged, now));
  return [...accountMetrics(judged, counts, { blindRegions: blind.length, quietUsers: quiet.length }), ...ofUsers];
}

function alarmSettings({ alarmCap, alarmActions, question, ...request }: RunQuestion): AlarmSettings {
  const { accountId, stackName, tableName } = request;
  const { thresholdDays } = question;
  return { accountId, stackName, thresholdDays, cap: alarmCap, actions: alarmActions, tableName };
}

type MessageContext = Pick<RunQuestion, 'question' | 'tableName' | 'reportUrl'> &
  Pick<StoredAccount, 'chainHead' | 'shelters'>;

/** The digest and the events. None where nothing changed, except for the first digest of an account. */
function messagesOf(
  judged: Judged,
  { withoutAlarm }: AlarmCandidates,
  { question, tableName, reportUrl, chainHead, shelters }: MessageContext,
): Pick<RunPlan, 'digest' | 'events'> {
  const { changes, isFirst, pending } = judged.digestPlan;
  if (pending === undefined || (changes.length === 0 && !isFirst)) return { digest: undefined, events: [] };
  const { assessments, run } = judged.reconciliation;
  const { now: asOf, thresholdDays } = question;
  const common = { accountId: judged.accountId, asOf, thresholdDays, isFirst, coverage: run.coverage };
  const facts = {
    ...judged,
    ...common,
    id: pending.id,
    changes,
    assessments: assessments.values(),
    withoutAlarm,
    tableName,
    reportUrl,
    chainHead,
    shelters,
  };
  return { digest: renderDigest(facts), events: changeEvents(changes, { ...common, digestId: pending.id }) };
}
