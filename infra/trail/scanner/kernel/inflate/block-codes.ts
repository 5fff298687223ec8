import { bits, refill, take } from './bits';
import { endOfBlock, makeTable, ofDistances, ofLengths, pairLiterals, plain } from './codes';
import { codeLengths, distanceTable, lengthTable } from './layout';

/** The two codes of a block: the fixed ones, or those that stand at its beginning. False where they are not right. */

/** How many bits of a code select in its first table. */
export const lengthBits: u32 = 11;
export const distanceBits: u32 = 8;
const mostLengthCodes: u32 = 286;
const mostDistanceCodes: u32 = 30;

/** RFC 1951, 3.2.6. */
export function makeFixed(): bool {
  memory.fill(codeLengths, 8, 288);
  memory.fill(codeLengths + 144, 9, 112);
  memory.fill(codeLengths + 256, 7, 24);
  if (!makeTable(lengthTable, lengthBits, 288, ofLengths)) return false;
  memory.fill(codeLengths, 5, 32);
  return makeTable(distanceTable, distanceBits, 32, ofDistances);
}

/** RFC 1951, 3.2.7: the codes' lengths, themselves in a code. */
export function readCodes(): bool {
  refill();
  const lengthCodes = take(5) + 257;
  const distanceCodes = take(5) + 1;
  if (lengthCodes > mostLengthCodes || distanceCodes > mostDistanceCodes) return false;
  if (!readCodeOfLengths(take(4) + 4) || !readLengths(<usize>(lengthCodes + distanceCodes))) return false;
  if (load<u8>(codeLengths + endOfBlock) === 0) return false;
  if (!makeTable(lengthTable, lengthBits, lengthCodes, ofLengths)) return false;
  pairLiterals(lengthTable, lengthBits);
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
