import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, paginateQuery } from '@aws-sdk/lib-dynamodb';
import { checkpointEntry } from '../../../domain/sightings/entry.ts';
import type { ArchiveCheckpoints } from '../../ports/archive-checkpoints.ts';
import { archivePartition, checkpointItems, checkpointsOf } from './checkpoint-item.ts';
import { documentClientOf } from './document-client.ts';
import type { Item } from './sighting-item.ts';

/** Checkpoints in the same table, one partition for each bucket: `archive#BUCKET`, entries `/FOLDER/`, `/FOLDER/#1`. */
export function dynamodbCheckpoints(client: DynamoDBClient, tableName: string): ArchiveCheckpoints {
  const documents = documentClientOf(client);
  return {
    readCheckpoints: async (bucket, prefix) => {
      const query = {
        TableName: tableName,
        KeyConditionExpression: 'accountId = :a AND begins_with(entry, :e)',
        ExpressionAttributeValues: { ':a': archivePartition(bucket), ':e': checkpointEntry(prefix, 0) },
        ConsistentRead: true,
      };
      const items: Item[] = [];
      for await (const page of paginateQuery({ client: documents }, query)) items.push(...(page.Items ?? []));
      return checkpointsOf(items);
    },
    writeCheckpoint: async (bucket, checkpoint) => {
      const items = checkpointItems(bucket, checkpoint);
      for (const Item of items) await documents.send(new PutCommand({ TableName: tableName, Item }));
      return items.length;
    },
  };
}
