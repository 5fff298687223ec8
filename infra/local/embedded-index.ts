import { objectAt, textAt } from '../../domain/json.ts';
import type { Item } from '../aws/dynamodb/sighting-item.ts';
import type { IndexPlace } from './entry-store.ts';

/** Where an item stands in the indexes: an assessment by its state and its user's name, a sighting by the name. */
export function placesOf(item: Item): IndexPlace[] {
  return [
    ...statePlace(item),
    ...namesIn([item]).map((name) => ({ index: 'name' as const, term: nameTerm(name), rank: '' })),
  ];
}

/** The names of users in their assessments and sightings. */
export function namesIn(items: readonly Item[]): string[] {
  return [...new Set(items.flatMap((item) => nameIn(item) ?? []))];
}

/** The term of a name: IAM's names never differ by case alone. */
export const nameTerm = (name: string): string => name.toLowerCase();

function statePlace(item: Item): IndexPlace[] {
  const [term, rank] = [textAt(item, 'accountState'), textAt(item, 'idleSince')];
  return term === undefined || rank === undefined ? [] : [{ index: 'state', term, rank }];
}

function nameIn(item: Item): string | undefined {
  const user = objectAt(objectAt(item, 'assessment'), 'user') ?? item;
  return textAt(user, 'userName');
}
