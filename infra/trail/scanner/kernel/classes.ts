import { compareBytes, copyBytes, equalBytes, hashBytes } from './bytes';
import * as fields from './fields';
import {
  classBytes,
  classCount,
  classes,
  countAt,
  dayCount,
  daysAt,
  firstDay,
  keyAt,
  keyBytes,
  keyLengthAt,
  latestAt,
  placeCount,
  places,
  scratch,
  tieAt,
  tieBytes,
  tieLengthAt,
  verdictAt,
} from './layout';

/**
 * A class: records that read the same but for their time and the fields that break ties between equal times. Its key is
 * the exact bytes of every field that the reading depends on. A class holds how many records it has, on which days, and
 * the latest of them.
 */

// What the host says of a new class.
/** Each of its records is for the full parser. */
export const forFullParser: u32 = 0;
/** Its records are counted and prove nothing. */
export const onlyCounted: u32 = 1;
export const isSighting: u32 = 2;
/** Added to one of the above: each of its records shows that the trail records calls that only read. */
export const showsReading: u32 = 4;
const kindBits: u32 = 3;

/** Seconds of the first and the last record that shows it, since `forgetReadings`; without any, first is above last. */
export let firstReading: f64 = Infinity;
export let lastReading: f64 = -1;

export function forgetReadings(): void {
  firstReading = Infinity;
  lastReading = -1;
}

/** Asks the host to read the first record of a new class, whose key is in place. */
declare function classify(classIndex: u32): u32;

export let used: u32 = 0;
/** A record was refused for want of a free class: the host takes the classes out and asks again. */
export let isFull: bool = false;

export function forgetClasses(): void {
  memory.fill(places, 0, <usize>placeCount * 8);
  used = 0;
  isFull = false;
}

/** Adds the record whose fields are set to its class; false where it is a matter for the full parser. */
export function addToClass(second: i64): bool {
  const keyLength = writeKey();
  if (keyLength === 0) return false;
  const day = <i32>(second / 86400) - firstDay;
  if (day < 0 || day >= dayCount) return false;
  const known = findClass(keyLength, second);
  if (known === 0) return false;
  const verdict = load<u32>(known + verdictAt);
  const kind = verdict & kindBits;
  if (kind === forFullParser) return false;
  if (kind === isSighting) {
    if (!keepLatest(known, second)) return false;
  } else if (second > load<i64>(known + latestAt)) {
    store<i64>(known + latestAt, second);
  }
  if ((verdict & showsReading) !== 0) addReading(<f64>second);
  store<u32>(known + countAt, load<u32>(known + countAt) + 1);
  const word = known + daysAt + ((<usize>day >> 5) << 2);
  store<u32>(word, load<u32>(word) | (1 << (day & 31)));
  return true;
}

function addReading(second: f64): void {
  firstReading = min(firstReading, second);
  lastReading = max(lastReading, second);
}

/** The fields of the key, numbered in a row and written in that order; behind them come those of the identity. */
export const firstOfKey: i32 = fields.eventType;
export const lastOfKey: i32 = fields.readOnly;

/** Each part as its length in two bytes and its bytes. Answers the whole length, 0 where it is too long. */
function writeKey(): usize {
  let at = scratch;
  at = writeField(at, fields.eventType);
  at = writeField(at, fields.eventCategory);
  at = writeField(at, fields.recipientAccountId);
  at = writeField(at, fields.awsRegion);
  at = writeField(at, fields.sessionCredentialFromConsole);
  at = writeField(at, fields.errorCode);
  at = writeField(at, fields.managementEvent);
  at = writeField(at, fields.readOnly);
  at = writeIdentity(at);
  return at > scratch + keyBytes ? 0 : at - scratch;
}

/** For an identity whose type alone decides, type and account are the key. Only a federated session names its user. */
function writeIdentity(start: usize): usize {
  let at = start;
  if (load<u8>(fields.startOf(fields.userIdentity)) !== 0x7b) return writeField(at, fields.userIdentity);
  store<u16>(at, 1);
  store<u8>(at + 2, 0x7b);
  at = writeField(at + 3, fields.identityType);
  at = writeField(at, fields.identityAccountId);
  if (fields.isIn(fields.decidingTypes, fields.identityType)) return at;
  at = writeField(at, fields.principalId);
  at = writeField(at, fields.arn);
  at = writeField(at, fields.userName);
  at = writeField(at, fields.accessKeyId);
  at = writeField(at, fields.invokedBy);
  return fields.isIn(fields.federatedType, fields.identityType) ? writeField(at, fields.sessionIssuer) : at;
}

