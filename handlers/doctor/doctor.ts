import type { AccountClient } from '@aws-sdk/client-account';
import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { SNSClient } from '@aws-sdk/client-sns';
import type { SQSClient } from '@aws-sdk/client-sqs';
import type { STSClient } from '@aws-sdk/client-sts';
import pMap from 'p-map';
import type { DeploymentFacts, StackParts } from '../../domain/doctor/diagnosis.ts';
import { resourcesOf, type StackFacts } from '../../domain/doctor/stack-checks.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import type { Instant } from '../../domain/time.ts';
import { tryAsk } from '../../infra/aws/answer.ts';
import { readClock } from '../../infra/aws/deployment/aws-clock.ts';
import { readStack } from '../../infra/aws/deployment/cloudformation-stack.ts';
import { readRule, readRulesTo } from '../../infra/aws/deployment/eventbridge-rules.ts';
import { readFunctionUse } from '../../infra/aws/deployment/function-metrics.ts';
import { readRole } from '../../infra/aws/deployment/iam-roles.ts';
import { readFunction } from '../../infra/aws/deployment/lambda-functions.ts';
import { readSubscriptions } from '../../infra/aws/deployment/sns-subscriptions.ts';
import { readQueue } from '../../infra/aws/deployment/sqs-queues.ts';
import { readAlarms } from '../../infra/aws/deployment/stack-alarms.ts';
import { readTableSettings } from '../../infra/aws/deployment/table-settings.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import { readTrailHealth } from '../read-trail-health.ts';

/** Which deployment, asked by whom. */
export interface DoctorRequest {
  readonly accountId: AccountId;
  readonly stackName: string;
  readonly home: Region;
  readonly now: Instant;
  readonly versions: DeploymentFacts['versions'];
}

/** Clients of the home Region, and for two services of any. */
export interface DoctorClients {
  readonly account: AccountClient;
  readonly cloudformation: CloudFormationClient;
  readonly cloudtrail: (region: Region) => CloudTrailClient;
  readonly cloudwatch: CloudWatchClient;
  readonly dynamodb: DynamoDBClient;
  readonly eventbridge: (region: Region) => EventBridgeClient;
  readonly iam: IAMClient;
  readonly lambda: LambdaClient;
  readonly sns: SNSClient;
  readonly sqs: SQSClient;
  readonly sts: STSClient;
}

const regionsAtOnce = 6;

/** Asks everything that tells how a deployment stands, by reading calls alone. Never throws: what is refused is in the answer. */
export async function examineDeployment(request: DoctorRequest, clients: DoctorClients): Promise<DeploymentFacts> {
  const { stackName, home, now, versions } = request;
  const chosen = chooseRegions('all', await listEnabledRegions(clients.account));
  const regions = [...new Set([home, ...chosen.enabled])];
  const [clock, stack, health, forwarding] = await Promise.all([
    readClock(clients.sts),
    readStack(clients.cloudformation, stackName),
    readTrailHealth(home, regions, clients.cloudtrail),
    readForwarding(request, regions, clients),
  ]);
  const parts =
    'value' in stack && stack.value.resources.length > 0 ? await readParts(stack.value, request, clients) : undefined;
  return {
    now,
    stackName,
    home,
    stack,
    parts,
    regions,
    regionsMissing: chosen.missing,
    health,
    forwarding,
    clock,
    versions,
  };
}

async function readForwarding({ accountId, home }: DoctorRequest, regions: readonly Region[], clients: DoctorClients) {
  const bus = `arn:${partitionOf(home)}:events:${home}:${accountId}:event-bus/default`;
  const others = regions.filter((region) => region !== home);
  const rules = await pMap(
    others,
    async (region) => {
      const client = clients.eventbridge(region);
      return [region, await readRulesTo(client, bus).finally(() => client.destroy())] as const;
    },
    { concurrency: regionsAtOnce },
  );
  return new Map(rules);
}

function partitionOf(region: Region): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

async function readParts(stack: StackFacts, request: DoctorRequest, clients: DoctorClients): Promise<StackParts> {
  const { accountId, home, now } = request;
  const namesOf = (type: string) => resourcesOf(stack, type).map(({ physicalId }) => physicalId);
  const nameOf = (id: string) => stack.resources.find((resource) => resource.id === id)?.physicalId ?? id;
  const functionNames = namesOf('AWS::Lambda::Function');
  const tableName = stack.tableName ?? nameOf('LastSeenTable');
  const table = dynamodbTable(clients.dynamodb, tableName);
  const events = clients.eventbridge(home);
  const [functions, rules, uses, queues, settings, stored, alarms, subscriptions, roles] = await Promise.all([
    pMap(functionNames, (name) => readFunction(clients.lambda, name)),
    // CloudFormation names a rule of the default bus by its name, of another by `bus|name`.
    pMap(namesOf('AWS::Events::Rule'), (id) => readRule(events, id.split('|').at(-1) ?? id)),
    readFunctionUse(clients.cloudwatch, functionNames, now),
    pMap(namesOf('AWS::SQS::Queue'), (url) => readQueue(clients.sqs, url)),
    readTableSettings(clients.dynamodb, tableName),
    tryAsk('dynamodb:Query', () => table.readAccount(accountId)),
    readAlarms(clients.cloudwatch, `${stack.name}-`),
    readSubscriptions(clients.sns, stack.topicArn ?? nameOf('Topic')),
    pMap(resourcesOf(stack, 'AWS::IAM::Role'), ({ id, physicalId }) => readRole(clients.iam, id, physicalId), {
      concurrency: 2,
    }),
  ]);
  events.destroy();
  const ingest = nameOf('IngestLambdaFunction');
  return {
    ingestArn: functions[functionNames.indexOf(ingest)]?.arn,
    reconcileName: nameOf('ReconcileLambdaFunction'),
    rules,
    functions: functions.map(({ facts }) => facts),
    uses,
    lastRun: 'value' in stored ? { value: stored.value.run?.asOf } : stored,
    queues,
    table: settings,
    alarms,
    alarmNames: namesOf('AWS::CloudWatch::Alarm'),
    subscriptions,
    watches: 'value' in stored ? { value: stored.value.watches } : stored,
    roles,
  };
}
