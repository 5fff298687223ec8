import { at, bits, goOnAt, held, inputEnd, refill, take } from './bits';
import { distanceBits, lengthBits, makeFixed, readCodes } from './block-codes';
import { endOfBlock, literal, second, special } from './codes';
import { copyMatch } from './copy-match';
import { beginSum, sumOf, sumUpTo } from './crc';
import { distanceTable, lengthTable } from './layout';

/** Blocks of DEFLATE (RFC 1951). Where anything is wrong they end with false: zlib then reads the file again. */

/** The end of the data, the first byte of the text, the next one, and the last where a match may begin. */
let dataEnd: usize = 0;
let text: usize = 0;
let out: usize = 0;
let lastOut: usize = 0;
/** Of the whole text: each block goes into it while it is in the processor's cache. */
export let checkSum: u32 = 0;

export function setBorders(from: usize, to: usize, textStart: usize, lastStart: usize): void {
  goOnAt(from, 0, 0);
  dataEnd = to;
  text = textStart;
  out = textStart;
  lastOut = lastStart;
  beginSum(text);
}

export function inflatedTo(): usize {
  return out;
}

export function inflateBlocks(): bool {
  let isLast = false;
  while (!isLast) {
    if (inputEnd() > dataEnd) return false;
    refill();
    isLast = take(1) === 1;
    if (!inflateBlock(take(2))) return false;
    sumUpTo(out);
  }
  checkSum = sumOf(text, out);
  return true;
}

function inflateBlock(kind: u32): bool {
  if (kind === 0) return copyStored();
  return (kind === 1 ? makeFixed() : kind === 2 && readCodes()) && inflateSymbols();
}

/** A block without codes: after the present byte its length, the same inverted, and its bytes. */
function copyStored(): bool {
  const header = inputEnd();
  const length = <usize>load<u16>(header);
  if ((length ^ <usize>load<u16>(header + 2)) !== 0xffff) return false;
  const from = header + 4;
  if (from + length > dataEnd || out + length > lastOut) return false;
  memory.copy(out, from, length);
  goOnAt(from + length, 0, 0);
  out += length;
  return true;
}

/** A length's code and its further bits. */
const mostLengthBits: u32 = 20;

/**
 * The symbols of a block up to its end. The state stands in local variables, which WebAssembly keeps in registers.
 * Behind a refill there are bits enough for a literal or more and for a length, and behind another one for a distance.
 */
function inflateSymbols(): bool {
  let from = at;
  let buffer = bits;
  let left = held;
  let to = out;
  while (to <= lastOut && from - (left >> 3) <= dataEnd) {
    buffer |= load<u64>(from) << left;
    from += (63 - left) >> 3;
    left |= 56;
    let entry = entryAt(lengthTable, buffer, lengthBits);
    while ((entry & literal) !== 0) {
      buffer >>= entry & 63;
      left -= entry & 63;
      store<u16>(to, entry >> 16);
      to += 1 + ((entry >> 8) & 1);
      if (left < mostLengthBits) break;
      entry = entryAt(lengthTable, buffer, lengthBits);
    }
    if ((entry & literal) !== 0) continue;
    if ((entry & second) !== 0) {
      entry = entryInSecond(lengthTable, entry, buffer, lengthBits);
      buffer >>= lengthBits;
      left -= lengthBits;
    }
    buffer >>= entry & 63;
    left -= entry & 63;
    if ((entry & literal) !== 0) {
      store<u8>(to++, entry >> 16);
      continue;
    }
    if ((entry & special) !== 0) {
      goOnAt(from, buffer, left);
      out = to;
      return entry >> 16 === endOfBlock;
    }
    const length = amountOf(entry, buffer);
    buffer >>= furtherOf(entry);
    left -= furtherOf(entry);
    buffer |= load<u64>(from) << left;
    from += (63 - left) >> 3;
    left |= 56;
    entry = entryAt(distanceTable, buffer, distanceBits);
    if ((entry & second) !== 0) {
      entry = entryInSecond(distanceTable, entry, buffer, distanceBits);
      buffer >>= distanceBits;
      left -= distanceBits;
    }
    buffer >>= entry & 63;
    left -= entry & 63;
    const distance = amountOf(entry, buffer);
    if ((entry & special) !== 0 || distance > to - text) return false;
    buffer >>= furtherOf(entry);
    left -= furtherOf(entry);
    to = copyMatch(to, distance, length);
  }
  return false;
}

function entryAt(table: usize, buffer: u64, count: u32): u32 {
  return load<u32>(table + ((<usize>(buffer & (((<u64>1) << count) - 1))) << 2));
}

function entryInSecond(table: usize, entry: u32, buffer: u64, count: u32): u32 {
  return entryAt(table + ((<usize>(entry >> 16)) << 2), buffer >> count, furtherOf(entry));
}

function furtherOf(entry: u32): u32 {
  return (entry >> 8) & 31;
}

/** The value of an entry and of the further bits behind its code. */
function amountOf(entry: u32, buffer: u64): usize {
  return <usize>(entry >> 16) + <usize>(buffer & (((<u64>1) << furtherOf(entry)) - 1));
}
