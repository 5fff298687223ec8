import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { daysOfBits } from '../../../domain/day-set.ts';
import type { Entry } from '../../../domain/sightings/entry.ts';
import type { IndependentWrite } from '../../ports/sighting-table.ts';
import type { Item } from './table-item.ts';

/** The partition that lists which accounts have one. */
export const registry = 'accounts';

/** Carries out a write that takes one request whatever the table holds. One that loses against something later is done. */
export async function unconditionalWrite(
  documents: DynamoDBDocumentClient,
  tableName: string,
  write: IndependentWrite,
): Promise<number> {
  const update = async (entry: Entry, expression: string, values: Item, condition?: string) => {
    const Key = { accountId: write.accountId, entry };
    const request = { TableName: tableName, Key, UpdateExpression: expression, ExpressionAttributeValues: values };
    const command = new UpdateCommand(condition ? { ...request, ConditionExpression: condition } : request);
    await documents.send(command).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  };
  switch (write.kind) {
    case 'days':
      await update(write.entry, 'ADD days :d', { ':d': new Set(daysOfBits(write.bits)) });
      return 1;
    case 'watch': {
      const isLater = `attribute_not_exists(${write.what}) OR ${write.what} < :t`;
      await update(write.entry, `SET ${write.what} = :t`, { ':t': write.at }, isLater);
      return 1;
    }
    case 'account':
      await documents.send(
        new PutCommand({ TableName: tableName, Item: { accountId: registry, entry: write.accountId } }),
      );
      return 1;
    default:
      return write satisfies never;
  }
}

/** The condition of a write did not hold. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}
