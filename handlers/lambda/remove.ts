/** The function that deletes the users of a plan who stood through their quarantine, and whom a person approved. */

import { Logger } from '@aws-lambda-powertools/logger';
import type { Context } from 'aws-lambda';
import { unusable } from '../../domain/answer.ts';
import {
  type LifecycleFunctionSettings,
  parseLifecycleFunctionSettings,
} from '../../domain/lifecycle/function/function-settings.ts';
import type { ActedPlan } from '../../domain/lifecycle/function/plan-report.ts';
import { caller } from '../../infra/aws/caller-account.ts';
import { userDeleter } from '../../infra/aws/iam-delete/user-deleter.ts';
import type { IamWriter } from '../../infra/ports/iam-writer.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { actByPlan, actingClients, actingPorts } from './acting-ports.ts';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-remove' });

let wired: ({ readonly settings: LifecycleFunctionSettings } & ReturnType<typeof actingClients>) | undefined;

/**
 * The door. The event is `{"plan": ...}`, of the function that plans. A plan that is altered, old, of another account
 * or of other settings does nothing, and so does a step that the table, IAM and the approvals do not make by
 * themselves. Throws where the table or the evidence cannot be reached: the next plan completes what was begun.
 */
export async function handler(event: unknown, context: Context): Promise<ActedPlan> {
  wired ??= { settings: settingsOf(parseLifecycleFunctionSettings), ...actingClients() };
  const accountId = requireAccount(context);
  const { arn: actor } = await caller(wired.sts);
  const run = { accountId, actor, software: packageJson.version, runId: context.awsRequestId };
  const ports = { ...(await actingPorts(wired)), iam: deletesAlone, deleter: userDeleter(wired.iam) };
  const outcome = await actByPlan(event, wired.settings, run, wired.dynamodb, ports);
  if (outcome.kind === 'acted') logger.info('acted', { steps: outcome.steps });
  else logger.warn('did nothing', { outcome });
  return outcome;
}

/** Its role quarantines and releases nobody; another function does. */
const deletesAlone: IamWriter = {
  send: async () => ({ kind: 'failed', requestId: undefined, failure: unusable('DeletesAlone') }),
};
