import {
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
} from '@aws-sdk/client-dynamodb';
import { type Answer, mapAnswer } from '../../../domain/answer.ts';
import type { TableFacts } from '../../../domain/doctor/store-checks.ts';
import { tryAsk } from '../answer.ts';
import { stateIndex } from '../dynamodb/table-definition.ts';

/** The settings of the table. */
export async function readTableSettings(client: DynamoDBClient, TableName: string): Promise<Answer<TableFacts>> {
  const table = await tryAsk('dynamodb:DescribeTable', () => describe(client, TableName));
  if (table.kind === 'failed' || table.value.status === undefined) return table;
  const backups = await tryAsk('dynamodb:DescribeContinuousBackups', () =>
    client.send(new DescribeContinuousBackupsCommand({ TableName })),
  );
  if (backups.kind === 'failed') return backups;
  const ttl = await tryAsk('dynamodb:DescribeTimeToLive', () =>
    client.send(new DescribeTimeToLiveCommand({ TableName })),
  );
  const recovery = backups.value.ContinuousBackupsDescription?.PointInTimeRecoveryDescription;
  return mapAnswer(ttl, ({ TimeToLiveDescription }) => ({
    ...table.value,
    hasRecovery: recovery?.PointInTimeRecoveryStatus === 'ENABLED',
    hasTtl: /^ENABL/.test(TimeToLiveDescription?.TimeToLiveStatus ?? ''),
  }));
}

async function describe(client: DynamoDBClient, name: string): Promise<TableFacts> {
  const none = { name, isOnDemand: false, isDeletionProtected: false, hasRecovery: false, hasTtl: false };
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
    return {
      ...none,
      status: Table?.TableStatus,
      isOnDemand: Table?.BillingModeSummary?.BillingMode === 'PAY_PER_REQUEST',
      isDeletionProtected: Table?.DeletionProtectionEnabled === true,
      indexStatus: Table?.GlobalSecondaryIndexes?.find(({ IndexName }) => IndexName === stateIndex)?.IndexStatus,
    };
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return { ...none, status: undefined, indexStatus: undefined };
    throw error;
  }
}
