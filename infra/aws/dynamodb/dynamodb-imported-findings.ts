import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { type ImportedFinding, importedFormat, readImported } from '../../../domain/findings/imported-finding.ts';
import type { AccountId } from '../../../domain/ids.ts';
import { parseTime } from '../../../domain/time.ts';
import type { ImportedFindings } from '../../ports/security-hub.ts';
import { documentClientOf } from './document-client.ts';

/** The partition of an account's findings; the role of the function may write to this one alone. */
const partitionOf = (accountId: AccountId): string => `findings#${accountId}`;

/** The entry with the time of the latest run; an id of a finding has slashes. */
const latestRunEntry = 'run';

/** Findings in the same table, one partition for each account: `findings#ACCOUNT`, one entry for each open finding. */
export function dynamodbImportedFindings(client: DynamoDBClient, TableName: string): ImportedFindings {
  const documents = documentClientOf(client);
  const keyOf = (accountId: AccountId, entry: string) => ({ accountId: partitionOf(accountId), entry });
  return {
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
    readLatestRun: async (accountId) => {
      const request = { TableName, Key: keyOf(accountId, latestRunEntry), ConsistentRead: true };
      return parseTime((await documents.send(new GetCommand(request))).Item?.['asOf']);
    },
    putLatestRun: async (accountId, asOf) => {
      await documents.send(new PutCommand({ TableName, Item: { ...keyOf(accountId, latestRunEntry), asOf } }));
    },
  };
}
