import { type DynamoDBDocumentClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { EntryRange } from '../../../domain/sightings/entry.ts';
import type { Item } from './sighting-item.ts';

/** Queries of one table that answer every page. Those of a partition are consistent. */
export function queriesOf(documents: DynamoDBDocumentClient, TableName: string) {
  const queryAll = async (input: Omit<QueryCommandInput, 'TableName'>): Promise<Item[]> => {
    const items: Item[] = [];
    for await (const page of paginateQuery({ client: documents }, { TableName, ...input })) {
      items.push(...(page.Items ?? []));
    }
    return items;
  };
  const inPartition = (accountId: string, condition = '', values: Item = {}) =>
    queryAll({
      KeyConditionExpression: `accountId = :a${condition}`,
      ExpressionAttributeValues: { ':a': accountId, ...values },
      ConsistentRead: true,
    });
  return {
    queryAll,
    inPartition,
    inRange: (accountId: string, { first, last }: EntryRange) =>
      inPartition(accountId, ' AND entry BETWEEN :first AND :last', { ':first': first, ':last': last }),
    outsideRange: async (accountId: string, { first, last }: EntryRange) => {
      const parts = [
        inPartition(accountId, ' AND entry < :first', { ':first': first }),
        inPartition(accountId, ' AND entry > :last', { ':last': last }),
      ];
      return (await Promise.all(parts)).flat();
    },
  };
}
