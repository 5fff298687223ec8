import { crcTables } from './layout';

/** CRC-32 of gzip (RFC 1952, 8), 16 bytes at a time by 16 tables of 256 numbers each. */
const polynomial: u32 = 0xedb88320;

/** Table 0 is of the byte itself, each further one of that byte with one more byte of zeros behind it. */
export function fillCrcTables(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >> 1) ^ ((sum & 1) !== 0 ? polynomial : 0);
    store<u32>(crcTables + ((<usize>byte) << 2), sum);
  }
  for (let at: usize = 256; at < 16 * 256; at++) {
    const before = load<u32>(crcTables + ((at - 256) << 2));
    store<u32>(crcTables + (at << 2), (before >> 8) ^ tableAt(0, before & 0xff));
  }
}

function tableAt(table: usize, byte: u32): u32 {
  return load<u32>(crcTables + (((table << 8) + <usize>byte) << 2));
}

/** The sum of bytes, from the sum of those before them; the first has 0 before it. */
export function crcOf(before: u32, start: usize, end: usize): u32 {
  let sum = ~before;
  let at = start;
  for (; at + 16 <= end; at += 16) {
    const a = load<u32>(at) ^ sum;
    const b = load<u32>(at, 4);
    const c = load<u32>(at, 8);
    const d = load<u32>(at, 12);
    sum = fourOf(12, a) ^ fourOf(8, b) ^ fourOf(4, c) ^ fourOf(0, d);
  }
  for (; at < end; at++) sum = (sum >> 8) ^ tableAt(0, (sum ^ load<u8>(at)) & 0xff);
  return ~sum;
}

/** Four bytes through four tables in a row, the first byte through the last of them. */
function fourOf(table: usize, word: u32): u32 {
  return (
    tableAt(table + 3, word & 0xff) ^
    tableAt(table + 2, (word >> 8) & 0xff) ^
    tableAt(table + 1, (word >> 16) & 0xff) ^
    tableAt(table, word >> 24)
  );
}
