/** The function that acts: it denies unused users by the plan that it is handed, and takes its own denies away. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import { isJsonObject } from '../../domain/json.ts';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../domain/lifecycle/function/function-settings.ts';
import type { ActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { returnedUserIn } from '../../domain/notices/returned-event.ts';
import { publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { readUserAccess, readUsers } from '../../infra/aws/iam/iam-user-access.ts';
import { iamWriter } from '../../infra/aws/iam-write/iam-writer.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { clockTime } from '../clock.ts';
import { openActLog, openActStore } from '../evidence/open-act-log.ts';
import { readActs } from '../evidence/read-acts.ts';
import { type ActOnPlanPorts, actOnPlan } from '../lifecycle/act-on-plan.ts';
import type { ActResult } from '../lifecycle/act-ports.ts';
import { approvalPorts } from '../lifecycle/approvals/approval-ports.ts';
import { type FinishReturnPorts, finishReturn } from '../lifecycle/finish-return.ts';
import { requireAccount, settingsOf } from './door.ts';
import { patientClientConfig } from './patient-client.ts';

const logger = new Logger({ serviceName: 'lastseen-quarantine' });

let wired: ({ readonly settings: LifecycleFunctionSettings } & ReturnType<typeof clients>) | undefined;

/**
 * The door. The event is `{"plan": ...}`, of the function that plans: a plan that is altered, old, of another account
 * or of other settings does nothing. Or it is an event of ingest about a quarantined user who showed up. Throws where
 * the table or the evidence cannot be reached.
 */
export async function handler(event: unknown, context: Context): Promise<ActedPlan | ActResult> {
  wired ??= { settings: settingsOf(parseLifecycleFunctionSettings), ...clients() };
  const accountId = requireAccount(context);
  const { arn: actor } = await caller(wired.sts);
  const as = { accountId, actor, software: packageJson.version };
  const ports = await portsOf(wired);
  const returned = returnedUserIn(event);
  if (returned !== undefined) return finish(returned, wired.settings.settings, ports, as);
  const { thresholdDays, exemptions, settings } = wired.settings;
  const asked = { ...as, thresholdDays, exemptions, settings, now: clockTime(), runId: context.awsRequestId };
  const outcome = await actOnPlan(isJsonObject(event) ? event['plan'] : undefined, asked, ports);
  if (outcome.kind === 'acted') logger.info('acted', { steps: outcome.steps });
  else logger.warn('did nothing', { outcome });
  return outcome;
}

/** Throws where IAM refused, so that the event comes again. */
async function finish(...[userId, settings, ports, as]: Parameters<typeof finishReturn>): Promise<ActResult> {
  const result = await finishReturn(userId, settings, ports, as);
  logger.info('finished a return', { userId, result });
  if (result.kind === 'failed') throw new Error(`the restore of ${userId} is not complete: ${result.why}`);
  return result;
}

const clients = () => ({
  dynamodb: new DynamoDBClient({}),
  iam: new IAMClient(patientClientConfig),
  sns: new SNSClient({}),
  events: new EventBridgeClient({}),
  sts: new STSClient({}),
});

async function portsOf({
  settings,
  dynamodb,
  iam,
  sns,
  events,
}: NonNullable<typeof wired>): Promise<ActOnPlanPorts & FinishReturnPorts> {
  const { tableName, topicArn, eventBus } = settings;
  const acts = dynamodbActs(dynamodb, tableName);
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbLifecycles(dynamodb, tableName) },
    ...approvalPorts(dynamodbApprovals(dynamodb, tableName)),
    lease: dynamodbLease(dynamodb, tableName),
    log: await openActLog(acts, settings),
    readRecords: async (accountId) => (await readActs(await openActStore(acts, settings), accountId)).acts,
    iam: iamWriter(iam),
    access: (userName) => readUserAccess(iam, userName),
    userAccess: (users) => readUsers(iam, users),
    notices: snsNotices(sns, topicArn),
    publishEvent: (event) => publishEvents(events, eventBus, [event]),
    clock: clockTime,
    pause: async (ms) => void (await sleep(ms)),
  };
}
