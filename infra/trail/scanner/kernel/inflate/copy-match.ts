/**
 * Repeats text from so far behind `to`. Answers the address behind the copy; up to 15 bytes more are overwritten. A
 * distance below 16 overlaps what is written, and then the text repeats itself.
 */
export function copyMatch(to: usize, distance: usize, length: usize): usize {
  const from = to - distance;
  if (distance >= 16) {
    v128.store(to, v128.load(from));
    v128.store(to, v128.load(from, 16), 16);
    for (let at: usize = 32; at < length; at += 16) v128.store(to + at, v128.load(from + at));
  } else if (distance === 1) {
    const byte = i8x16.splat(load<u8>(from));
    for (let at: usize = 0; at < length; at += 16) v128.store(to + at, byte);
  } else {
    for (let at: usize = 0; at < length; at++) store<u8>(to + at, load<u8>(from + at));
  }
  return to + length;
}
