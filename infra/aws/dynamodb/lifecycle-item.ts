/** Writes of lifecycles as items of the table, each with its condition. */

import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { AccountId } from '../../../domain/ids.ts';
import { itemOfWrite, type LifecycleWrite } from '../../../domain/lifecycle/lifecycle-write.ts';
import { stateKey } from './assessment-item.ts';
import type { Item } from './sighting-item.ts';
import { mayFollow, versionedPut } from './versioned-item.ts';

/** The item of a write. A lifecycle stands in the index `ByState` under its state, sorted by when it is due. */
export function lifecycleItem(accountId: AccountId, write: LifecycleWrite): Item & { readonly entry: string } {
  const { entry, attributes } = itemOfWrite(write);
  const item = { accountId, entry, ...attributes };
  if (write.kind !== 'lifecycle') return item;
  const { state, due, since } = write.lifecycle;
  return { ...item, accountState: stateKey(accountId, `lifecycle-${state}`), idleSince: due ?? since };
}

/** Whether a write may take the place of what is there. */
export function mayReplace(before: Item | undefined, write: LifecycleWrite): boolean {
  switch (write.kind) {
    case 'event':
      return before === undefined;
    case 'lifecycle':
      return mayFollow(before, write.lifecycle.version);
    case 'keep':
    case 'removal':
    case 'references':
    case 'brake':
      return true;
    default:
      return write satisfies never;
  }
}

/** The same as a request to DynamoDB. */
export function lifecyclePut(accountId: AccountId, write: LifecycleWrite): Omit<PutCommandInput, 'TableName'> {
  const Item = lifecycleItem(accountId, write);
  if (write.kind === 'event') return { Item, ConditionExpression: 'attribute_not_exists(entry)' };
  return write.kind === 'lifecycle' ? versionedPut(Item, write.lifecycle.version) : { Item };
}
