/** The function that plans the way out of unused users, and its clients of AWS. It changes no user. */

import { setTimeout as sleep } from 'node:timers/promises';
import { Logger } from '@aws-lambda-powertools/logger';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SNSClient } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import type { Context } from 'aws-lambda';
import { notJudgedWords } from '../../domain/accounts/account-terms.ts';
import type { AccountId } from '../../domain/ids.ts';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../domain/lifecycle/function/function-settings.ts';
import { isActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { putMetrics } from '../../infra/aws/alerts/cloudwatch.ts';
import { publishDigest, publishEvents } from '../../infra/aws/alerts/publisher.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { dynamodbAccountSettings } from '../../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbCampaigns } from '../../infra/aws/dynamodb/campaigns/dynamodb-campaigns.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbPlanRuns } from '../../infra/aws/dynamodb/dynamodb-plan-runs.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import { gatherAccessKeys } from '../../infra/aws/iam/iam-access-keys.ts';
import { gatherAccountAccess } from '../../infra/aws/iam/iam-account-access.ts';
import { gatherInventory } from '../../infra/aws/iam/iam-inventory.ts';
import { gatherSshKeys } from '../../infra/aws/iam/iam-ssh-keys.ts';
import { readUsers } from '../../infra/aws/iam/iam-user-access.ts';
import { invokeFunction } from '../../infra/aws/invoke-function.ts';
import { snsNotices } from '../../infra/notices/sns-notices.ts';
import type { ActStore } from '../../infra/ports/act-store.ts';
import { readTerms } from '../accounts/read-terms.ts';
import { clockTime } from '../clock.ts';
import { checkActs } from '../evidence/check-acts.ts';
import { chainInTable } from '../evidence/find-chains.ts';
import { type EvidenceSettings, openActStore, publicKeysOf } from '../evidence/open-act-log.ts';
import { approvalPorts } from '../lifecycle/approvals/approval-ports.ts';
import type { Act } from '../lifecycle/hand-over.ts';
import { type LifecycleRunOutcome, type LifecycleRunPorts, runLifecycle } from '../lifecycle/run-lifecycle.ts';
import { timeToAsk } from '../reconcile/reconcile-time.ts';
import { type TellReviewersPorts, tellReviewers } from '../review/tell-reviewers.ts';
import { requireAccount, settingsOf } from './door.ts';
import { patientClientConfig } from './patient-client.ts';

/** What came of an hour. */
export type LifecycleDoorOutcome = LifecycleRunOutcome | { readonly kind: 'left-out'; readonly why: string };

const logger = new Logger({ serviceName: 'lastseen-lifecycle' });

let wired: ({ readonly settings: LifecycleFunctionSettings } & ReturnType<typeof clients>) | undefined;

/**
 * The door, once an hour. Most of the time it reads one entry and waits. Throws where the table or the topic refused:
 * the alarm on errors tells, and the next hour tries again.
 */
export async function handler(_: unknown, context: Context): Promise<LifecycleDoorOutcome> {
  wired ??= { settings: settingsOf(parseLifecycleFunctionSettings), ...clients() };
  const accountId = requireAccount(context);
  const { settings, ...request } = wired.settings;
  const now = clockTime();
  const run = { question: { now, thresholdDays: request.thresholdDays }, exemptions: request.exemptions };
  const terms = await readTerms(accountId, run, dynamodbAccountSettings(wired.dynamodb, request.tableName));
  if (terms.kind !== 'judged') return leftOut(notJudgedWords(accountId, terms));
  const { exemptions, question } = terms;
  const { thresholdDays } = question;
  const { arn: plannedBy } = await caller(wired.sts);
  const asked = { ...request, accountId, settings, plannedBy, exemptions, thresholdDays, now };
  const outcome = await runLifecycle(asked, portsOf(accountId, wired));
  if (outcome.kind === 'planned') logger.info('planned', { outcome });
  if (outcome.kind === 'planned' && outcome.reviews.kind !== 'told') logger.warn('nobody was reminded', { outcome });
  if (outcome.kind === 'planned' && outcome.altered?.length) logger.error('the evidence was altered', { outcome });
  return outcome;
}

