import { accountMetric } from '../../domain/alerts/metrics.ts';
import { planJudgement } from '../../domain/reconcile/plan-judgement.ts';
import type { RunPlan } from '../../domain/reconcile/run-plan.ts';
import { applyWrites } from '../apply-writes.ts';
import { writeJudgement } from '../write-judgement.ts';
import type { RunActPorts } from './reconcile-ports.ts';

/**
 * Does what a run decided. It stores the digest, writes changes and verdicts, publishes the digest and removes it from
 * the table, in this order. So every change that is written is also reported. Metrics, messages and alarms are
 * independent: if one fails, the others are still tried, and the failures are thrown together. `ReconcileCompleted`
 * comes last.
 */
export async function actOnRun(plan: RunPlan, ports: RunActPorts): Promise<void> {
  const { accountId, digestPlan, reconciliation, verdicts } = plan;
  const { asOf } = reconciliation.run;
  const { pending, isStored } = digestPlan;
  if (pending !== undefined && !isStored) await ports.outbox.put(accountId, pending);
  await applyWrites(plan.writes, ports.table);
  await writeJudgement(verdicts.stored, plan.judgement, () => planJudgement(verdicts, false), ports.table);
  const failures = [
    await failureOf('the metrics could not be put', () => ports.putMetrics(plan.metrics, asOf)),
    await failureOf('the changes could not be published', () => publish(plan, ports)),
    await failureOf("the users' alarms could not be set", () => setAlarms(plan, ports)),
  ].filter((failure) => failure !== undefined);
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  await ports.putMetrics(accountMetric(plan, 'ReconcileCompleted', 1), asOf);
}

/** Publishes the events first: they have ids and may come twice. Then publishes the digest and removes it at once. */
async function publish({ accountId, events, digest, digestPlan }: RunPlan, ports: RunActPorts): Promise<void> {
  if (events.length > 0) await ports.publishEvents(events);
  if (digest !== undefined) await ports.publishDigest(digest);
  if (digestPlan.pending !== undefined) await ports.outbox.clear(accountId, digestPlan.pending.id);
}

/** Deletes alarms before it puts new ones, so that there are never more than the cap. */
async function setAlarms({ alarms: planned }: RunPlan, { alarms }: RunActPorts): Promise<void> {
  if (planned.kind === 'failed') throw planned.cause;
  const { put, remove } = planned.value;
  if (remove.length > 0) await alarms.remove(remove);
  await alarms.put(put);
}

async function failureOf(message: string, act: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await act();
    return undefined;
  } catch (cause) {
    return new Error(message, { cause });
  }
}
