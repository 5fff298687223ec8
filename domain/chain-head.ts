/** The end of an account's chain of acts, as a store or a mail has it. */

import type { JsonObject } from './json.ts';
import { isNumber, isObjectOf, isText } from './shape.ts';

/** The number of the last record, and the SHA-256 of that record's bytes. */
export interface ChainHead {
  readonly sequence: number;
  readonly sha256: string;
}

/** The end as the table has it. One that cannot be read was written by another version, or changed. */
export type StoredHead = { readonly kind: 'read'; readonly head: ChainHead } | { readonly kind: 'unreadable' };

const isHead = isObjectOf<ChainHead>({ sequence: isNumber, sha256: isText });

export function readChainHead(item: JsonObject): StoredHead {
  return isHead(item)
    ? { kind: 'read', head: { sequence: item.sequence, sha256: item.sha256 } }
    : { kind: 'unreadable' };
}
