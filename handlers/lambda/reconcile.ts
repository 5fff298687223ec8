/** The function of the daily job, and its clients of AWS. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { isJsonObject } from '../../domain/json.ts';
import { parseReconcileSettings, type ReconcileSettings } from '../../domain/settings/reconcile-settings.ts';
import { cloudwatchAlarms, putMetrics } from '../../infra/aws/alerts/cloudwatch.ts';
import { publishDigest, publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { clockTime } from '../clock.ts';
import { type ReconcileOutcome, type ReconcileRequest, reconcileAccount } from '../reconcile/reconcile.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';
import { timeToAsk } from '../reconcile/reconcile-time.ts';
import { accountPorts } from './account-ports.ts';
import { requireAccount, settingsOf } from './door.ts';
import { patientClientConfig } from './patient-client.ts';

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
  const request = { ...requestOf(settings, event, context), ...timeToAsk() };
  const outcome = await reconcileAccount(request, ports);
  const summary = { ...summaryOf(outcome), iamCalls: iamCalls() - before };
  if (outcome.kind === 'done') logger.info('reconciled', { outcome: summary });
  else logger.warn('not reconciled', { outcome: summary });
  if (outcome.kind === 'table-unreadable') throw new Error('the table could not be read', { cause: outcome.cause });
  return summary;
}

const reportAbandoned: ReconcilePorts['reportAbandoned'] = ({ owner, until }) =>
  logger.warn('an earlier run was killed: it left its lease', { killedRun: owner, heldUntil: until });

function requestOf(
  settings: ReconcileSettings,
  event: unknown,
  context: Context,
): Omit<ReconcileRequest, keyof ReturnType<typeof timeToAsk>> {
  const { thresholdDays, topicArn, userAlarmsNotify } = settings;
  return {
    ...settings,
    accountId: requireAccount(context),
    question: { now: clockTime(), thresholdDays },
    runId: context.awsRequestId,
    alarmActions: userAlarmsNotify ? [topicArn] : [],
    acceptShrunkInventory: isJsonObject(event) && event['acceptShrunkInventory'] === true,
    keepsUnusedUsers: false,
  };
}

function summaryOf(outcome: ReconcileOutcome) {
  if (outcome.kind === 'busy') return { kind: outcome.kind, heldUntil: outcome.heldUntil };
  if (outcome.kind === 'shrunk') return { kind: outcome.kind, ...outcome.shrinkage };
  if (outcome.kind === 'unread') return { kind: outcome.kind, ...outcome.lost };
  if (outcome.kind === 'skipped') return { kind: outcome.kind, ...outcome.skip };
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
    notes: isDone ? outcome.notes : [],
  };
}

/**
 * The ports of the daily job over the AWS SDK, with the function's own role and Region, and a count of the calls made
 * to IAM.
 */
function awsPorts(settings: ReconcileSettings): {
  readonly ports: ReconcilePorts;
  readonly iamCalls: () => number;
} {
  const { tableName, topicArn, eventBus } = settings;
  const dynamodb = new DynamoDBClient({});
  // Emulators do not read compressed requests; ours are small.
  const cloudwatch = new CloudWatchClient({ ...patientClientConfig, disableRequestCompression: true });
  const sns = new SNSClient({});
  const events = new EventBridgeClient({});
  const pause = async (ms: number) => void (await sleep(ms));
  const account = accountPorts(settings, logger);
  const ports: ReconcilePorts = {
    ...account.ports,
    table: dynamodbTable(dynamodb, tableName),
    outbox: dynamodbOutbox(dynamodb, tableName),
    lease: dynamodbLease(dynamodb, tableName),
    reportAbandoned,
    putMetrics: (metrics, at) => putMetrics(cloudwatch, metrics, at),
    alarms: cloudwatchAlarms(cloudwatch, pause),
    publishEvents: (changes) => publishEvents(events, eventBus, [...changes]),
    publishDigest: (digest) => publishDigest(sns, topicArn, digest),
  };
  return { ports, iamCalls: account.iamCalls };
}
