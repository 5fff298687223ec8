import { accountMetric } from '../../domain/alerts/metrics.ts';
import { alarmPrefix, planUserAlarms } from '../../domain/alerts/user-alarms.ts';
import type { RunPlan } from '../../domain/reconcile/run-plan.ts';
import { applyWrites } from '../apply-writes.ts';
import type { ReconcilePorts } from './reconcile-ports.ts';
import type { ReconcileRequest } from './reconcile-request.ts';

/**
 * Does what a run decided. First what is to be told is laid down, then the assessments are written, then it is told and
 * taken away: so nothing that is written can go untold. Metrics, alarms and telling do not wait for each other; if any
 * fails, all are tried and the failures thrown together. `ReconcileCompleted` is the last of all.
 */
export async function actOnRun(plan: RunPlan, request: ReconcileRequest, ports: ReconcilePorts): Promise<void> {
  const { accountId, question } = request;
  const { pending, isStored } = plan.telling;
  if (pending !== undefined && !isStored) await ports.outbox.put(accountId, pending);
  await applyWrites(plan.writes, ports.table);
  const failures = [
    await failureOf('the metrics could not be put', () => ports.putMetrics(plan.metrics, question.now)),
    await failureOf('the changes could not be told', () => tell(plan, request, ports)),
    await failureOf("the users' alarms could not be set", () => setAlarms(plan, request, ports)),
  ].filter((failure) => failure !== undefined);
  if (failures.length > 0) throw new AggregateError(failures, failures.map(({ message }) => message).join('; '));
  await ports.putMetrics([accountMetric(accountId, 'ReconcileCompleted', 1)], question.now);
}

/** Events first: they carry ids and may come twice; the digest and then at once the end of its waiting. */
async function tell(plan: RunPlan, { accountId }: ReconcileRequest, ports: ReconcilePorts): Promise<void> {
  const { events, digest, telling } = plan;
  if (events.length > 0) await ports.publishEvents(events);
  if (digest !== undefined) await ports.publishDigest(digest);
  if (telling.pending !== undefined) await ports.outbox.clear(accountId, telling.pending.id);
}

async function setAlarms(plan: RunPlan, request: ReconcileRequest, { alarms }: ReconcilePorts): Promise<void> {
  const { accountId, question, alarmCap, alarmActions, tableName } = request;
  const settings = { accountId, ...question, cap: alarmCap, actions: alarmActions, tableName };
  const existing = await alarms.list(alarmPrefix(accountId));
  const { put, remove } = planUserAlarms(existing, plan.reconciliation.assessments.values(), settings);
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
