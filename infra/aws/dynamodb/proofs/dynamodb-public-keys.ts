import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { PublicKeyStore } from '../../../ports/archive-proofs.ts';
import { documentClientOf } from '../document-client.ts';
import { keptKeysOf, keyAttributes, keyPartition } from './public-key-item.ts';

/** An update may be 4 KB of text and name 300 places. */
const keysAtOnce = 100;

/** Public keys in the same table, in the partition `public-keys`. */
export function dynamodbPublicKeys(client: DynamoDBClient, TableName: string): PublicKeyStore {
  const documents = documentClientOf(client);
  return {
    readPublicKeys: async (home) => {
      const Key = { accountId: keyPartition, entry: home };
      const { Item } = await documents.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
      return keptKeysOf(Item);
    },
    keepPublicKeys: async (home, keys, askedAt) => {
      const attributes = Object.entries(keyAttributes(keys));
      const time = askedAt === undefined ? [] : [['askedAt', askedAt] as const];
      for (let start = 0; start < attributes.length || start === 0; start += keysAtOnce) {
        const isLast = start + keysAtOnce >= attributes.length;
        const part = [...attributes.slice(start, start + keysAtOnce), ...(isLast ? time : [])];
        if (part.length === 0) return;
        const Key = { accountId: keyPartition, entry: home };
        await documents.send(new UpdateCommand({ TableName, Key, ...setAll(part) }));
      }
    },
  };
}

function setAll(attributes: readonly (readonly [string, string])[]) {
  return {
    UpdateExpression: `SET ${attributes.map((_, index) => `#n${index} = :v${index}`).join(', ')}`,
    ExpressionAttributeNames: Object.fromEntries(attributes.map(([name], index) => [`#n${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(attributes.map(([, value], index) => [`:v${index}`, value])),
  };
}
