/** The keys and the index of the table. */

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';

/** The sparse index over assessments: the users in a state, longest without activity first. */
export const stateIndex = 'ByState';

/** The partition that lists the accounts with entries. */
export const registry = 'accounts';

/** The table's keys and index; infra/README.md has the same as an `aws dynamodb create-table` command. */
export function tableDefinition(tableName: string): CreateTableCommandInput {
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['accountId', 'entry', 'accountState', 'idleSince'].map((name) => ({
      AttributeName: name,
      AttributeType: 'S',
    })),
    KeySchema: [
      { AttributeName: 'accountId', KeyType: 'HASH' },
      { AttributeName: 'entry', KeyType: 'RANGE' },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: stateIndex,
        KeySchema: [
          { AttributeName: 'accountState', KeyType: 'HASH' },
          { AttributeName: 'idleSince', KeyType: 'RANGE' },
        ],
        Projection: { ProjectionType: 'ALL' },
      },
    ],
  };
}
