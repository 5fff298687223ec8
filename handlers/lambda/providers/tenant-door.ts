/** What the doors of all providers do: wire the ports, run, log counts and no user, fail where somebody must act. */

import { setFlagsFromString } from 'node:v8';
import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SSMClient } from '@aws-sdk/client-ssm';
import type { Context } from 'aws-lambda';
import { type Answer, mayPass } from '../../../domain/answer.ts';
import { isJsonObject } from '../../../domain/json.ts';
import type { TenantSettings } from '../../../domain/settings/tenant-settings.ts';
import { putMetrics } from '../../../infra/aws/alerts/cloudwatch.ts';
import { publishDigest, publishEvents } from '../../../infra/aws/alerts/publisher.ts';
import { dynamodbLatestRun } from '../../../infra/aws/dynamodb/dynamodb-latest-run.ts';
import { dynamodbLease } from '../../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { dynamodbKeptAnswers, tenantRunKey } from '../../../infra/aws/dynamodb/tenants/dynamodb-kept-answers.ts';
import { readStoredSecret } from '../../../infra/aws/secrets/stored-secret.ts';
import { type Clock, machineClock } from '../../../infra/http/pace.ts';
import { clockTime } from '../../clock.ts';
import { clockUntil } from '../../tenants/out-of-time.ts';
import { runTenant, type TenantOutcome } from '../../tenants/run-tenant.ts';
import type { Reading, ReadTenant, TenantRequest, TenantRunPorts } from '../../tenants/tenant-run-ports.ts';
import { patientClientConfig } from '../patient-client.ts';

/** How a door reads its tenant: with its secret, and a clock that ends with the invocation. */
export type ReadByProvider = (
  readSecret: () => Promise<Answer<string>>,
  clock: Clock,
  reading: Reading,
) => Promise<ReadTenant>;

/** A door over these settings; `name` is that of the provider, as people know it. */
export function tenantDoor(name: string, settings: TenantSettings, readBy: ReadByProvider) {
  // V8 else lets garbage grow to several times what is in use: 100,000 users would fill the function's memory.
  setFlagsFromString('--optimize-for-size');
  const logger = new Logger({ serviceName: `lastseen-${name}` });
  const { ports, readSecret } = awsPorts(settings);
  return async (event: unknown, context: Context): Promise<TenantSummary> => {
    const endMs = machineClock.nowMs() + context.getRemainingTimeInMillis();
    const clock = clockUntil(endMs - times.lastRequestMs, machineClock);
    const readTenant: TenantRunPorts['readTenant'] = (reading) => readBy(readSecret, clock, reading);
    const outcome = await runTenant(requestOf(settings, event, context, endMs), { ...ports, readTenant });
    const summary = summaryOf(outcome);
    if (outcome.kind === 'done') logger.info('reconciled', { outcome: summary });
    else if (outcome.kind !== 'resting') logger.warn('not reconciled', { outcome: summary });
    failIfRefused(outcome);
    return summary;
  };
}

/** How an invocation of 900 seconds is divided. A test holds the sum to the template. */
export const times = {
  /** One request that has begun, and its answer is kept. */
  lastRequestMs: 90_000,
  /** 100,000 verdicts and as many writes, the digest and the metrics. */
  judgeMs: 600_000,
} as const;

function requestOf(settings: TenantSettings, event: unknown, context: Context, endMs: number): TenantRequest {
  const { tenant, stackName, tableName, thresholdDays } = settings;
  const says = (word: string) => isJsonObject(event) && event[word] === true;
  const isLeft = (ms: number) => () => machineClock.nowMs() + ms < endMs;
  return {
    accountId: tenant,
    stackName,
    tableName,
    question: { now: clockTime(), thresholdDays },
    exemptions: [],
    requestId: context.awsRequestId,
    isAsked: says('begin'),
    acceptShrunkInventory: says('acceptShrunkInventory'),
    hasTimeToRead: isLeft(times.lastRequestMs),
    hasTimeToJudge: isLeft(times.judgeMs),
  };
}

/** What a function answers and logs: counts and failures, no user. */
export type TenantSummary = ReturnType<typeof summaryOf>;

function summaryOf(outcome: TenantOutcome) {
  if (outcome.kind !== 'done') return outcome;
  const { counts, digestPlan, digest, missing } = outcome.plan;
  const { kind, notes } = outcome;
  return { kind, counts, changes: digestPlan.changes.length, digestId: digest?.id ?? null, missing, notes };
}

/** What passes is waited for. A refusal needs a person, so the invocation fails and the alarm on errors tells. */
function failIfRefused(outcome: TenantOutcome): void {
  if (outcome.kind !== 'waiting') return;
  const refused = outcome.failures.filter((failure) => !mayPass(failure));
  if (refused.length > 0) throw new Error(`the tenant refused: ${refused.map(({ why }) => why).join('; ')}`);
}

function awsPorts({ tableName, topicArn, eventBus, secretArn }: TenantSettings) {
  const dynamodb = new DynamoDBClient({});
  // Emulators do not read compressed requests; ours are small.
  const cloudwatch = new CloudWatchClient({ ...patientClientConfig, disableRequestCompression: true });
  const [sns, events] = [new SNSClient({}), new EventBridgeClient({})];
  const secrets = { secretsManager: new SecretsManagerClient({}), ssm: new SSMClient({}) };
  const ports: Omit<TenantRunPorts, 'readTenant'> = {
    table: dynamodbTable(dynamodb, tableName),
    outbox: dynamodbOutbox(dynamodb, tableName),
    lease: dynamodbLease(dynamodb, tableName),
    answers: dynamodbKeptAnswers(dynamodb, tableName),
    latest: dynamodbLatestRun(dynamodb, tableName, tenantRunKey),
    putMetrics: (metrics, at) => putMetrics(cloudwatch, metrics, at),
    publishEvents: (changes) => publishEvents(events, eventBus, [...changes]),
    publishDigest: (digest) => publishDigest(sns, topicArn, digest),
  };
  return { ports, readSecret: () => readStoredSecret(secretArn, secrets) };
}
