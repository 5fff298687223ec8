import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type ImportedFinding, importedFormat, readImported } from '../../../domain/findings/imported-finding.ts';
import type { AccountId } from '../../../domain/ids.ts';
import type { ImportedFindings } from '../../ports/security-hub.ts';
import { documentClientOf } from './document-client.ts';
import { dynamodbLatestRun, type EntryKey } from './dynamodb-latest-run.ts';

/** The partition of an account's findings; the role of the function may write to this one alone. */
const partitionOf = (accountId: AccountId): string => `findings#${accountId}`;

const keyOf = (accountId: AccountId, entry: string): EntryKey => ({ accountId: partitionOf(accountId), entry });

/** Where the latest run is remembered whose findings were all imported. An id of a finding has slashes. */
export const importedRunKey = (accountId: AccountId): EntryKey => keyOf(accountId, 'run');

/** Findings in the same table, one partition for each account: `findings#ACCOUNT`, one entry for each open finding. */
export function dynamodbImportedFindings(client: DynamoDBClient, TableName: string): ImportedFindings {
  const documents = documentClientOf(client);
  return {
    ...dynamodbLatestRun(client, TableName, importedRunKey),
    read: async (accountId) => {
      const query = {
        TableName,
        KeyConditionExpression: 'accountId = :a',
        ExpressionAttributeValues: { ':a': partitionOf(accountId) },
        ConsistentRead: true,
      };
      const found: ImportedFinding[] = [];
      for await (const { Items: items = [] } of paginateQuery({ client: documents }, query)) {
        found.push(...items.flatMap((item) => readImported(item) ?? []));
      }
      return new Map(found.map((finding) => [finding.id, finding]));
    },
    put: async (accountId, finding) => {
      const item = { ...keyOf(accountId, finding.id), format: importedFormat, finding };
      await documents.send(new PutCommand({ TableName, Item: item }));
    },
    remove: async (accountId, id) => {
      await documents.send(new DeleteCommand({ TableName, Key: keyOf(accountId, id) }));
    },
  };
}
