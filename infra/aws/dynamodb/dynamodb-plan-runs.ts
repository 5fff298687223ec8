import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { parseTime } from '../../../domain/time.ts';
import type { PlanRuns } from '../../ports/plan-runs.ts';
import { documentClientOf } from './document-client.ts';
import type { EntryKey } from './dynamodb-latest-run.ts';

/** Where the latest plan is remembered. */
export const planRunKey = (accountId: AccountId): EntryKey => ({ accountId: `plan#${accountId}`, entry: 'run' });

/** The latest plan of an account in a partition of its own: the function that plans may write nowhere else. */
export function dynamodbPlanRuns(client: DynamoDBClient, TableName: string): PlanRuns {
  const documents = documentClientOf(client);
  return {
    readPlanRun: async (accountId) => {
      const { Item } = await documents.send(
        new GetCommand({ TableName, Key: planRunKey(accountId), ConsistentRead: true }),
      );
      const asOf = parseTime(Item?.['asOf']);
      return asOf === undefined ? undefined : { asOf, acts: String(Item?.['acts']) };
    },
    putPlanRun: async (accountId, run) => {
      await documents.send(new PutCommand({ TableName, Item: { ...planRunKey(accountId), ...run } }));
    },
  };
}
