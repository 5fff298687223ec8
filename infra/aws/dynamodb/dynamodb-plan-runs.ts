import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import type { PlanRuns } from '../../ports/plan-runs.ts';
import { documentClientOf } from './document-client.ts';
import { type EntryKey, rememberedRuns } from './dynamodb-latest-run.ts';

/** The partition of the function that plans: it may write nowhere else. */
export const planPartition = (accountId: AccountId): string => `plan#${accountId}`;

/** Where the latest plan is remembered. */
export const planRunKey = (accountId: AccountId): EntryKey => ({ accountId: planPartition(accountId), entry: 'run' });

/** Where the plan is remembered that was handed over last. */
const vouchedKey = (accountId: AccountId): EntryKey => ({ accountId: planPartition(accountId), entry: 'vouched' });

/** The latest plan of an account, in the partition of the function that plans. */
export function dynamodbPlanRuns(client: DynamoDBClient, TableName: string): PlanRuns {
  const documents = documentClientOf(client);
  const runs = rememberedRuns(client, TableName, planRunKey);
  return {
    readPlanRun: async (accountId) => {
      const run = await runs.read(accountId);
      if (run === undefined) return undefined;
      return { asOf: run.asOf, acts: String(run['acts']), ...(run['isUnfinished'] === true && { isUnfinished: true }) };
    },
    putPlanRun: (accountId, run) => runs.put(accountId, { ...run }),
    vouchFor: async (accountId, planHash) => {
      await documents.send(new PutCommand({ TableName, Item: { ...vouchedKey(accountId), planHash } }));
    },
    vouchedPlan: async (accountId) => {
      const request = { TableName, Key: vouchedKey(accountId), ConsistentRead: true };
      const { Item } = await documents.send(new GetCommand(request));
      const planHash: unknown = Item?.['planHash'];
      return typeof planHash === 'string' ? planHash : undefined;
    },
  };
}
