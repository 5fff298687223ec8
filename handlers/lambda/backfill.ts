/** The function that backfills from CloudTrail's event history. */

import { Logger } from '@aws-lambda-powertools/logger';
import { AccountClient } from '@aws-sdk/client-account';
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context } from 'aws-lambda';
import { type BackfillSettings, parseBackfillSettings } from '../../domain/settings/backfill-settings.ts';
import { chooseRegions } from '../../domain/settings/region-choice.ts';
import { cloudtrailLookup, lookupEveryMs } from '../../infra/aws/cloudtrail/cloudtrail-lookup.ts';
import { dynamodbTable } from '../../infra/aws/dynamodb/dynamodb-table.ts';
import { listEnabledRegions } from '../../infra/aws/enabled-regions.ts';
import type { Backfilled } from '../backfill/backfill.ts';
import { backfillAccount } from '../backfill/backfill-account.ts';
import { clockTime } from '../clock.ts';
import { requireAccount, settingsOf } from './door.ts';

const logger = new Logger({ serviceName: 'lastseen-backfill' });

/**
 * The longest time that a call in a Region takes, with its retries: none begins later than this before Lambda's limit.
 */
const reserveMs = 150_000;

const backfillClientConfig = {
  maxAttempts: 6,
  requestHandler: { connectionTimeout: 3_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
} as const;

/** The answer of the function. `unfinished`: invoke it again; it continues where it stopped. */
export type BackfillAnswer =
  | { readonly kind: 'no-users'; readonly todo: string }
  | ({ readonly kind: 'done' | 'unfinished' } & Omit<Backfilled, 'unanswered'> & { readonly regions: number });

let wired: ReturnType<typeof wire> | undefined;

function wire() {
  const settings = settingsOf(parseBackfillSettings);
  return {
    settings,
    table: dynamodbTable(new DynamoDBClient({}), settings.tableName),
    account: new AccountClient(backfillClientConfig),
  };
}

/**
 * The door of a one-off job. It looks up users in CloudTrail's event history of 90 days: those that the table has,
 * without a sighting within the threshold. Throws where the table fails.
 */
export async function handler(_: unknown, context: Context): Promise<BackfillAnswer> {
  wired ??= wire();
  const { table, account, settings } = wired;
  const request = requestOf(settings, context);
  const { assessments } = await table.readAccount(request.accountId);
  if (assessments.size === 0) {
    return { kind: 'no-users', todo: 'the table has no users yet: invoke reconcile first, then this again' };
  }
  const chosen = chooseRegions('all', await listEnabledRegions(account));
  const history = cloudtrailLookup(
    (region) => new CloudTrailClient({ ...backfillClientConfig, region }),
    lookupEveryMs,
  );
  const isOver = () => context.getRemainingTimeInMillis() < reserveMs;
  const ports = { table, history, clock: clockTime, isOver, progress: { start: () => {}, done: () => {} } };
  const filled = await backfillAccount({ ...request, chosen }, undefined, ports).finally(() => history.close());
  const { unanswered: _unanswered, missing, ...counts } = filled;
  const outcome = { kind: filled.remaining > 0 ? ('unfinished' as const) : ('done' as const), ...counts };
  logger.info('backfilled', { outcome: { ...outcome, regions: chosen.regions.length, missing: missing.length } });
  return { ...outcome, missing, regions: chosen.regions.length };
}

function requestOf({ thresholdDays }: BackfillSettings, context: Context) {
  return { accountId: requireAccount(context), question: { now: clockTime(), thresholdDays } };
}
