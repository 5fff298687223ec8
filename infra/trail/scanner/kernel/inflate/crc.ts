import { crcTables, folded } from './layout';

/**
 * CRC-32 of gzip (RFC 1952, 8). The sum is the rest of a division by a polynomial, so lanes of 16 bytes may first be
 * divided by any multiple of it. One multiple has five terms when it is written in lanes: each lane then takes in four
 * earlier ones, without a table. The rest of that division is 300 lanes, and only they go through tables.
 */

const polynomial: u32 = 0xedb88320;

/** The multiple, as the distances at which a lane takes part in later ones. */
export const farthestLane: i32 = 300;
export const thirdLane: i32 = 211;
export const secondLane: i32 = 183;
export const nearestLane: i32 = 145;

const laneBytes: usize = 16;
const restBytes: usize = <usize>farthestLane * laneBytes;
/** Lanes that are divided before the latest of them move back to the beginning. */
const lanesTogether: usize = 1024;

/** The text up to here is divided: it starts anew with each file. */
let next: usize = 0;

/** Table 0 is of the byte itself, each further one of that byte with one more byte of zeros behind it. */
export function fillCrcTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ ((sum & 1) !== 0 ? polynomial : 0);
    store<u32>(crcTables + ((<usize>byte) << 2), sum);
  }
  for (let at: usize = 256; at < 4 * 256; at++) {
    const before = load<u32>(crcTables + ((at - 256) << 2));
    store<u32>(crcTables + (at << 2), (before >> 8) ^ tableAt(0, before & 0xff));
  }
}

/** The sum begins as if bits of one stood before the text: they meet its first four bytes. */
export function beginSum(text: usize): void {
  next = text;
  memory.fill(folded, 0, restBytes);
  store<u32>(folded, 0xffffffff);
}

/** Divides the text that ends here as far as it surely goes on: the last lanes are the rest. */
export function sumUpTo(end: usize): void {
  while (next + restBytes + laneBytes <= end) {
    const lanes = min(lanesTogether, (end - next - restBytes) >> 4);
    divideLanes(lanes << 4, restBytes);
    memory.copy(folded, folded + (lanes << 4), restBytes);
  }
}

/**
 * Each lane of the text, with those that take part in it: they stand before it, the farthest at `folded`. It is stored
 * so far behind that one.
 */
function divideLanes(length: usize, behind: usize): void {
  for (let at = folded; at < folded + length; at += laneBytes) {
    const far = v128.xor(v128.load(at), lane(at, thirdLane));
    const near = v128.xor(lane(at, secondLane), lane(at, nearestLane));
    v128.store(at + behind, v128.xor(v128.xor(far, near), v128.load(next)));
    next += laneBytes;
  }
}

function lane(at: usize, distance: i32): v128 {
  return v128.load(at + <usize>(farthestLane - distance) * laneBytes);
}

/** The sum of the text from where `beginSum` began. */
export function sumOf(text: usize, end: usize): u32 {
  if (end - text < restBytes) return ~crcOf(0xffffffff, text, end);
  sumUpTo(end);
  // Lanes of the rest take part in no other.
  memory.fill(folded + restBytes, 0, restBytes);
  divideLanes(restBytes, 0);
  return ~crcOf(crcOf(0, folded, folded + restBytes), next, end);
}

/** The rest of bytes behind the rest of those before them, four at a time. */
function crcOf(before: u32, start: usize, end: usize): u32 {
  let sum = before;
  let at = start;
  for (; at + 4 <= end; at += 4) {
    const word = load<u32>(at) ^ sum;
    sum =
      tableAt(3, word & 0xff) ^
      tableAt(2, (word >> 8) & 0xff) ^
      tableAt(1, (word >> 16) & 0xff) ^
      tableAt(0, word >> 24);
  }
  for (; at < end; at++) sum = (sum >> 8) ^ tableAt(0, (sum ^ load<u8>(at)) & 0xff);
  return sum;
}

function tableAt(table: usize, byte: u32): u32 {
  return load<u32>(crcTables + (((table << 8) + <usize>byte) << 2));
}
