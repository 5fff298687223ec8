/** The function that acts: it denies unused users and takes its own denies away, by the plan that it is handed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import { notJudgedWords } from '../../domain/accounts/account-terms.ts';
import { isJsonObject } from '../../domain/json.ts';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../domain/lifecycle/function/function-settings.ts';
import type { ActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { dynamodbAccountSettings } from '../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { readUserAccess, readUsers } from '../../infra/aws/iam/iam-user-access.ts';
import { iamWriter } from '../../infra/aws/iam-write/iam-writer.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { readTerms } from '../accounts/read-terms.ts';
import { clockTime } from '../clock.ts';
import { actLog } from '../evidence/act-log.ts';
import { type ActOnPlanPorts, actOnPlan } from '../lifecycle/act-on-plan.ts';
import { requireAccount, settingsOf } from './door.ts';
import { patientClientConfig } from './patient-client.ts';

const logger = new Logger({ serviceName: 'lastseen-quarantine' });

let wired: ({ readonly settings: LifecycleFunctionSettings } & ReturnType<typeof clients>) | undefined;

/**
 * The door. The event is `{"plan": ...}`, of the function that plans. A plan that is altered, old, of another account
 * or of other settings does nothing. Throws where the table or the evidence cannot be reached.
 */
export async function handler(event: unknown, context: Context): Promise<ActedPlan> {
  wired ??= { settings: settingsOf(parseLifecycleFunctionSettings), ...clients() };
  const accountId = requireAccount(context);
  const { arn: actor } = await caller(wired.sts);
  const { settings, tableName, ...deployed } = wired.settings;
  const now = clockTime();
  const run = { question: { now, thresholdDays: deployed.thresholdDays }, exemptions: deployed.exemptions };
  const terms = await readTerms(accountId, run, dynamodbAccountSettings(wired.dynamodb, tableName));
  if (terms.kind !== 'judged') return { kind: 'refused', why: [notJudgedWords(accountId, terms)] };
  const { exemptions, question } = terms;
  const as = { accountId, actor, software: packageJson.version, settings, now, runId: context.awsRequestId };
  const asked = { ...as, thresholdDays: question.thresholdDays, exemptions };
  const outcome = await actOnPlan(isJsonObject(event) ? event['plan'] : undefined, asked, portsOf(wired));
  if (outcome.kind === 'acted') logger.info('acted', { steps: outcome.steps });
  else logger.warn('did nothing', { outcome });
  return outcome;
}

const clients = () => ({
  dynamodb: new DynamoDBClient({}),
  iam: new IAMClient(patientClientConfig),
  sns: new SNSClient({}),
  sts: new STSClient({}),
});

function portsOf({ settings, dynamodb, iam, sns }: NonNullable<typeof wired>): ActOnPlanPorts {
  const { tableName, topicArn } = settings;
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbLifecycles(dynamodb, tableName) },
    lease: dynamodbLease(dynamodb, tableName),
    log: actLog(dynamodbActs(dynamodb, tableName)),
    iam: iamWriter(iam),
    access: (userName) => readUserAccess(iam, userName),
    userAccess: (users) => readUsers(iam, users),
    notices: snsNotices(sns, topicArn),
    clock: clockTime,
    pause: async (ms) => void (await sleep(ms)),
  };
}
