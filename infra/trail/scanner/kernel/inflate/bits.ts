/** The bits of the data, from the lowest of each byte on (RFC 1951, 3.1.1). */

/** The next byte of the data, the bits that were taken in, and how many of them are left. */
export let at: usize = 0;
export let bits: u64 = 0;
export let held: u32 = 0;

/** Goes on at a byte, with bits of those before it. */
export function goOnAt(address: usize, buffer: u64, left: u32): void {
  at = address;
  bits = buffer;
  held = left;
}

/** Behind the last byte of the data of which a bit was used. */
export function inputEnd(): usize {
  return at - (held >> 3);
}

/** Takes in whole bytes: at least 56 bits are there then. Those above the count are taken in again later. */
export function refill(): void {
  bits |= load<u64>(at) << held;
  at += (63 - held) >> 3;
  held |= 56;
}

export function take(count: u32): u32 {
  const value = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  held -= count;
  return value;
}
