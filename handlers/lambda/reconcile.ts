import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { isJsonObject } from '../../domain/json.ts';
import { parseReconcileSettings, type ReconcileSettings } from '../../domain/settings/reconcile-settings.ts';
import { clockTime } from '../clock.ts';
import { type ReconcileOutcome, type ReconcileRequest, reconcileAccount } from '../reconcile/reconcile.ts';
import { requireAccount, settingsOf } from './door.ts';
import { awsPorts } from './reconcile-clients.ts';

const logger = new Logger({ serviceName: 'lastseen-reconcile' });

/** What the function answers and logs: counts and Regions, no user. */
export type ReconcileSummary = ReturnType<typeof summaryOf>;

let wired: ({ readonly settings: ReconcileSettings } & ReturnType<typeof awsPorts>) | undefined;

function wire() {
  const settings = settingsOf(parseReconcileSettings);
  return { settings, ...awsPorts(settings) };
}

/**
 * The door of the daily job. A run stops where most users are gone; the event `{"acceptShrunkInventory": true}` lets it
 * pass. Throws where the run failed: Lambda tries again under the same request id, and the run ends as if nothing had
 * happened.
 */
export async function handler(event: unknown, context: Context): Promise<ReconcileSummary> {
  wired ??= wire();
  const { settings, ports, iamCalls } = wired;
  const before = iamCalls();
  const outcome = await reconcileAccount(requestOf(settings, event, context), ports);
  const summary = { ...summaryOf(outcome), iamCalls: total(iamCalls()) - total(before) };
  if (outcome.kind === 'done') logger.info('reconciled', { outcome: summary });
  else logger.warn('not reconciled', { outcome: summary });
  if (outcome.kind === 'table-unreadable') throw new Error('the table could not be read', { cause: outcome.cause });
  return summary;
}

function requestOf(settings: ReconcileSettings, event: unknown, context: Context): ReconcileRequest {
  const { thresholdDays, topicArn } = settings;
  return {
    ...settings,
    accountId: requireAccount(context),
    question: { now: clockTime(), thresholdDays },
    runId: context.awsRequestId,
    alarmActions: [topicArn],
    acceptShrunkInventory: isJsonObject(event) && event['acceptShrunkInventory'] === true,
  };
}

const total = (calls: Readonly<Record<string, number>>) => Object.values(calls).reduce((sum, count) => sum + count, 0);

function summaryOf(outcome: ReconcileOutcome) {
  if (outcome.kind === 'busy') return { kind: outcome.kind, heldUntil: outcome.heldUntil };
  if (outcome.kind === 'shrunk') return { kind: outcome.kind, ...outcome.shrinkage };
  const { counts, digestPlan, writes, judgement, blindRegions, missing, digest } = outcome.plan;
  const isDone = outcome.kind === 'done';
  return {
    kind: outcome.kind,
    counts,
    changes: digestPlan.changes.length,
    writes: isDone ? writes.length + judgement.records.length + judgement.verdicts.length : 0,
    digestId: (isDone && digest?.id) || null,
    blindRegions,
    missing,
  };
}
