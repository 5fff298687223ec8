import { setTimeout as sleep } from 'node:timers/promises';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { ReconcileSettings } from '../../domain/settings/reconcile-settings.ts';
import { cloudwatchAlarms, putMetrics } from '../../infra/aws/alerts/cloudwatch.ts';
import { publishEvents } from '../../infra/aws/alerts/event-publisher.ts';
import { publishDigest } from '../../infra/aws/alerts/sns-digest.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import { countCalls } from '../../infra/aws/iam/call-counter.ts';
import { gatherInventory } from '../../infra/aws/iam/iam-inventory.ts';
import { gatherSshKeys } from '../../infra/aws/iam/iam-ssh-keys.ts';
import { proveRegions } from '../../infra/aws/sts-proof.ts';
import { readTrailHealth } from '../read-trail-health.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';

/** IAM's rates are low and undocumented: the client finds its own pace once it is throttled. */
const reconcileClientConfig = { retryMode: 'adaptive', maxAttempts: 8 } as const;

/**
 * The ports of the daily job over the AWS SDK, with the function's own role and Region, and a count of the calls made
 * to IAM.
 */
export function awsPorts({ tableName, topicArn, eventBus, home }: ReconcileSettings): {
  readonly ports: Omit<ReconcilePorts, 'reportAbandoned'>;
  readonly iamCalls: () => Readonly<Record<string, number>>;
} {
  const dynamodb = new DynamoDBClient({});
  const iam = new IAMClient(reconcileClientConfig);
  // Emulators do not read compressed requests; ours are small.
  const cloudwatch = new CloudWatchClient({ ...reconcileClientConfig, disableRequestCompression: true });
  const sns = new SNSClient({});
  const events = new EventBridgeClient({});
  const account = new AccountClient({});
  const pause = async (ms: number) => void (await sleep(ms));
  const ports: Omit<ReconcilePorts, 'reportAbandoned'> = {
    gatherInventory: (accountId) => gatherInventory(iam, accountId, pause),
    sshKeys: (users) => gatherSshKeys(iam, users, pause),
    enabledRegions: () => listEnabledRegions(account),
    trailHealth: (regions) => readTrailHealth(home, regions, (region) => new CloudTrailClient({ region })),
    proveRegions: (regions) => proveRegions(regions, (region) => new STSClient({ region })),
    table: dynamodbTable(dynamodb, tableName),
    outbox: dynamodbOutbox(dynamodb, tableName),
    lease: dynamodbLease(dynamodb, tableName),
    putMetrics: (metrics, at) => putMetrics(cloudwatch, metrics, at),
    alarms: cloudwatchAlarms(cloudwatch, pause),
    publishEvents: (changes) => publishEvents(events, eventBus, [...changes]),
    publishDigest: (digest) => publishDigest(sns, topicArn, digest),
  };
  return { ports, iamCalls: countCalls(iam) };
}
