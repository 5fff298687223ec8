import { equalBytes } from './bytes';
import * as fields from './fields';
import { skipNumber, skipScalar, skipString, skipValue } from './json';
import { recordNames } from './layout';
import {
  any,
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
import { free, hasRoomFor, setFree } from './shapes';

/**
 * Learns a shape from a record that was checked in full, and whose fields are set. What differs from record to record
 * is cut out of its bytes: the contents of strings, numbers, and whole values that no reading needs. The bytes between
 * are literals.
 */

/** More edges at one cell cost more than they save. */
const mostEdges: i32 = 48;
const longestLiteral: usize = 4096;

/** The cell that was reached, 0 once nothing more can be learned of this record, and where the next literal begins. */
let cell: usize = 0;
let from: usize = 0;

export function learnShape(start: usize): void {
  cell = root;
  from = start;
  let at = start;
  while (cell !== 0) {
    const name = at + 2;
    const nameEnd = skipString(name);
    at = learnValue(nameEnd + 1, fields.fieldOf(recordNames, name, nameEnd - name - 1));
    if (load<u8>(at) === 0x7d) break;
  }
  cut(at + 1, end);
}

/** Answers the address behind a value of the record. */
function learnValue(at: usize, field: i32): usize {
  if (load<u8>(at) === 0x22) return cutString(at, fields.isCompared(field) ? plainText : text);
  if (fields.isCompared(field)) return learnInside(at, plainText);
  return field === fields.alike ? learnInside(at, text) : cutTo(at, skipValue(at), any);
}

/** A value that is a literal up to the strings and numbers in it. */
function learnInside(start: usize, strings: u32): usize {
  let at = start;
  let depth: i32 = 0;
  let isName = false;
  /** The open containers, the innermost in the lowest bit: 1 is an object. No value here is deeper than 60. */
  let objects: u64 = 0;
  do {
    const byte = load<u8>(at);
    if (byte === 0x7b || byte === 0x5b) {
      depth++;
      isName = byte === 0x7b;
      objects = (objects << 1) | (isName ? 1 : 0);
      at++;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth--;
      objects >>= 1;
      at++;
    } else if (byte === 0x2c) {
      isName = (objects & 1) === 1;
      at++;
    } else if (byte === 0x22) {
      at = isName ? skipString(at + 1) + 1 : cutString(at, strings);
      isName = false;
    } else {
      const isNumber = byte === 0x2d || byte - 0x30 < 10;
      at = isNumber ? cutTo(at, skipNumber(at), number) : skipScalar(at);
    }
  } while (depth !== 0);
  return at;
}

/** Cuts out the contents of a string, whose quotes stay. Answers the address behind it. */
function cutString(at: usize, value: u32): usize {
  const after = skipString(at + 1);
  cutTo(at + 1, after - 1, value);
  return after;
}

function cutTo(at: usize, after: usize, value: u32): usize {
  cut(at, value);
  from = after;
  return after;
}

/** Ends a literal before a value. */
function cut(to: usize, value: u32): void {
  if (cell !== 0) cell = findEdge(to - from, value);
}

/** The cell behind the literal at `from`, with the edge to it made where there is none; 0 where there is no room. */
function findEdge(length: usize, value: u32): usize {
  let last = cell - nextAt;
  let edges: i32 = 0;
  for (let edge: usize = load<u32>(cell); edge !== 0; edge = load<u32>(edge + nextAt)) {
    const isSame = <usize>load<u32>(edge + lengthAt) === length && load<u32>(edge + valueAt) === value;
    if (isSame && equalBytes(edge + literalAt, from, length)) return edge + cellAt;
    last = edge;
    edges++;
  }
  const most = literalAt + length + 48 + markBytes * 2 * <usize>fields.fieldCount;
  if (edges === mostEdges || length > longestLiteral || !hasRoomFor(most)) return 0;
  const made = newEdge(length, value);
  link(made, last, value);
  return made + cellAt;
}

/**
 * A longer literal is tried before those that may end inside it, where a number or any value begins: edges to strings
 * come first.
 */
function link(made: usize, last: usize, value: u32): void {
  const isFirst = value === plainText || value === text || value === end;
  const before = isFirst ? cell - nextAt : last;
  store<u32>(made + nextAt, load<u32>(before + nextAt));
  store<u32>(before + nextAt, <u32>made);
}

function newEdge(length: usize, value: u32): usize {
  const edge = free;
  const last = lastBlock(length);
  const mask = edge + literalAt + last + 16;
  memory.fill(edge, 0, mask + 16 - edge);
  store<u32>(edge + lengthAt, <u32>length);
  store<u32>(edge + valueAt, value);
  memory.copy(edge + literalAt, from, length);
  memory.fill(mask, 0xff, length - last);
  store<u32>(edge + marksAt, <u32>(mask + 16));
  const marksEnd = writeMarks(mask + 16, length);
  store<u32>(edge + marksEndAt, <u32>marksEnd);
  setFree((marksEnd + 15) & ~15);
  return edge;
}

/**
 * The starts and ends of fields that lie in the literal, or at either end of it. A value begins or ends strictly inside
 * a literal, but for one that was cut out whole: it begins where a literal ends and ends where the next one begins.
 */
function writeMarks(start: usize, length: usize): usize {
  let at = start;
  for (let field: i32 = 0; field < fields.fieldCount; field++) {
    if (fields.lengthOf(field) === 0) continue;
    const slot = (<usize>field) << 3;
    at = writeMark(at, slot, fields.startOf(field) - from, length);
    at = writeMark(at, slot + 4, fields.startOf(field) + fields.lengthOf(field) - from, length);
  }
  return at;
}

/** A distance below 0 is, without a sign, above any length. */
function writeMark(at: usize, slot: usize, distance: usize, length: usize): usize {
  if (distance > length) return at;
  store<u16>(at, <u16>slot);
  store<u16>(at + 2, <u16>distance);
  return at + markBytes;
}
