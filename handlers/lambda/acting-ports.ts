import { setTimeout as sleep } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { notJudgedWords } from '../../domain/accounts/account-terms.ts';
import { isJsonObject } from '../../domain/json.ts';
import type { LifecycleFunctionSettings } from '../../domain/lifecycle/function/function-settings.ts';
import type { ActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { dynamodbAccountSettings } from '../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbLease } from '../../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbPlanRuns } from '../../infra/aws/dynamodb/dynamodb-plan-runs.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { readUserAccess, readUsers } from '../../infra/aws/iam/iam-user-access.ts';
import { nameOfUser } from '../../infra/aws/iam/name-of-user.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import { readTerms } from '../accounts/read-terms.ts';
import { clockTime } from '../clock.ts';
import { openActLog } from '../evidence/open-act-log.ts';
import { type ActOnPlanPorts, actOnPlan } from '../lifecycle/act-on-plan.ts';
import type { ActingAs } from '../lifecycle/act-ports.ts';
import { approvalPorts } from '../lifecycle/approvals/approval-ports.ts';
import { patientClientConfig } from './patient-client.ts';

/** Who acts, by which run. */
interface ActingRun extends ActingAs {
  readonly runId: string;
}

/**
 * Does what the plan of the event says, by the settings of the function and of the account. An account that is skipped,
 * or whose settings cannot be read, is refused.
 */
export async function actByPlan(
  event: unknown,
  { tableName, settings, ...deployed }: LifecycleFunctionSettings,
  run: ActingRun,
  dynamodb: DynamoDBClient,
  ports: ActOnPlanPorts,
): Promise<ActedPlan> {
  const now = clockTime();
  const asDeployed = { question: { now, thresholdDays: deployed.thresholdDays }, exemptions: deployed.exemptions };
  const terms = await readTerms(run.accountId, asDeployed, dynamodbAccountSettings(dynamodb, tableName));
  if (terms.kind !== 'judged') return { kind: 'refused', why: [notJudgedWords(run.accountId, terms)] };
  const { exemptions, question } = terms;
  const asked = { ...run, thresholdDays: question.thresholdDays, exemptions, settings, now };
  return actOnPlan(isJsonObject(event) ? event['plan'] : undefined, asked, ports);
}

/** The clients of AWS of a function that acts on users. */
export const actingClients = () => ({
  dynamodb: new DynamoDBClient({}),
  iam: new IAMClient(patientClientConfig),
  sns: new SNSClient({}),
  sts: new STSClient({}),
  events: new EventBridgeClient({}),
});

/** What it acts with, beside the calls that change IAM: each function brings its own. */
export async function actingPorts({
  settings,
  dynamodb,
  iam,
  sns,
  events,
}: ReturnType<typeof actingClients> & { readonly settings: LifecycleFunctionSettings }): Promise<
  Omit<ActOnPlanPorts, 'iam'>
> {
  const { tableName, topicArn, eventBus } = settings;
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbLifecycles(dynamodb, tableName) },
    ...approvalPorts(dynamodbApprovals(dynamodb, tableName)),
    vouchedPlan: dynamodbPlanRuns(dynamodb, tableName).vouchedPlan,
    lease: dynamodbLease(dynamodb, tableName),
    log: await openActLog(dynamodbActs(dynamodb, tableName), settings),
    access: (userName) => readUserAccess(iam, userName),
    nameOf: (accountId, userId) => nameOfUser(iam, accountId, userId),
    userAccess: (users) => readUsers(iam, users),
    notices: snsNotices(sns, topicArn),
    publishEvent: (event) => publishEvents(events, eventBus, [event]),
    clock: clockTime,
    pause: async (ms) => void (await sleep(ms)),
  };
}
