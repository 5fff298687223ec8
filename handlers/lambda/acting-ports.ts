import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { LifecycleFunctionSettings } from '../../domain/lifecycle/function/function-settings.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { readUserAccess, readUsers } from '../../infra/aws/iam/iam-user-access.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import { clockTime } from '../clock.ts';
import { openActLog } from '../evidence/open-act-log.ts';
import type { ActOnPlanPorts } from '../lifecycle/act-on-plan.ts';
import { approvalPorts } from '../lifecycle/approvals/approval-ports.ts';
import { patientClientConfig } from './patient-client.ts';

/** The clients of AWS of a function that acts on users. */
export const actingClients = () => ({
  dynamodb: new DynamoDBClient({}),
  iam: new IAMClient(patientClientConfig),
  sns: new SNSClient({}),
  sts: new STSClient({}),
});

/** What it acts with, beside the calls that change IAM: each function brings its own. */
export async function actingPorts({
  settings,
  dynamodb,
  iam,
  sns,
}: ReturnType<typeof actingClients> & { readonly settings: LifecycleFunctionSettings }): Promise<
  Omit<ActOnPlanPorts, 'iam'>
> {
  const { tableName, topicArn } = settings;
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbLifecycles(dynamodb, tableName) },
    ...approvalPorts(dynamodbApprovals(dynamodb, tableName)),
    lease: dynamodbLease(dynamodb, tableName),
    log: await openActLog(dynamodbActs(dynamodb, tableName), settings),
    access: (userName) => readUserAccess(iam, userName),
    userAccess: (users) => readUsers(iam, users),
    notices: snsNotices(sns, topicArn),
    clock: clockTime,
    pause: async (ms) => void (await sleep(ms)),
  };
}
