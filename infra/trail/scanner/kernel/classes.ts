import { writeCall, writeIdentity } from './class-key';
import { behind, intern } from './interned';
import { isLatest, isPlainId } from './latest';
import {
  callAt,
  callPlaces,
  calls,
  callsEnd,
  classBytes,
  classCount,
  classes,
  classPlaces,
  countAt,
  dayCount,
  daysAt,
  firstDay,
  identities,
  identitiesEnd,
  identityAt,
  identityPlaces,
  keyBytes,
  latestAt,
  placeCount,
  scratch,
  tieAt,
  verdictAt,
} from './layout';

/**
 * A class: records that read the same but for their time and the fields that break ties between equal times. Its key is
 * a pair of interned texts. A class holds how many records it has, on which days, and the latest of them.
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

let freeCall: usize = calls;
let freeIdentity: usize = identities;

export function forgetClasses(): void {
  memory.fill(classPlaces, 0, <usize>placeCount * 8);
  memory.fill(callPlaces, 0, <usize>placeCount * 8);
  memory.fill(identityPlaces, 0, <usize>placeCount * 8);
  freeCall = calls;
  freeIdentity = identities;
  used = 0;
  isFull = false;
}

/** Adds the record whose fields are set to its class; false where it is a matter for the full parser. */
export function addToClass(second: i64): bool {
  const day = <i32>(second / 86400) - firstDay;
  if (day < 0 || day >= dayCount) return false;
  const known = classOfRecord(second);
  if (known === 0) return false;
  const verdict = load<u32>(known + verdictAt);
  const kind = verdict & kindBits;
  if (kind === forFullParser) return false;
  if (kind === isSighting) {
    if (!isPlainId() || !isLatest(known, second)) return false;
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

/** The class of the record whose fields are set, new or known; 0 where its key is too long or there is no room. */
function classOfRecord(second: i64): usize {
  if (!hasRoom()) {
    isFull = true;
    return 0;
  }
  const callLength = writeCall();
  if (callLength === 0) return 0;
  const call = intern(scratch, callLength, callPlaces, freeCall);
  if (call === freeCall) freeCall = behind(call);
  const identityLength = writeIdentity();
  if (identityLength === 0) return 0;
  const identity = intern(scratch, identityLength, identityPlaces, freeIdentity);
  if (identity === freeIdentity) freeIdentity = behind(identity);
  return classOf(call, identity, second);
}

/** Whether a class and both halves of its key find room. */
function hasRoom(): bool {
  return used < classCount && freeCall + longest <= callsEnd && freeIdentity + longest <= identitiesEnd;
}

const longest: usize = keyBytes + 64;

function classOf(call: usize, identity: usize, second: i64): usize {
  const pair = ((<u64>call) << 32) | <u64>identity;
  let place = placeOf(pair);
  while (true) {
    const index = load<u32>(classPlaces + ((<usize>place) << 3));
    if (index === 0) return newClass(place, pair, second);
    const known = classes + <usize>(index - 1) * classBytes;
    if (load<u32>(known + callAt) === <u32>call && load<u32>(known + identityAt) === <u32>identity) return known;
    place = (place + 1) & (placeCount - 1);
  }
}

function placeOf(pair: u64): u32 {
  return <u32>((pair * 0x9e3779b97f4a7c15) >> 51);
}

function newClass(place: u32, pair: u64, second: i64): usize {
  const index = used++;
  const made = classes + <usize>index * classBytes;
  memory.fill(made, 0, tieAt);
  store<u32>(made + callAt, <u32>(pair >> 32));
  store<u32>(made + identityAt, <u32>pair);
  store<i64>(made + latestAt, second);
  store<u32>(classPlaces + ((<usize>place) << 3), index + 1);
  store<u32>(made + verdictAt, classify(index));
  return made;
}
