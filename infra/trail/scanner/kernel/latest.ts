import { compareBytes, equalBytes } from './bytes';
import { partAt, writePart } from './class-key';
import * as fields from './fields';
import { latestAt, scratch, tieAt, tieBytes, tieLengthAt } from './layout';

/** The latest record of a class, and the fields that tell which of two records of one second is the later. */

/**
 * Keeps the record if it is the latest by second, then by event id. False where both are equal and the rest is not, or
 * where it is too long: then the full parser decides.
 */
export function isLatest(known: usize, second: i64): bool {
  const tie = known + tieAt;
  const tieLength = <usize>load<u32>(known + tieLengthAt);
  if (tieLength !== 0) {
    const latest = load<i64>(known + latestAt);
    if (second < latest) return true;
    if (second === latest) {
      const order = compareBytes(
        fields.startOf(fields.eventID),
        fields.lengthOf(fields.eventID),
        tie + partAt,
        load<u16>(tie + 2),
      );
      if (order < 0) return true;
      if (order === 0) return isSameTie(tie, tieLength);
    }
  }
  return keep(known, second);
}

function keep(known: usize, second: i64): bool {
  if (tieSize() > tieBytes - 16) return false;
  const tie = known + tieAt;
  store<u32>(known + tieLengthAt, <u32>(writeTie(tie) - tie));
  store<i64>(known + latestAt, second);
  return true;
}

/** Whether `eventID` is 1 to 64 letters, digits and signs of ASCII: the order of its bytes is that of texts. */
export function isPlainId(): bool {
  const start = fields.startOf(fields.eventID);
  const length = fields.lengthOf(fields.eventID);
  if (length < 3 || length > 66 || load<u8>(start) !== 0x22) return false;
  const most = i8x16.splat(0x7f);
  let at: usize = 1;
  for (; at + 16 < length; at += 16) if (v128.any_true(i8x16.ge_u(v128.load(start + at), most))) return false;
  for (; at < length - 1; at++) if (load<u8>(start + at) >= 0x7f) return false;
  return true;
}

function isSameTie(tie: usize, length: usize): bool {
  return tieSize() === length && equalBytes(tie, scratch, writeTie(scratch) - scratch);
}

function tieSize(): usize {
  let size: usize = 0;
  for (let field = fields.eventID; field <= fields.userAgent; field++) {
    const length = fields.lengthOf(field);
    if (length !== 0) size += partAt + length;
  }
  return size;
}

/** Writes the fields that break ties, numbered in a row, of which the first is the event's id. */
function writeTie(start: usize): usize {
  let at = start;
  for (let field = fields.eventID; field <= fields.userAgent; field++) {
    const length = fields.lengthOf(field);
    if (length !== 0) at = writePart(at, field, length);
  }
  return at;
}
