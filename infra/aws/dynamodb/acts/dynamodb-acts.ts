import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { actEntry, type Entry, lifecycleHeadEntry } from '../../../../domain/sightings/entry.ts';
import type { ActStore } from '../../../ports/act-store.ts';
import { documentClientOf } from '../document-client.ts';
import { putIf } from '../dynamodb-history.ts';
import { queriesOf } from '../dynamodb-queries.ts';
import { actItem, actPartition, headItem, headOf, placedRecordOf } from './act-item.ts';

/** Records of acts in DynamoDB, each account's in a partition of their own. */
export function dynamodbActs(client: DynamoDBClient, TableName: string): ActStore {
  const documents = documentClientOf(client);
  const { inPartition } = queriesOf(documents, TableName);
  const read = async (accountId: string, entry: Entry) => {
    const { Item } = await documents.send(
      new GetCommand({ TableName, Key: { accountId, entry }, ConsistentRead: true }),
    );
    return Item;
  };
  return {
    putAct: (accountId, sequence, text) =>
      putIf(documents, TableName, {
        Item: actItem(accountId, sequence, text),
        ConditionExpression: 'attribute_not_exists(entry)',
      }),
    readAct: async (accountId, sequence) => {
      const item = await read(actPartition(accountId), actEntry(sequence));
      return item && placedRecordOf(item)[0]?.text;
    },
    readActs: async (accountId) => (await inPartition(actPartition(accountId))).flatMap(placedRecordOf),
    readChainHead: async (accountId) => headOf(await read(accountId, lifecycleHeadEntry)),
    advanceChainHead: (accountId, head) => {
      const first = { ConditionExpression: 'attribute_not_exists(entry)' };
      const later = {
        ConditionExpression: '#sequence = :before',
        ExpressionAttributeNames: { '#sequence': 'sequence' },
        ExpressionAttributeValues: { ':before': head.sequence - 1 },
      };
      return putIf(documents, TableName, {
        Item: headItem(accountId, head),
        ...(head.sequence === 1 ? first : later),
      });
    },
  };
}
