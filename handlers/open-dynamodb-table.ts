import { DescribeTableCommand, DynamoDBClient, ResourceNotFoundException } from '@aws-sdk/client-dynamodb';
import { dynamodbAccountSettings } from '../infra/aws/dynamodb/accounts/dynamodb-account-settings.ts';
import { dynamodbActs } from '../infra/aws/dynamodb/acts/dynamodb-acts.ts';
import { dynamodbApprovals } from '../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import { dynamodbCampaigns } from '../infra/aws/dynamodb/campaigns/dynamodb-campaigns.ts';
import { dynamodbCheckpoints } from '../infra/aws/dynamodb/dynamodb-checkpoints.ts';
import { dynamodbLease } from '../infra/aws/dynamodb/dynamodb-lease.ts';
import { dynamodbLifecycles } from '../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbTable } from '../infra/aws/dynamodb/dynamodb-table.ts';
import { dynamodbOrganizations } from '../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import { dynamodbPublicKeys } from '../infra/aws/dynamodb/proofs/dynamodb-public-keys.ts';
import { stateIndex } from '../infra/aws/dynamodb/table-definition.ts';
import type { RunLease } from '../infra/ports/run-lease.ts';
import type { WholeTable } from '../infra/ports/whole-table.ts';
import { InputError } from './input-error.ts';

/**
 * Opens a table in DynamoDB, or in a server with its protocol at `endpoint`, with the credentials of `profile` or those
 * of the program. Throws InputError where there is none, or one that is not Lastseen's.
 */
export async function openDynamodbTable(
  tableName: string,
  endpoint: string | undefined,
  profile?: string,
): Promise<WholeTable & { readonly lease: RunLease }> {
  if (endpoint !== undefined && !URL.canParse(endpoint)) {
    throw new InputError(`--endpoint ${endpoint}: give a URL, like http://127.0.0.1:8000`);
  }
  const client = new DynamoDBClient({
    ...(endpoint !== undefined && { endpoint }),
    ...(profile !== undefined && { profile }),
    requestHandler: { connectionTimeout: 3_000, requestTimeout: 10_000 },
  });
  const { Table } = await client.send(new DescribeTableCommand({ TableName: tableName })).catch((error: unknown) => {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const where = endpoint ?? 'this account and Region';
    throw new InputError(
      `table ${tableName} does not exist at ${where}; make it by infra/README.md, "A table in DynamoDB"`,
    );
  });
  const keys = Table?.KeySchema?.map(({ AttributeName }) => AttributeName).join();
  const isOurs =
    keys === 'accountId,entry' && Table?.GlobalSecondaryIndexes?.some(({ IndexName }) => IndexName === stateIndex);
  if (!isOurs)
    throw new InputError(
      `table ${tableName} has other keys than Lastseen's; infra/README.md, "A table in DynamoDB", shows the right ones`,
    );
  return {
    ...dynamodbTable(client, tableName),
    ...dynamodbCheckpoints(client, tableName),
    ...dynamodbLifecycles(client, tableName),
    ...dynamodbActs(client, tableName),
    ...dynamodbApprovals(client, tableName),
    lease: dynamodbLease(client, tableName),
    ...dynamodbCampaigns(client, tableName),
    ...dynamodbAccountSettings(client, tableName),
    ...dynamodbPublicKeys(client, tableName),
    ...dynamodbOrganizations(client, tableName),
  };
}
