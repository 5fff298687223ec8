/** Items that are written over their version before, and over nothing else. */

import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Item } from './sighting-item.ts';

/** Whether an item of this version may take the place of what is there. Version 1 follows on nothing. */
export const mayFollow = (before: Item | undefined, version: number): boolean =>
  (before?.['version'] ?? 0) === version - 1;

/** The same as a request to DynamoDB. */
export function versionedPut(Item: Item, version: number): Omit<PutCommandInput, 'TableName'> {
  if (version === 1) return { Item, ConditionExpression: 'attribute_not_exists(entry)' };
  return {
    Item,
    ConditionExpression: '#version = :before',
    ExpressionAttributeNames: { '#version': 'version' },
    ExpressionAttributeValues: { ':before': version - 1 },
  };
}