/** By the settings of the account nobody is judged, so nobody is brought nearer to a quarantine. */
function leftOut(why: string): LifecycleDoorOutcome {
  logger.warn('not planned', { why });
  return { kind: 'left-out', why };
}

const clients = () => ({
  dynamodb: new DynamoDBClient({}),
  iam: new IAMClient(patientClientConfig),
  // Emulators do not read compressed requests; ours are small.
  cloudwatch: new CloudWatchClient({ ...patientClientConfig, disableRequestCompression: true }),
  sns: new SNSClient({}),
  events: new EventBridgeClient({}),
  account: new AccountClient({}),
  sts: new STSClient({}),
  lambda: new LambdaClient(waitingClientConfig),
});

/** The function that acts answers within its 15 minutes; it is never asked twice. */
const waitingClientConfig = {
  maxAttempts: 1,
  requestHandler: { connectionTimeout: 3000, requestTimeout: 890_000, throwOnRequestTimeout: true },
} as const;

function portsOf(accountId: AccountId, by: NonNullable<typeof wired>): LifecycleRunPorts {
  const { settings, dynamodb, iam, cloudwatch, sns, account, lambda } = by;
  const { tableName, topicArn, actingFunction, removingFunction } = settings;
  const { hasTimeToAsk } = timeToAsk();
  const pause = async (ms: number) => void (await sleep(ms));
  const runs = dynamodbPlanRuns(dynamodb, tableName);
  return {
    table: { ...dynamodbTable(dynamodb, tableName), ...dynamodbLifecycles(dynamodb, tableName) },
    ...approvalPorts(dynamodbApprovals(dynamodb, tableName)),
    runs,
    vouchFor: (planHash) => runs.vouchFor(accountId, planHash),
    checkEvidence: () => checkEvidence(accountId, dynamodbActs(dynamodb, tableName), settings),
    gatherInventory: () => gatherInventory(iam, accountId, pause),
    sshKeys: (users) => gatherSshKeys(iam, users, hasTimeToAsk),
    accessKeys: (users) => gatherAccessKeys(iam, users, hasTimeToAsk),
    beforeKeys: (users) => logger.info('asking IAM for the keys of single users', { users }),
    accountAccess: () => gatherAccountAccess(iam),
    userAccess: (users) => readUsers(iam, users),
    enabledRegions: () => listEnabledRegions(account),
    act: actingFunction === undefined ? undefined : byFunction(actingFunction, lambda),
    remove: removingFunction === undefined ? undefined : byFunction(removingFunction, lambda),
    publishReport: (report) => publishDigest(sns, topicArn, report),
    tellReviewers: (facts) => tellReviewers(accountId, facts, settings.settings, reviewPorts(by)),
    putMetrics: (metrics, at) => putMetrics(cloudwatch, metrics, at),
  };
}

const reviewPorts = ({ settings, dynamodb, sns, events }: NonNullable<typeof wired>): TellReviewersPorts => ({
  table: dynamodbCampaigns(dynamodb, settings.tableName),
  notices: snsNotices(sns, settings.topicArn),
  publishEvent: (event) => publishEvents(events, settings.eventBus, [event]),
});

/** The whole chain, with the signatures where a key makes them. */
async function checkEvidence(accountId: AccountId, table: ActStore, settings: EvidenceSettings) {
  const found = await chainInTable(await openActStore(table, settings), accountId);
  return found === undefined ? [] : checkActs(found, await publicKeysOf(settings)).differences;
}

const byFunction =
  (name: string, lambda: LambdaClient): Act =>
  async (plan) => {
    const answer = await invokeFunction(lambda, name, { plan });
    if (isActedPlan(answer)) return answer;
    throw new Error(`${name} answered what is no outcome of a plan`);
  };
