/** The flow of the function that plans: hourly while users may be quarantined, else once a day. */

import type { Digest } from '../../domain/alerts/digest.ts';
import type { MetricDatum } from '../../domain/alerts/metrics.ts';
import type { Answer } from '../../domain/answer.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { lifecycleMetrics } from '../../domain/lifecycle/function/lifecycle-metrics.ts';
import { type ActedPlan, actsOf, planReport } from '../../domain/lifecycle/function/plan-report.ts';
import type { UnsealedPlan } from '../../domain/lifecycle/plan.ts';
import type { LifecycleFacts, LifecycleRequest } from '../../domain/lifecycle/plan-lifecycle.ts';
import { acts } from '../../domain/lifecycle/step.ts';
import { closedBecause } from '../../domain/lifecycle/window.ts';
import type { ToldReviews } from '../../domain/review/told-reviews.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import { daysBetween, type Instant } from '../../domain/time.ts';
import type { PlanRun, PlanRuns } from '../../infra/ports/plan-runs.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { type ActingFunctions, handOver } from './hand-over.ts';
import type { PlanPorts } from './lifecycle-ports.ts';
import { makePlan } from './make-plan.ts';

/** Whose plan is made, when, and with what settings. */
export interface LifecycleRunRequest extends LifecycleRequest {
  readonly accountId: AccountId;
  readonly now: Instant;
  readonly thresholdDays: number;
  /** ARN of the role that plans. */
  readonly plannedBy: string;
  readonly stackName: string;
  readonly tableName: string;
}

/** What the flow reads, and where it says what would be done. It changes no user. */
export interface LifecycleRunPorts extends PlanPorts, ActingFunctions {
  /** Never throws. */
  readonly enabledRegions: () => Promise<Answer<readonly Region[]>>;
  readonly runs: PlanRuns;
  /** What of the records of acts is not as it was written, in words. Throws where they cannot be reached. */
  readonly checkEvidence: () => Promise<readonly string[]>;
  readonly publishReport: (report: Digest) => Promise<void>;
  /** Tells owners what the open reviews ask of them. Throws where the table or the topic refuses. */
  readonly tellReviewers: (facts: LifecycleFacts) => Promise<ToldReviews>;
  readonly putMetrics: (metrics: readonly MetricDatum[], at: Instant) => Promise<unknown>;
}

/** `waiting`: users may not be quarantined now, and the day's plan was made. Counts and hashes, no user. */
export type LifecycleRunOutcome =
  | { readonly kind: 'waiting'; readonly closed: string; readonly plannedAt: Instant }
  | {
      readonly kind: 'planned';
      readonly planHash: string;
      readonly steps: Readonly<Record<string, number>>;
      readonly stops: readonly string[];
      /** Whether the topic heard of it; it hears of the same acts once. */
      readonly isPublished: boolean;
      /** What came of it; undefined where nothing was to be done, or the stage plans alone. */
      readonly acted?: ActedPlan | undefined;
      /** What of the records of acts was altered, in words; undefined where nobody looked this time. */
      readonly altered?: readonly string[] | undefined;
      readonly reviews: ToldReviews;
      /** What IAM did not answer, in words. */
      readonly missing: readonly string[];
    };

/**
 * Makes the plan, tells the topic what it would do, where that changed, and owners what reviews ask of them. The run is
 * remembered after the message: a flow that stops between the two sends it again, with the same id. Throws where the
 * table, the evidence or the topic refuses.
 */
export async function runLifecycle(
  request: LifecycleRunRequest,
  ports: LifecycleRunPorts,
): Promise<LifecycleRunOutcome> {
  const { accountId, now, thresholdDays, settings } = request;
  const before = await ports.runs.readPlanRun(accountId);
  const closed = closedBecause(settings.window, now);
  if (closed !== undefined && isOfToday(before, now)) return { kind: 'waiting', closed, plannedAt: before.asOf };
  const chosen = chooseRegions('all', await ports.enabledRegions());
  const question = { now, thresholdDays, regions: chosen.enabled };
  const { plan, facts, missing } = await makePlan({ ...request, question }, ports);
  const acted = await handOver(plan, ports);
  const run = { asOf: now, acts: actsOf(plan, acted, canonicalDigest) };
  const isNews = run.acts !== before?.acts && (before !== undefined || saysSomething(plan));
  const altered = isOfSameDay(before, now) ? undefined : await ports.checkEvidence();
  await ports.putMetrics(lifecycleMetrics(request, facts.entries, plan, now, altered?.length), now);
  if (isNews) await ports.publishReport(planReport(plan, { id: run.acts, tableName: request.tableName, acted }));
  await ports.runs.putPlanRun(accountId, { ...run, isUnfinished: true });
  const reviews = await ports.tellReviewers(facts);
  await ports.runs.putPlanRun(accountId, run);
  const counted = acts.map((act) => [act, plan.steps.filter((step) => step.act === act).length]);
  return {
    kind: 'planned',
    planHash: plan.hash,
    steps: Object.fromEntries(counted),
    stops: plan.stops,
    isPublished: isNews,
    ...(acted !== undefined && { acted }),
    ...(altered !== undefined && { altered }),
    reviews,
    missing: [...chosen.missing, ...missing],
  };
}

/** The first plan of a day in UTC looks at the whole chain of acts. */
const isOfSameDay = (run: PlanRun | undefined, now: Instant): boolean => run?.asOf.slice(0, 10) === now.slice(0, 10);

const saysSomething = ({ steps, stops, leftAlone }: UnsealedPlan): boolean =>
  steps.length + stops.length > 0 || leftAlone.some(({ waiting }) => waiting !== undefined);

/** The hours of a day that pass between two plans outside the window; less than 24, so that a late hour misses none. */
const dayHours = 23.5;

const isOfToday = (run: PlanRun | undefined, now: Instant): run is PlanRun =>
  run !== undefined && run.isUnfinished !== true && daysBetween(run.asOf, now) * 24 < dayHours;
