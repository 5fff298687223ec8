/** Copies by sixteen: up to 15 bytes behind the target are overwritten too. Answers the address behind the copy. */
export function copyBytes(to: usize, from: usize, length: usize): usize {
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
  return to + length;
}

export function equalBytes(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) if (load<u64>(a + at) !== load<u64>(b + at)) return false;
  for (; at < length; at++) if (load<u8>(a + at) !== load<u8>(b + at)) return false;
  return true;
}

/** Text order of bytes: below, above or equal to 0. */
export function compareBytes(a: usize, aLength: usize, b: usize, bLength: usize): i32 {
  const shared = min(aLength, bLength);
  for (let at: usize = 0; at < shared; at++) {
    const order = <i32>load<u8>(a + at) - <i32>load<u8>(b + at);
    if (order !== 0) return order;
  }
  return <i32>aLength - <i32>bLength;
}

/** Any mixing that spreads well: equality is always decided by the bytes. */
export function hashBytes(from: usize, length: usize): u32 {
  let hash: u64 = <u64>length * 0x9e3779b97f4a7c15;
  let at: usize = 0;
  for (; at + 8 <= length; at += 8) hash = mixed(hash ^ load<u64>(from + at));
  for (; at < length; at++) hash = mixed(hash ^ load<u8>(from + at));
  return <u32>(hash >> 32);
}

function mixed(hash: u64): u64 {
  const product = hash * 0xff51afd7ed558ccd;
  return product ^ (product >> 32);
}
