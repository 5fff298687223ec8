/** The items that hold public keys of digests. */

import type { PublicKeys } from '../../../../domain/digests/public-key.ts';
import { parseTime } from '../../../../domain/time.ts';
import type { KeptKeys } from '../../../ports/archive-proofs.ts';
import type { Item } from '../sighting-item.ts';

/** The partition of all public keys, with one entry for each home Region. */
export const keyPartition = 'public-keys';

/** Each key is an attribute of its own, so that two writers never lose a key of each other. */
const prefix = 'key#';

/** The attributes of an item that hold these keys. */
export function keyAttributes(keys: PublicKeys): Readonly<Record<string, string>> {
  return Object.fromEntries([...keys].map(([fingerprint, key]) => [`${prefix}${fingerprint}`, key]));
}

/** The keys of an item. What is no text is left out. */
export function keptKeysOf(item: Item = {}): KeptKeys {
  const keys = Object.entries(item).flatMap(([name, key]): [string, string][] =>
    name.startsWith(prefix) && typeof key === 'string' ? [[name.slice(prefix.length), key]] : [],
  );
  return { keys: new Map(keys), askedAt: parseTime(item['askedAt']) };
}
