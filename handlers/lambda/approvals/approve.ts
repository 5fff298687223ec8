/** The function that takes approvals, behind a function URL that lets in who signs with IAM's credentials alone. */

import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, LambdaFunctionURLResult } from 'aws-lambda';
import { type ApproveSettings, parseApproveSettings } from '../../../domain/lifecycle/function/approve-settings.ts';
import { dynamodbApprovals } from '../../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { clockTime } from '../../clock.ts';
import { type Answered, answerApproval } from '../../lifecycle/approvals/answer-approval.ts';
import { requireAccount, settingsOf } from '../door.ts';

const logger = new Logger({ serviceName: 'lastseen-approve' });

let wired: { readonly settings: ApproveSettings; readonly dynamodb: DynamoDBClient } | undefined;

/**
 * The door. The event is that of a function URL with `AuthType: AWS_IAM`: AWS has checked the signature and says whose
 * it is. Neither headers nor body are logged. Throws where the table cannot be reached: the caller asks again.
 */
export async function handler(event: unknown, context: Context): Promise<LambdaFunctionURLResult> {
  wired ??= { settings: settingsOf(parseApproveSettings), dynamodb: new DynamoDBClient({}) };
  const { settings, dynamodb } = wired;
  const { thresholdDays, settings: bound, actingRoles: actors } = settings;
  const accountId = requireAccount(context);
  const where = { accountId, thresholdDays, settings: bound, approvers: bound.approvers, actors, now: clockTime() };
  const answer = await answerApproval(event, where, dynamodbApprovals(dynamodb, settings.tableName));
  log(answer);
  const { statusCode, body } = answer;
  return { statusCode, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function log({ statusCode, body, by }: Answered): void {
  if (statusCode === 200) logger.info('approved', { by, steps: body.approved });
  else logger.warn('refused', { by, statusCode, why: body.error });
}
