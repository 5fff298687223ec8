/** The function that works through the messages of a run over an organization. */

import { Logger } from '@aws-lambda-powertools/logger';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { readRunMessage } from '../../../domain/organization/run-message.ts';
import { putMetrics } from '../../../infra/aws/alerts/cloudwatch.ts';
import { publishDigest } from '../../../infra/aws/alerts/publisher.ts';
import { dynamodbAccountSettings } from '../../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbLease } from '../../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbOutbox } from '../../../infra/aws/dynamodb/dynamodb-outbox.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { closeOrganizationRun } from '../../organization/close-organization-run.ts';
import { judgeMember } from '../../organization/judge-member.ts';
import type { ClosePorts, MemberPorts } from '../../organization/organization-ports.ts';
import { readTenants } from '../../organization/read-tenants.ts';
import { timeToAsk } from '../../reconcile/reconcile-time.ts';
import { patientClientConfig } from '../patient-client.ts';
import { type OrganizationClients, organizationClients } from './clients.ts';
import { memberEntrance } from './enter-member.ts';

const logger = new Logger({ serviceName: 'lastseen-organization-work' });

let wired: { readonly clients: OrganizationClients; readonly ports: MemberPorts & ClosePorts } | undefined;

/**
 * The door of the worker. It reports each message that failed by its id, so that the queue hands it out again. Throws
 * for settings that are wrong: then all messages stay in the queue.
 */
export async function handler(
  { Records }: Pick<SQSEvent, 'Records'>,
  context: Pick<Context, 'invokedFunctionArn'>,
): Promise<SQSBatchResponse> {
  wired ??= wire(context);
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of Records) {
    try {
      await work(record, wired);
    } catch (error) {
      logger.error('a message failed', { messageId: record.messageId, error });
      batchItemFailures.push({ itemIdentifier: record.messageId });
    }
  }
  return { batchItemFailures };
}

async function work({ messageId, body, attributes }: SQSRecord, { clients, ports }: NonNullable<typeof wired>) {
  const { settings } = clients;
  const message = readRunMessage(body);
  if (message === undefined) throw new Error('the message is of no form that this version knows');
  switch (message.kind) {
    case 'start-report': {
      const entered = await ports.enter(message.accountId, undefined);
      // The judging message tells of a refusal.
      if (entered.kind === 'failed') return;
      await entered.value.startReport();
      return entered.value.leave();
    }
    case 'judge': {
      const isLastAttempt = Number(attributes.ApproximateReceiveCount) >= settings.attempts;
      const request = { message, terms: { ...settings, reportUrl: undefined }, time: timeToAsk(), isLastAttempt };
      const outcome = await judgeMember(request, ports);
      return logger.info('judged', { account: message.member.accountId, runId: message.runId, outcome });
    }
    case 'close': {
      const outcome = await closeOrganizationRun({ message, messageId, settings }, ports);
      return logger.info('looked at the run', { runId: message.runId, outcome });
    }
    default:
      return message satisfies never;
  }
}

function wire(context: Pick<Context, 'invokedFunctionArn'>) {
  const clients = organizationClients();
  const { settings, dynamodb, ports } = clients;
  const { tableName, topicArn, tenants } = settings;
  const [, partition = 'aws'] = context.invokedFunctionArn.split(':');
  // Emulators do not read compressed requests; ours are small.
  const cloudwatch = new CloudWatchClient({ ...patientClientConfig, disableRequestCompression: true });
  const sns = new SNSClient({});
  const sts = new STSClient(patientClientConfig);
  const events = new EventBridgeClient({});
  const tenantTables = {
    table: dynamodbTable(dynamodb, tableName),
    settings: dynamodbAccountSettings(dynamodb, tableName),
  };
  return {
    clients,
    ports: {
      ...ports,
      settings: tenantTables.settings,
      enter: memberEntrance({ settings, partition, dynamodb, events, sts, logger }),
      lease: dynamodbLease(dynamodb, tableName),
      outbox: dynamodbOutbox(dynamodb, tableName),
      readTenants: () => readTenants(tenants, ports.clock(), tenantTables),
      putMetrics: (metrics, at) => putMetrics(cloudwatch, metrics, at),
      publishDigest: (digest) => publishDigest(sns, topicArn, digest),
    } satisfies MemberPorts & ClosePorts,
  };
}
