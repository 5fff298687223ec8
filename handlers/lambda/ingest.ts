/** The function that ingests events. */

import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import type { OurAccounts } from '../../domain/cloudtrail/event-origin.ts';
import type { AccountId } from '../../domain/ids.ts';
import { protectTag } from '../../domain/lifecycle/user-access.ts';
import { noticeEvent } from '../../domain/notices/notice-event.ts';
import { noticeText } from '../../domain/notices/notice-text.ts';
import { isMember, readMember } from '../../domain/organization/organization-account.ts';
import { type IngestSettings, parseIngestSettings } from '../../domain/settings/ingest-settings.ts';
import { awakeningEvent } from '../../domain/sightings/awakening.ts';
import type { Instant } from '../../domain/time.ts';
import { publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbSightings } from '../../infra/aws/dynamodb/dynamodb-sightings.ts';
import { dynamodbOrganizations } from '../../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import { sendMessage } from '../../infra/aws/queue-sender.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import { clockTime } from '../clock.ts';
import { type Ingested, ingest } from '../ingest/ingest.ts';
import { newIngestMemory } from '../ingest/ingest-memory.ts';
import { ourAccounts, rememberingMembers } from '../ingest/member-accounts.ts';
import type { ReturnPorts } from '../lifecycle/answer-return.ts';
import { requireAccount, settingsOf } from './door.ts';
import { failureMessages } from './failure-messages.ts';
import { settleDeliveries } from './ingest-dead-letters.ts';
import { type LambdaDelivery, readInvocation } from './ingest-deliveries.ts';
import { ingestMeter } from './ingest-meter.ts';
import { ingestClientConfig, startTime } from './ingest-time.ts';
import { jsonLog } from './json-log.ts';
import { metricOwner } from './metric-owner.ts';

const log = jsonLog(process.env['AWS_LAMBDA_LOG_LEVEL']);
const settings = settingsOf(parseIngestSettings);
const meter = ingestMeter(settings.metricsSeconds);
const ports = portsOf(settings);
const member = membersOf(settings);
const deadLetters = { send: senderOf(settings), log };

function portsOf(given: IngestSettings) {
  const { tableName, eventBus } = given;
  const [dynamodb, events] = [new DynamoDBClient(ingestClientConfig), new EventBridgeClient(ingestClientConfig)];
  return {
    returns: returnsOf(given, dynamodb, events),
    shelterTags: shelterTagsOf(given),
    table: dynamodbSightings(dynamodb, tableName),
    memory: newIngestMemory(),
    publish: (awakenings: Ingested['awakenings']) => publishEvents(events, eventBus, awakenings.map(awakeningEvent)),
  };
}

/** The event comes first; where the notice then fails, both are published again. */
function returnsOf(
  { tableName, eventBus, topicArn, onReturn, onReturnRules }: IngestSettings,
  dynamodb: DynamoDBClient,
  events: EventBridgeClient,
): ReturnPorts {
  const topic = topicArn === undefined ? undefined : snsNotices(new SNSClient(ingestClientConfig), topicArn);
  return {
    table: dynamodbLifecycles(dynamodb, tableName),
    announce: async (announcement) => {
      await publishEvents(events, eventBus, [noticeEvent(announcement)]);
      await topic?.send(noticeText(announcement));
    },
    onReturn,
    onReturnRules,
  };
}

/** Whoever carries one of these tags is exempt, or never acted on. */
function shelterTagsOf({ exemptions }: IngestSettings): string[] {
  return [...exemptions.flatMap((rule) => (rule.kind === 'tag' ? [rule.key] : [])), protectTag];
}

/** Nobody is a member where no organization is given. */
function membersOf({ organizationId, tableName }: IngestSettings) {
  if (organizationId === undefined) return undefined;
  const { readMember: read } = dynamodbOrganizations(new DynamoDBClient(ingestClientConfig), tableName);
  return rememberingMembers(async (accountId) => {
    const item = await read(organizationId, accountId);
    return isMember(item && readMember(item));
  });
}

function senderOf({ deadLetters: queue }: IngestSettings) {
  if (queue === 'none') return undefined;
  const client = new SQSClient(ingestClientConfig);
  return (body: string) => sendMessage(client, queue.url, body);
}

/**
 * The door of ingest. The answer names each message of a queue that failed: SQS delivers it again until it is recorded
 * or reaches the dead-letter queue. For a direct event that failed it throws: Lambda tries again and then hands the
 * event to the retry queue. A malformed event goes to the dead-letter queue at once and does not come again; where no
 * such queue is set it counts as failed.
 */
export async function handler(event: unknown, context: Context): Promise<SQSBatchResponse | undefined> {
  const hasTime = startTime();
  const invocation = readInvocation(event, context.awsRequestId, context.invokedFunctionArn);
  const deliveries = invocation.kind === 'queue' ? invocation.deliveries : [invocation.delivery];
  const now = clockTime();
  const actsIn = requireAccount(context);
  const accounts = await accountsOf(deliveries, actsIn, now);
  const ingested = await ingest(deliveries, { ...ports, settings, accounts, actsIn, hasTime, now });
  meter.count(ingested, metricOwner(context, settings), Date.now());
  report(deliveries, ingested);
  const comesAgain = await settleDeliveries(deliveries, ingested.outcomes, { ...deadLetters, hasTime });
  if (invocation.kind === 'direct') {
    if (comesAgain[0] === false) return undefined;
    const [outcome] = ingested.outcomes;
    const cause = outcome?.kind === 'failed' ? outcome.cause : undefined;
    throw new Error('not recorded; see the log line before', { cause });
  }
  const failures = invocation.deliveries.filter((_, index) => comesAgain[index] !== false);
  return { batchItemFailures: failures.map(({ messageId }) => ({ itemIdentifier: messageId })) };
}

async function accountsOf(
  deliveries: readonly LambdaDelivery[],
  functionAccount: AccountId,
  now: Instant,
): Promise<OurAccounts> {
  const own = new Set(settings.accounts.length > 0 ? settings.accounts : [functionAccount]);
  return member === undefined ? own : ourAccounts(deliveries, own, (accountId) => member(accountId, now));
}

/**
 * Logs ids, kinds and fields, never the content of a record. Success is logged at level DEBUG only: a line for each
 * event would cost more than everything else.
 */
function report(deliveries: readonly LambdaDelivery[], { outcomes, awakenings }: Ingested): void {
  for (const [index, outcome] of outcomes.entries()) {
    const eventId = deliveries[index]?.eventId ?? null;
    const { kind } = outcome;
    if (kind === 'failed') log('ERROR', 'an event failed', { eventId, reason: failureMessages(outcome.cause) });
    else if (kind === 'malformed') {
      log('WARN', 'an event is malformed', { eventId, field: outcome.field, reason: outcome.why });
    } else if (kind === 'refused') log('WARN', 'an event is refused', { eventId, reason: outcome.reason });
    else log('DEBUG', 'an event was read', { eventId, outcome: kind });
  }
  for (const { id, dormant, previousLastSeen, sighting } of awakenings) {
    log('INFO', 'a dormant user awoke', { id, dormant, previousLastSeen, eventId: sighting.eventId });
  }
}
