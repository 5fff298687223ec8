/**
 * Skips JSON that is strictly valid and compact, and nothing else. Every function answers the address behind what it
 * skipped, or 0 for bytes that `JSON.parse` might refuse or that hold white space between tokens.
 */

/** Set by any backslash inside a skipped string. */
export let sawEscape = false;

export function forgetEscapes(): void {
  sawEscape = false;
}

const deepest: i32 = 60;

export function skipValue(start: usize): usize {
  let at = start;
  let depth: i32 = 0;
  /** The open containers, the innermost in the lowest bit: 1 is an object, 0 an array. */
  let objects: u64 = 0;
  while (true) {
    const first = load<u8>(at);
    let closed = false;
    if (first === 0x22) {
      at = skipString(at + 1);
    } else if (first === 0x7b) {
      if (++depth > deepest) return 0;
      objects = (objects << 1) | 1;
      closed = load<u8>(++at) === 0x7d;
      if (!closed) {
        at = skipName(at);
        if (at === 0) return 0;
        continue;
      }
      at++;
    } else if (first === 0x5b) {
      if (++depth > deepest) return 0;
      objects <<= 1;
      closed = load<u8>(++at) === 0x5d;
      if (!closed) continue;
      at++;
    } else {
      at = skipScalar(at);
    }
    if (at === 0) return 0;
    while (true) {
      if (closed) {
        depth--;
        objects >>= 1;
      }
      if (depth === 0) return at;
      const isObject = (objects & 1) === 1;
      const byte = load<u8>(at++);
      if (byte === 0x2c) {
        if (isObject) {
          at = skipName(at);
          if (at === 0) return 0;
        }
        break;
      }
      if (byte !== (isObject ? 0x7d : 0x5d)) return 0;
      closed = true;
    }
  }
}

/** A name in quotes and its colon. */
function skipName(at: usize): usize {
  if (load<u8>(at) !== 0x22) return 0;
  const end = skipString(at + 1);
  if (end === 0 || load<u8>(end) !== 0x3a) return 0;
  return end + 1;
}

/** From behind the opening quote to behind the closing one. */
export function skipString(start: usize): usize {
  let at = start;
  while (true) {
    at = endOfPlainText(at);
    const byte = load<u8>(at);
    if (byte === 0x22) return at + 1;
    if (byte !== 0x5c) return 0;
    at = skipEscape(at + 1);
    if (at === 0) return 0;
  }
}

/** The next quote, backslash or control character; 32 bytes at a time. */
export function endOfPlainText(start: usize): usize {
  const quotes = i8x16.splat(0x22);
  const backslashes = i8x16.splat(0x5c);
  const spaces = i8x16.splat(0x20);
  let at = start;
  while (true) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const endsA = v128.or(v128.or(i8x16.eq(a, quotes), i8x16.eq(a, backslashes)), i8x16.lt_u(a, spaces));
    const endsB = v128.or(v128.or(i8x16.eq(b, quotes), i8x16.eq(b, backslashes)), i8x16.lt_u(b, spaces));
    const mask = <u32>i8x16.bitmask(endsA) | ((<u32>i8x16.bitmask(endsB)) << 16);
    if (mask !== 0) return at + ctz(mask);
    at += 32;
  }
}

function skipEscape(at: usize): usize {
  sawEscape = true;
  switch (load<u8>(at)) {
    case 0x22: // "
    case 0x5c: // \
    case 0x2f: // /
    case 0x62: // b
    case 0x66: // f
    case 0x6e: // n
    case 0x72: // r
    case 0x74: // t
      return at + 1;
    case 0x75: // u
      for (let digit: usize = 1; digit <= 4; digit++) if (!isHex(load<u8>(at + digit))) return 0;
      return at + 5;
    default:
      return 0;
  }
}

function isHex(byte: u32): bool {
  return isDigit(byte) || (byte | 0x20) - 0x61 < 6;
}

export function isDigit(byte: u32): bool {
  return byte - 0x30 < 10;
}

export function skipScalar(at: usize): usize {
  const four = load<u32>(at);
  if (four === 0x65757274 || four === 0x6c6c756e) return at + 4; // true, null
  if (four === 0x736c6166 && load<u8>(at + 4) === 0x65) return at + 5; // false
  return skipNumber(at);
}

export function skipNumber(start: usize): usize {
  let at = start;
  if (load<u8>(at) === 0x2d) at++;
  if (load<u8>(at) === 0x30) at++;
  else at = skipDigits(at);
  if (at !== 0 && load<u8>(at) === 0x2e) at = skipDigits(at + 1);
  if (at !== 0 && (load<u8>(at) | 0x20) === 0x65) {
    const sign = load<u8>(++at);
    at = skipDigits(sign === 0x2b || sign === 0x2d ? at + 1 : at);
  }
  return at;
}

function skipDigits(start: usize): usize {
  let at = start;
  while (isDigit(load<u8>(at))) at++;
  return at === start ? 0 : at;
}
