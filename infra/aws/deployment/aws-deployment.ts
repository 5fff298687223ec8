/** Reads a deployment for the doctor, through one client for each service. */

import { AccountClient } from '@aws-sdk/client-account';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SchedulerClient } from '@aws-sdk/client-scheduler';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { STSClient } from '@aws-sdk/client-sts';
import type { AccountId, Region } from '../../../domain/ids.ts';
import type { Deployment } from '../../ports/deployment.ts';
import { tryAsk } from '../answer.ts';
import { importedRunKey } from '../dynamodb/dynamodb-imported-findings.ts';
import { dynamodbLatestRun, type EntryKey, pageRunKey } from '../dynamodb/dynamodb-latest-run.ts';
import { dynamodbLifecycles } from '../dynamodb/dynamodb-lifecycles.ts';
import { planRunKey } from '../dynamodb/dynamodb-plan-runs.ts';
import { dynamodbTable } from '../dynamodb/dynamodb-table.ts';
import { tenantRunKey } from '../dynamodb/tenants/dynamodb-kept-answers.ts';
import { listEnabledRegions } from '../enabled-regions.ts';
import { readClock } from './aws-clock.ts';
import { readStack } from './cloudformation-stack.ts';
import { readRule, readRulesTo } from './eventbridge-rules.ts';
import { readEvidenceBucket, readEvidenceKey } from './evidence-store.ts';
import { readFunctionUse } from './function-metrics.ts';
import { readRole } from './iam-roles.ts';
import { readFunction } from './lambda-functions.ts';
import { describeSecret, readLogGroup, readSchedule } from './provider-parts.ts';
import { readFilters, readSubscriptions } from './sns-subscriptions.ts';
import { readQueue } from './sqs-queues.ts';
import { readAlarms } from './stack-alarms.ts';
import { readTableSettings } from './table-settings.ts';

/** A person waits for the result: a Region that does not answer must not delay the others for long. */
export const doctorClientConfig = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000, throwOnRequestTimeout: true },
} as const;

/** A deployment in AWS, read with the current credentials. The home Region is that of its stack. */
export function awsDeployment(home: Region): Deployment {
  const clients = clientsIn(home);
  const { account, cloudformation, cloudwatch, dynamodb, events, iam, kms, lambda, s3, sns, sqs, sts } = clients;
  const latestRun = (tableName: string, accountId: AccountId, keyOf: (accountId: AccountId) => EntryKey) =>
    tryAsk('dynamodb:GetItem', () => dynamodbLatestRun(dynamodb, tableName, keyOf).readLatestRun(accountId));
  return {
    enabledRegions: () => listEnabledRegions(account),
    clock: () => readClock(sts),
    stack: (name) => readStack(cloudformation, name),
    rule: (name) => readRule(events, name),
    rulesTo: (region, targetArn) => {
      const client = new EventBridgeClient({ ...doctorClientConfig, region });
      return readRulesTo(client, targetArn).finally(() => client.destroy());
    },
    function: (name) => readFunction(lambda, name),
    functionUse: (names, now) => readFunctionUse(cloudwatch, names, now),
    queue: (url) => readQueue(sqs, url),
    tableSettings: (tableName) => readTableSettings(dynamodb, tableName),
    storedAccount: (tableName, accountId) =>
      tryAsk('dynamodb:Query', () => dynamodbTable(dynamodb, tableName).readAccount(accountId)),
    importedRun: (tableName, accountId) => latestRun(tableName, accountId, importedRunKey),
    writtenRun: (tableName, accountId, bucket) => latestRun(tableName, accountId, pageRunKey(bucket)),
    tenantRun: (tableName, accountId) => latestRun(tableName, accountId, tenantRunKey),
    plannedRun: (tableName, accountId) => latestRun(tableName, accountId, planRunKey),
    lifecycles: (tableName, accountId) =>
      tryAsk('dynamodb:Query', () => dynamodbLifecycles(dynamodb, tableName).readLifecycles(accountId)),
    secret: (arn) => describeSecret(arn, clients),
    schedule: (group, name) => readSchedule(clients.scheduler, group, name),
    logGroup: (name) => readLogGroup(clients.logs, name),
    alarms: (namePrefix) => readAlarms(cloudwatch, namePrefix),
    subscriptions: (topicArn) => readSubscriptions(sns, topicArn),
    filters: (topicArn) => readFilters(sns, topicArn),
    evidenceKey: (keyId) => readEvidenceKey(kms, keyId),
    evidenceBucket: (name) => readEvidenceBucket(s3, name),
    role: (id, name) => readRole(iam, id, name),
  };
}

function clientsIn(region: Region) {
  const here = { ...doctorClientConfig, region };
  return {
    account: new AccountClient(here),
    cloudformation: new CloudFormationClient(here),
    // Emulators do not read compressed requests, and these are small.
    cloudwatch: new CloudWatchClient({ ...here, disableRequestCompression: true }),
    dynamodb: new DynamoDBClient(here),
    events: new EventBridgeClient(here),
    iam: new IAMClient(here),
    kms: new KMSClient(here),
    lambda: new LambdaClient(here),
    logs: new CloudWatchLogsClient(here),
    // An emulator has no host name for each bucket.
    s3: new S3Client({ ...here, followRegionRedirects: true, forcePathStyle: true }),
    scheduler: new SchedulerClient(here),
    secretsManager: new SecretsManagerClient(here),
    sns: new SNSClient(here),
    // A queue's URL has its own host. With a configured endpoint, that host is the wrong one.
    sqs: new SQSClient({ ...here, useQueueUrlAsEndpoint: false }),
    ssm: new SSMClient(here),
    sts: new STSClient(here),
  };
}
