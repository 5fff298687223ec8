/** Copies by sixteen: up to 15 bytes behind the target are overwritten too. Answers the address behind the copy. */
export function copyBytes(to: usize, from: usize, length: usize): usize {
  for (let at: usize = 0; at < length; at += 16) v128.store(to + at, v128.load(from + at));
  return to + length;
}

export function equalBytes(a: usize, b: usize, length: usize): bool {
  let at: usize = 0;
  for (; at + 16 <= length; at += 16) {
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  }
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

/** Any mixing that spreads well: bytes always decide equality. Its four lanes do not wait for each other. */
export function hashBytes(from: usize, length: usize): u32 {
  let a: u64 = <u64>length;
  let b: u64 = 1;
  let c: u64 = 2;
  let d: u64 = 3;
  let at: usize = 0;
  for (; at + 32 <= length; at += 32) {
    a = mixed(a ^ load<u64>(from + at));
    b = mixed(b ^ load<u64>(from + at, 8));
    c = mixed(c ^ load<u64>(from + at, 16));
    d = mixed(d ^ load<u64>(from + at, 24));
  }
  for (; at + 8 <= length; at += 8) a = mixed(a ^ load<u64>(from + at));
  for (; at < length; at++) b = mixed(b ^ load<u8>(from + at));
  return <u32>(mixed(mixed(a ^ mixed(b)) ^ mixed(c ^ mixed(d))) >> 32);
}

function mixed(hash: u64): u64 {
  const product = hash * 0xff51afd7ed558ccd;
  return product ^ (product >> 32);
}
