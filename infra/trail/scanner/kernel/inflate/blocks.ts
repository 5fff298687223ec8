import { codeLengths, distanceTable, lengthTable } from '../layout';
import { endOfBlock, literal, makeTable, ofDistances, ofLengths, plain, second, special } from './codes';
import { copyMatch } from './copy-match';
import { crcOf } from './crc';

/** Blocks of DEFLATE (RFC 1951). Where anything is wrong they end with false: zlib then reads the file again. */

/** The next byte of the data, those that are taken already, and how many bits of them are left. */
let at: usize = 0;
let bits: u64 = 0;
let held: u32 = 0;
/** The end of the data, the first byte of the text, the next one, and the last where a match may begin. */
let dataEnd: usize = 0;
let text: usize = 0;
let out: usize = 0;
let lastOut: usize = 0;
/** Of the text so far: each block is summed up while it is in the processor's cache. */
export let checkSum: u32 = 0;

export function setBorders(from: usize, to: usize, textStart: usize, lastStart: usize): void {
  at = from;
  bits = 0;
  held = 0;
  dataEnd = to;
  text = textStart;
  out = textStart;
  lastOut = lastStart;
  checkSum = 0;
}

/** Behind the last byte of the data of which a bit was used. */
export function inputEnd(): usize {
  return at - (held >> 3);
}

export function inflatedTo(): usize {
  return out;
}

/** Takes in whole bytes: at least 56 bits are there then. Those above the count are taken in again later. */
function refill(): void {
  bits |= load<u64>(at) << held;
  at += (63 - held) >> 3;
  held |= 56;
}

function take(count: u32): u32 {
  const value = <u32>(bits & (((<u64>1) << count) - 1));
  bits >>= count;
  held -= count;
  return value;
}

export function inflateBlocks(): bool {
  let isLast = false;
  while (!isLast) {
    if (inputEnd() > dataEnd) return false;
    refill();
    isLast = take(1) === 1;
    const begin = out;
    if (!inflateBlock(take(2))) return false;
    checkSum = crcOf(checkSum, begin, out);
  }
  return true;
}

function inflateBlock(kind: u32): bool {
  if (kind === 0) return copyStored();
  return (kind === 1 ? makeFixed() : kind === 2 && readCodes()) && inflateSymbols();
}

/** A block without codes: after the present byte its length, the same inverted, and its bytes. */
function copyStored(): bool {
  at = inputEnd();
  bits = 0;
  held = 0;
  const length = <usize>load<u16>(at);
  if ((length ^ <usize>load<u16>(at + 2)) !== 0xffff) return false;
  at += 4;
  if (at + length > dataEnd || out + length > lastOut) return false;
  memory.copy(out, at, length);
  at += length;
  out += length;
  return true;
}

const lengthBits: u32 = 11;
const distanceBits: u32 = 8;
const mostLengthCodes: u32 = 286;
const mostDistanceCodes: u32 = 30;

/** RFC 1951, 3.2.6. */
function makeFixed(): bool {
  memory.fill(codeLengths, 8, 288);
  memory.fill(codeLengths + 144, 9, 112);
  memory.fill(codeLengths + 256, 7, 24);
  if (!makeTable(lengthTable, lengthBits, 288, ofLengths)) return false;
  memory.fill(codeLengths, 5, 32);
  return makeTable(distanceTable, distanceBits, 32, ofDistances);
}

/** RFC 1951, 3.2.7: the codes' lengths, themselves in a code. */
function readCodes(): bool {
  refill();
  const lengthCodes = take(5) + 257;
  const distanceCodes = take(5) + 1;
  if (lengthCodes > mostLengthCodes || distanceCodes > mostDistanceCodes) return false;
  if (!readCodeOfLengths(take(4) + 4) || !readLengths(<usize>(lengthCodes + distanceCodes))) return false;
  if (load<u8>(codeLengths + endOfBlock) === 0) return false;
  if (!makeTable(lengthTable, lengthBits, lengthCodes, ofLengths)) return false;
  memory.copy(codeLengths, codeLengths + lengthCodes, distanceCodes);
  return makeTable(distanceTable, distanceBits, distanceCodes, ofDistances);
}

const order = memory.data<u8>([16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]);
const lengthSymbols: usize = 19;
const symbolBits: u32 = 7;

function readCodeOfLengths(count: u32): bool {
  memory.fill(codeLengths, 0, lengthSymbols);
  for (let index: usize = 0; index < <usize>count; index++) {
    refill();
    store<u8>(codeLengths + <usize>load<u8>(order + index), <u8>take(3));
  }
  return makeTable(distanceTable, symbolBits, lengthSymbols, plain);
}

function readLengths(all: usize): bool {
  let index: usize = 0;
  while (index < all) {
    refill();
    const entry = load<u32>(distanceTable + ((<usize>bits & 127) << 2));
    take(entry & 0xff);
    const symbol = entry >> 16;
    if (symbol === 16 && index === 0) return false;
    const length: u8 = symbol < 16 ? <u8>symbol : symbol === 16 ? load<u8>(codeLengths + index - 1) : 0;
    const times = timesOf(symbol);
    if (index + times > all) return false;
    memory.fill(codeLengths + index, length, times);
    index += times;
  }
  return true;
}

/** Three symbols repeat a length: the one before, or 0. */
function timesOf(symbol: u32): usize {
  if (symbol < 16) return 1;
  return symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7);
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
      store<u8>(to++, entry >> 16);
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
      at = from;
      bits = buffer;
      held = left;
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
