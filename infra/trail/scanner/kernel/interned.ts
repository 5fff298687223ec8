import { copyBytes, equalBytes, hashBytes } from './bytes';
import { keyAt, placeCount } from './layout';

/**
 * The address of the one copy of a text in a hash table; `free` itself where it was copied there now. The table has
 * twice as many places as there can be texts.
 */
export function intern(text: usize, length: usize, table: usize, free: usize): usize {
  const hash = hashBytes(text, length);
  let place = hash & (placeCount - 1);
  for (; ; place = (place + 1) & (placeCount - 1)) {
    const entry = table + ((<usize>place) << 3);
    const known: usize = load<u32>(entry);
    if (known === 0) break;
    if (load<u32>(entry + 4) !== hash || <usize>load<u32>(known) !== length) continue;
    if (equalBytes(known + keyAt, text, length)) return known;
  }
  const entry = table + ((<usize>place) << 3);
  store<u32>(entry, <u32>free);
  store<u32>(entry + 4, hash);
  store<u32>(free, <u32>length);
  copyBytes(free + keyAt, text, length);
  return free;
}

/** Where the next text may stand behind one. */
export function behind(interned: usize): usize {
  return (interned + keyAt + <usize>load<u32>(interned) + 15) & ~15;
}
