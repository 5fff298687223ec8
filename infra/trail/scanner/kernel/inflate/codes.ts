import { codeLengths, counts, nextCodes } from './layout';

/**
 * Tables that decode prefix codes (RFC 1951, 3.2.2). An entry holds the bits to drop in its lowest byte, how many
 * further bits follow or what it is in the next one, and a value in the two highest.
 */

/** The value is a byte of text. */
export const literal: u32 = 0x2000;
/** Besides: it is two bytes. */
export const pair: u32 = 0x100;
/** The value is where a second table begins in this one; how many bits select in it stands below. */
export const second: u32 = 0x4000;
/** The end of a block, or no symbol. */
export const special: u32 = 0x8000;
export const endOfBlock: u32 = 256;

// What the symbols of a code mean.
export const plain: u32 = 0;
export const ofLengths: u32 = 1;
export const ofDistances: u32 = 2;

const longestCode: u32 = 15;

/**
 * Makes the table of a code from the lengths of its symbols' codes at `codeLengths`; `bits` of a code select in the
 * first table. False unless the code is complete: zlib decides about the others.
 */
export function makeTable(table: usize, bits: u32, symbols: usize, meaning: u32): bool {
  const longest = countLengths(symbols);
  if (longest === 0) return false;
  const secondBits = longest > bits ? longest - bits : 0;
  const firstSize: u32 = 1 << bits;
  let free = firstSize;
  if (secondBits > 0) memory.fill(table, 0, (<usize>firstSize) << 2);
  for (let symbol: usize = 0; symbol < symbols; symbol++) {
    const length = <u32>load<u8>(codeLengths + symbol);
    if (length === 0) continue;
    const code = takeCode(length);
    const entry = entryOf(<u32>symbol, meaning);
    if (length <= bits) {
      fill(table, code, 1 << length, firstSize, entry | length);
      continue;
    }
    const first = table + ((<usize>(code & (firstSize - 1))) << 2);
    if (load<u32>(first) === 0) {
      store<u32>(first, (free << 16) | second | (secondBits << 8) | bits);
      free += 1 << secondBits;
    }
    const begin = table + ((<usize>(load<u32>(first) >> 16)) << 2);
    fill(begin, code >> bits, 1 << (length - bits), 1 << secondBits, entry | (length - bits));
  }
  return true;
}

/**
 * Lets an entry stand for two literals where the bits that select it hold both. It goes from the last entry to the
 * first: the second literal is looked up further ahead, where entries are still single.
 */
export function pairLiterals(table: usize, bits: u32): void {
  for (let index: i32 = (1 << bits) - 1; index >= 0; index--) {
    const place = table + ((<usize>index) << 2);
    const first = load<u32>(place);
    if ((first & literal) === 0) continue;
    const next = load<u32>(table + ((<usize>(<u32>index >> (first & 0xff))) << 2));
    const both = (first & 0xff) + (next & 0xff);
    if ((next & literal) === 0 || both > bits) continue;
    store<u32>(place, ((next & 0xff0000) << 8) | (first & 0xff0000) | literal | pair | both);
  }
}

/** Counts the codes of each length and finds the first of each. Answers the longest, 0 unless the code is complete. */
function countLengths(symbols: usize): u32 {
  memory.fill(counts, 0, 64);
  for (let symbol: usize = 0; symbol < symbols; symbol++) {
    const count = counts + ((<usize>load<u8>(codeLengths + symbol)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
  let code: u32 = 0;
  let longest: u32 = 0;
  for (let length: u32 = 1; length <= longestCode; length++) {
    const count = load<u32>(counts + ((<usize>length) << 2));
    store<u32>(nextCodes + ((<usize>length) << 2), code);
    if (code + count > (<u32>1) << length) return 0;
    code = (code + count) << 1;
    if (count > 0) longest = length;
  }
  return code === (<u32>2) << longestCode ? longest : 0;
}

/** The next code of a length, with its first bit lowest, as it stands in the data. */
function takeCode(length: u32): u32 {
  const next = nextCodes + ((<usize>length) << 2);
  const code = load<u32>(next);
  store<u32>(next, code + 1);
  let bits = ((code & 0x5555) << 1) | ((code >> 1) & 0x5555);
  bits = ((bits & 0x3333) << 2) | ((bits >> 2) & 0x3333);
  bits = ((bits & 0x0f0f) << 4) | ((bits >> 4) & 0x0f0f);
  bits = ((bits & 0x00ff) << 8) | (bits >> 8);
  return bits >> (16 - length);
}

function fill(table: usize, from: u32, step: u32, end: u32, entry: u32): void {
  for (let at = from; at < end; at += step) store<u32>(table + ((<usize>at) << 2), entry);
}

function entryOf(symbol: u32, meaning: u32): u32 {
  if (meaning === ofDistances) return distanceOf(symbol);
  if (meaning === plain || symbol < endOfBlock) return (symbol << 16) | literal;
  return symbol === endOfBlock ? (endOfBlock << 16) | special : lengthOf(symbol - 257);
}

/** RFC 1951, 3.2.5: eight lengths without further bits, then four for each number of them; the last is 258 alone. */
function lengthOf(index: u32): u32 {
  if (index > 28) return special;
  if (index === 28) return 258 << 16;
  const further = index < 8 ? 0 : (index >> 2) - 1;
  const base = index < 8 ? index + 3 : ((4 + (index & 3)) << further) + 3;
  return (base << 16) | (further << 8);
}

/** The same: four distances without further bits, then two for each number of them. */
function distanceOf(index: u32): u32 {
  if (index > 29) return special;
  const further = index < 4 ? 0 : (index >> 1) - 1;
  const base = index < 4 ? index + 1 : ((2 + (index & 1)) << further) + 1;
  return (base << 16) | (further << 8);
}
