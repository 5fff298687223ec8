import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import type { PlanRuns } from '../../ports/plan-runs.ts';
import { type EntryKey, rememberedRuns } from './dynamodb-latest-run.ts';

/** Where the latest plan is remembered. */
export const planRunKey = (accountId: AccountId): EntryKey => ({ accountId: `plan#${accountId}`, entry: 'run' });

/** The latest plan of an account in a partition of its own: the function that plans may write nowhere else. */
export function dynamodbPlanRuns(client: DynamoDBClient, tableName: string): PlanRuns {
  const runs = rememberedRuns(client, tableName, planRunKey);
  return {
    readPlanRun: async (accountId) => {
      const run = await runs.read(accountId);
      return run && { asOf: run.asOf, acts: String(run['acts']) };
    },
    putPlanRun: (accountId, { asOf, acts }) => runs.put(accountId, { asOf, acts }),
  };
}
