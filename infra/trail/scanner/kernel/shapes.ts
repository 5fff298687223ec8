import { endOfPlainText, skipNumber, skipString, skipValue } from './json';
import { shapes, shapesEnd, spans } from './layout';
import {
  cellAt,
  end,
  lastBlock,
  lengthAt,
  literalAt,
  markBytes,
  marksAt,
  marksEndAt,
  nextAt,
  number,
  plainText,
  root,
  text,
  valueAt,
} from './shape-layout';

/**
 * Follows shapes: what records have in common to the byte, all but the values that differ. A record that was checked in
 * full taught them (`learn-shape.ts`). One whose bytes take the same path from the first literal to the last is JSON
 * for the same reason, and its fields stand where the path says. Nothing is assumed: every byte is compared with a
 * literal, or skipped as a value by the grammar of JSON.
 */

/** The first free byte behind the edges. */
export let free: usize = shapes + 16;

export function setFree(address: usize): void {
  free = address;
}

/** Whether a record may still be learned. */
export function hasRoomFor(bytes: usize): bool {
  return free + bytes <= shapesEnd;
}

export function forgetShapes(): void {
  store<u32>(root, 0);
  free = shapes + 16;
}

/** Sets the fields of the record at `start`. Answers the address behind it; 0 where no path fits, with some set. */
export function followShape(start: usize): usize {
  let at = start;
  let cell = root;
  while (true) {
    const edge = edgeThatFits(cell, at);
    if (edge === 0) return 0;
    setMarks(edge, at);
    at += <usize>load<u32>(edge + lengthAt);
    const value = load<u32>(edge + valueAt);
    if (value === end) return at;
    at = skipDiffering(value, at);
    if (at === 0) return 0;
    cell = edge + cellAt;
  }
}

/** The edge of a cell whose literal stands at an address: 16 bytes at a time, of the last 16 those that count. */
function edgeThatFits(cell: usize, start: usize): usize {
  for (let edge: usize = load<u32>(cell); edge !== 0; edge = load<u32>(edge + nextAt)) {
    const last = lastBlock(load<u32>(edge + lengthAt));
    const literal = edge + literalAt;
    const tail = v128.xor(v128.load(literal + last), v128.load(start + last));
    let other = v128.and(tail, v128.load(literal + last, 16));
    for (let at: usize = 0; at < last; at += 16) {
      other = v128.or(other, v128.xor(v128.load(literal + at), v128.load(start + at)));
    }
    if (!v128.any_true(other)) return edge;
  }
  return 0;
}

function setMarks(edge: usize, start: usize): void {
  const marksEnd: usize = load<u32>(edge + marksEndAt);
  for (let mark: usize = load<u32>(edge + marksAt); mark < marksEnd; mark += markBytes) {
    store<u32>(spans + <usize>load<u16>(mark), <u32>(start + load<u16>(mark + 2)));
  }
}

/** Behind a value that is no literal; for a string to its closing quote. 0 where it is not such a value. */
function skipDiffering(value: u32, at: usize): usize {
  if (value === plainText) {
    const after = endOfPlainText(at);
    return load<u8>(after) === 0x22 ? after : 0;
  }
  if (value === text) {
    const after = skipString(at);
    return after === 0 ? 0 : after - 1;
  }
  return value === number ? skipNumber(at) : skipValue(at);
}
