import * as classes from './classes';
import { secondsOfEventTime } from './event-time';
import * as fields from './fields';
import { inflatedTo } from './inflate/blocks';
import { fillCrcTables } from './inflate/crc';
import { inflateTo } from './inflate/gzip';
import { packed } from './inflate/layout';
import {
  classBytes,
  classes as classesAddress,
  identityNames,
  input,
  inputBytes,
  paddingBytes,
  recordNames,
  sessionNames,
} from './layout';
import { readRecord } from './record';
import * as lists from './text-lists';

// Numbers for the host, which repeats none of them: it reads them from the exports.
export { partAt } from './class-key';
export { firstReading, forFullParser, isSighting, lastReading, onlyCounted, showsReading } from './classes';
export {
  accessKeyId,
  alike,
  arn,
  awsRegion,
  errorCode,
  errorMessage,
  eventCategory,
  eventID,
  eventName,
  eventSource,
  eventTime,
  eventType,
  eventVersion,
  identityAccountId as accountId,
  identityType as type,
  invokedBy,
  managementEvent,
  principalId,
  readOnly,
  recipientAccountId,
  refused,
  responseElements,
  sessionContext,
  sessionCredentialFromConsole,
  sessionIssuer,
  sourceIPAddress,
  userAgent,
  userIdentity,
  userName,
} from './fields';
export { checkSum } from './inflate/blocks';
export { packedBytes } from './inflate/layout';
export {
  callAt,
  countAt,
  dayCount,
  daysAt,
  firstDay,
  identityAt,
  inputBytes,
  keyAt,
  latestAt,
  tieAt,
  tieLengthAt,
} from './layout';
export { followed } from './record';
export { decidingTypes, federatedType, loginName, signInTexts, wholeNames, wholeSources } from './text-lists';

/** Where a name stands: in a record, in its identity, or in the session of that one. */
export const inRecord: i32 = 0;
export const inIdentity: i32 = 1;
export const inSession: i32 = 2;

/** Records of the latest `readElements`. */
export let elements: i32 = 0;

let latestSecond: i64 = 0;

/** Records after this second are for the full parser. */
export function setNow(second: f64): void {
  latestSecond = <i64>second;
}

export function inputAddress(): usize {
  return input;
}

/** Where a gzip file stands for `inflate`. */
export function packedAddress(): usize {
  return packed;
}

/** Inflates the gzip file at the packed address to the input; -1 where zlib must do it. */
export function inflate(length: usize): i32 {
  return inflateTo(input, inputBytes, length);
}

/** The length of what `inflate` came to, also of a file that it left to zlib. */
export function inflatedBytes(): usize {
  return inflatedTo() - input;
}

/** To be called once, before `inflate`. */
export function prepare(): void {
  fillCrcTables();
}

/** Says that so many bytes were put at the input address. */
export function endInput(length: usize): void {
  memory.fill(input + min(length, inputBytes), 0, paddingBytes);
}

/**
 * Reads records from offset `start` of the input, each but the first after a comma, and adds each to its class. Answers
 * the offset behind the last one that was read. What follows is for the full parser, is no record, or is incomplete.
 */
export function readElements(start: usize): usize {
  let end = input + start;
  let next = end;
  elements = 0;
  while (true) {
    const after = readRecord(next);
    if (after === 0) break;
    const second = secondsOfEventTime();
    if (second < 0 || second > latestSecond || !isTyped() || isOtherSignIn() || isReadWhole()) break;
    if (!classes.addToClass(second)) break;
    elements++;
    end = after;
    if (load<u8>(end) !== 0x2c) break;
    next = end + 1;
  }
  return end - input;
}

/**
 * Whether the record names a caller, by type or by a service, and the fields outside the class key have their types.
 * The caller's other fields are part of the key, and the host judges them.
 */
function isTyped(): bool {
  if (load<u8>(fields.startOf(fields.userIdentity)) !== openBrace || isNameless()) return false;
  return (
    fields.isAbsentOr(quote, fields.eventName) &&
    fields.isAbsentOr(quote, fields.eventSource) &&
    fields.isAbsentOr(openBrace, fields.sessionContext)
  );
}

const quote: u8 = 0x22;
const openBrace: u8 = 0x7b;

/** Its fields may bear other names, which the full parser knows. */
function isNameless(): bool {
  return fields.lengthOf(fields.identityType) === 0 && fields.lengthOf(fields.invokedBy) === 0;
}

/**
 * Whether a record belongs to the sign-in service and is no `ConsoleLogin` (`CheckMfa`, ...): its reading needs more
 * fields.
 */
function isOtherSignIn(): bool {
  if (lists.isIn(lists.loginName, fields.eventName)) return false;
  return lists.isIn(lists.signInTexts, fields.eventType) || fields.holdsSignIn(fields.eventSource);
}

/** Whether the parameters of a record matter, which the full parser reads: a change of a trail, or a new user. */
function isReadWhole(): bool {
  return lists.isIn(lists.wholeSources, fields.eventSource) && lists.isIn(lists.wholeNames, fields.eventName);
}

/** Tells the kernel a name of a field, which stands at the input address; `level` is one of the three above. */
export function addName(level: i32, length: usize, field: i32): void {
  fields.addName(
    level === inRecord ? recordNames : level === inIdentity ? identityNames : sessionNames,
    input,
    length,
    field,
  );
}

/** Tells the kernel a quoted text of a list that stands at the input address. */
export function addText(list: i32, length: usize): void {
  lists.addText(list, input, length);
}

export function classAddress(index: u32): usize {
  return classesAddress + <usize>index * classBytes;
}

export function classesUsed(): u32 {
  return classes.used;
}

export function classesFull(): bool {
  return classes.isFull;
}

export function forgetReadings(): void {
  classes.forgetReadings();
}

export function forgetClasses(): void {
  classes.forgetClasses();
}