/** A value too long for any class makes the whole too long, without being copied. */
function writeField(at: usize, field: i32): usize {
  const length = fields.lengthOf(field);
  if (at > scratch + keyBytes || length > keyBytes) return scratch + keyBytes + 1;
  store<u16>(at, <u16>length);
  return copyBytes(at + 2, fields.startOf(field), length);
}

/** The class of the key in `scratch`, made where it is new; 0 where there is no room. */
function findClass(keyLength: usize, second: i64): usize {
  const hash = hashBytes(scratch, keyLength);
  let place = hash & (placeCount - 1);
  for (; ; place = (place + 1) & (placeCount - 1)) {
    const entry = places + ((<usize>place) << 3);
    const index = load<u32>(entry);
    if (index === 0) break;
    if (load<u32>(entry + 4) !== hash) continue;
    const known = classes + <usize>(index - 1) * classBytes;
    if (<usize>load<u32>(known + keyLengthAt) === keyLength && equalBytes(known + keyAt, scratch, keyLength))
      return known;
  }
  if (used === classCount) {
    isFull = true;
    return 0;
  }
  return newClass(place, hash, keyLength, second);
}

function newClass(place: u32, hash: u32, keyLength: usize, second: i64): usize {
  const index = used++;
  const made = classes + <usize>index * classBytes;
  memory.fill(made, 0, keyAt);
  store<u32>(made, hash);
  store<u32>(made + keyLengthAt, <u32>keyLength);
  store<i64>(made + latestAt, second);
  copyBytes(made + keyAt, scratch, keyLength);
  const entry = places + ((<usize>place) << 3);
  store<u32>(entry, index + 1);
  store<u32>(entry + 4, hash);
  store<u32>(made + verdictAt, classify(index));
  return made;
}

/** The latest by second, then by event id. Where both are equal the rest must be too, or the full parser decides. */
function keepLatest(known: usize, second: i64): bool {
  const id = fields.startOf(fields.eventID);
  const idLength = fields.lengthOf(fields.eventID);
  if (!isPlainId(id, idLength)) return false;
  const tie = known + tieAt;
  if (load<u32>(known + tieLengthAt) !== 0) {
    const latest = load<i64>(known + latestAt);
    if (second < latest) return true;
    if (second === latest) {
      const order = compareBytes(id, idLength, tie + 2, load<u16>(tie));
      if (order < 0) return true;
      if (order === 0) return isSameTie(tie);
    }
  }
  const end = writeTie(tie);
  if (end === 0) return false;
  store<u32>(known + tieLengthAt, <u32>(end - tie));
  store<i64>(known + latestAt, second);
  return true;
}

/** A quoted text of 1 to 64 letters, digits and signs of ASCII: the order of its bytes is the order of the text. */
function isPlainId(start: usize, length: usize): bool {
  if (length < 3 || length > 66 || load<u8>(start) !== 0x22) return false;
  for (let at: usize = 1; at < length - 1; at++) if (load<u8>(start + at) >= 0x7f) return false;
  return true;
}

function isSameTie(tie: usize): bool {
  let at = tie;
  for (let index = 0; index < tieCount; index++) {
    const field = tieField(index);
    const length = fields.lengthOf(field);
    if (load<u16>(at) !== length || !equalBytes(at + 2, fields.startOf(field), length)) return false;
    at += 2 + length;
  }
  return true;
}

/** The address behind it; 0 where it is too long, and then nothing was written. */
function writeTie(tie: usize): usize {
  let size: usize = 0;
  for (let index = 0; index < tieCount; index++) size += 2 + fields.lengthOf(tieField(index));
  if (size > tieBytes - 16) return 0;
  let at = tie;
  for (let index = 0; index < tieCount; index++) {
    const field = tieField(index);
    const length = fields.lengthOf(field);
    store<u16>(at, <u16>length);
    at = copyBytes(at + 2, fields.startOf(field), length);
  }
  return at;
}

/** The fields that break ties, numbered in a row. */
export const firstOfTie: i32 = fields.eventID;
export const lastOfTie: i32 = fields.userAgent;
const tieCount: i32 = lastOfTie - firstOfTie + 1;

function tieField(index: i32): i32 {
  return firstOfTie + index;
}
