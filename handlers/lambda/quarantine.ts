/** The function that acts: it denies unused users by the plan that it is handed, and takes its own denies away. */

import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../domain/lifecycle/function/function-settings.ts';
import type { ActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { returnedUserIn } from '../../domain/notices/returned-event.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { dynamodbActs } from '../../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { iamWriter } from '../../infra/aws/iam-write/iam-writer.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { openActStore } from '../evidence/open-act-log.ts';
import { readActs } from '../evidence/read-acts.ts';
import type { ActOnPlanPorts } from '../lifecycle/act-on-plan.ts';
import type { ActResult } from '../lifecycle/act-ports.ts';
import { type FinishReturnPorts, finishReturn } from '../lifecycle/finish-return.ts';
import { actByPlan, actingClients, actingPorts } from './acting-ports.ts';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-quarantine' });

let wired: ({ readonly settings: LifecycleFunctionSettings } & ReturnType<typeof actingClients>) | undefined;

/**
 * The door. The event is `{"plan": ...}`, of the function that plans: a plan that is altered, old, of another account
 * or of other settings does nothing. Or it is an event of ingest about a quarantined user who showed up. Throws where
 * the table or the evidence cannot be reached.
 */
export async function handler(event: unknown, context: Context): Promise<ActedPlan | ActResult> {
  wired ??= { settings: settingsOf(parseLifecycleFunctionSettings), ...actingClients() };
  const accountId = requireAccount(context);
  const { arn: actor } = await caller(wired.sts);
  const as = { accountId, actor, software: packageJson.version };
  const ports = await portsOf(wired);
  const returned = returnedUserIn(event);
  if (returned !== undefined) return finish(returned, wired.settings.settings, ports, as);
  const run = { ...as, runId: context.awsRequestId };
  const outcome = await actByPlan(event, wired.settings, run, wired.dynamodb, ports);
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

async function portsOf(acting: NonNullable<typeof wired>): Promise<ActOnPlanPorts & FinishReturnPorts> {
  const { dynamodb, iam, settings } = acting;
  const acts = dynamodbActs(dynamodb, settings.tableName);
  return {
    ...(await actingPorts(acting)),
    readRecords: async (accountId) => (await readActs(await openActStore(acts, settings), accountId)).acts,
    iam: iamWriter(iam),
  };
}
