import { DynamoDBServiceException } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { daysOfBits } from '../../../domain/day-set.ts';
import { accountEntry } from '../../../domain/sightings/entry.ts';
import type { IndependentWrite } from '../../../domain/table/table-write.ts';
import type { Item } from './sighting-item.ts';
import { registry } from './table-definition.ts';

/**
 * Makes a write that takes one request, whatever the table holds. Losing against something later is a success. Returns
 * how many requests that took.
 */
export async function applyIndependent(
  documents: DynamoDBDocumentClient,
  TableName: string,
  write: IndependentWrite,
): Promise<number> {
  if (write.kind === 'account') {
    const Item = { accountId: registry, entry: accountEntry(write.accountId) };
    await documents.send(new PutCommand({ TableName, Item }));
    return 1;
  }
  const { accountId, entry } = write;
  if (write.kind === 'creator') {
    await documents.send(new PutCommand({ TableName, Item: { accountId, entry, creator: write.creator } }));
    return 1;
  }
  const update = updateOf(write);
  if (update === undefined) return 0;
  await documents
    .send(new UpdateCommand({ TableName, Key: { accountId, entry }, ...update }))
    .catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  return 1;
}

interface Update {
  readonly UpdateExpression: string;
  readonly ExpressionAttributeValues: Item;
  readonly ConditionExpression?: string;
}

/** The update of an item; undefined where there is nothing to add. */
function updateOf(write: Exclude<IndependentWrite, { readonly kind: 'account' | 'creator' }>): Update | undefined {
  switch (write.kind) {
    case 'days':
      return additionOf({ days: daysOfBits(write.bits) });
    case 'proof':
      return additionOf({
        hours: write.hours,
        selectorHours: write.selectorHours,
        lostHours: write.lostHours ?? [],
      });
    case 'watch':
      return {
        UpdateExpression: `SET ${write.what} = :t`,
        ExpressionAttributeValues: { ':t': write.at },
        ConditionExpression: `attribute_not_exists(${write.what}) OR ${write.what} < :t`,
      };
    case 'shelter':
      return {
        UpdateExpression: 'SET shelter = :s, setAt = :t',
        ExpressionAttributeValues: { ':s': write.shelter, ':t': write.shelter.at },
        ConditionExpression: 'attribute_not_exists(setAt) OR setAt < :t',
      };
    default:
      return write satisfies never;
  }
}

/** Adds numbers to the sets of an item. An empty set cannot be stored. */
function additionOf(sets: { readonly [attribute: string]: Iterable<number> }): Update | undefined {
  const given = Object.entries(sets)
    .map(([name, numbers]) => [name, new Set(numbers)] as const)
    .filter(([, numbers]) => numbers.size > 0);
  if (given.length === 0) return undefined;
  return {
    UpdateExpression: `ADD ${given.map(([name]) => `${name} :${name}`).join(', ')}`,
    ExpressionAttributeValues: Object.fromEntries(given.map(([name, numbers]) => [`:${name}`, numbers])),
  };
}

/** Whether the condition of a write did not hold. */
export function isRefusal(error: unknown): boolean {
  return error instanceof DynamoDBServiceException && error.name === 'ConditionalCheckFailedException';
}
