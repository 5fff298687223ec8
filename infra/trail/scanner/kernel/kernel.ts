import * as classes from './classes';
import { secondsOfEventTime } from './event-time';
import * as fields from './fields';
import { forgetEscapes, sawEscape, skipString, skipValue } from './json';
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

// Numbers for the host, which repeats none of them: it reads them from the exports.
export {
  firstOfKey,
  firstOfTie,
  firstReading,
  forFullParser,
  isSighting,
  lastOfKey,
  lastOfTie,
  lastReading,
  onlyCounted,
  showsReading,
} from './classes';
export {
  accessKeyId,
  arn,
  awsRegion,
  decidingTypes,
  errorCode,
  eventCategory,
  eventID,
  eventName,
  eventSource,
  eventTime,
  eventType,
  eventVersion,
  federatedType,
  identityAccountId as accountId,
  identityType as type,
  invokedBy,
  managementEvent,
  principalId,
  readOnly,
  recipientAccountId,
  refused,
  sessionContext,
  sessionCredentialFromConsole,
  sessionIssuer,
  signInTexts,
  sourceIPAddress,
  userAgent,
  userIdentity,
  userName,
  wholeNames,
  wholeSources,
} from './fields';
export {
  countAt,
  dayCount,
  daysAt,
  firstDay,
  inputBytes,
  keyAt,
  keyLengthAt,
  latestAt,
  tieAt,
  tieLengthAt,
} from './layout';

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
    if (second < 0 || second > latestSecond || !isTyped() || isSignIn() || isReadWhole()) break;
    if (!classes.addToClass(second)) break;
    elements++;
    end = after;
    if (load<u8>(end) !== 0x2c) break;
    next = end + 1;
  }
  return end - input;
}

/**
 * Finds the fields of a record; answers 0 where it is not strictly valid JSON, or where a field that a reading needs
 * occurs twice or holds an escape.
 */
function readRecord(start: usize): usize {
  if (load<u8>(start) !== 0x7b) return 0;
  fields.forgetFields();
  const end = readFields(start + 1, recordNames);
  return fields.lengthOf(fields.eventVersion) === 0 ? 0 : end;
}

function readFields(start: usize, names: usize): usize {
  let at = start;
  while (true) {
    if (load<u8>(at) !== 0x22) return 0;
    const name = at + 1;
    forgetEscapes();
    at = skipString(name);
    if (at === 0 || sawEscape || load<u8>(at) !== 0x3a) return 0;
    const field = fields.fieldOf(names, name, at - name - 1);
    const value = ++at;
    if (field === fields.refused) return 0;
    const inner = load<u8>(at) === 0x7b ? namesInside(field) : 0;
    at = inner === 0 ? skipValue(at) : readFields(at + 1, inner);
    if (at === 0) return 0;
    if (field >= 0 && (sawEscape || !fields.setField(field, value, at))) return 0;
    const byte = load<u8>(at++);
    if (byte === 0x7d) return at;
    if (byte !== 0x2c) return 0;
  }
}

/** The names of the fields that matter inside a field's object; 0 where none does. */
function namesInside(field: i32): usize {
  if (field === fields.userIdentity) return identityNames;
  return field === fields.sessionContext ? sessionNames : 0;
}

/**
 * Whether the record names a caller, by type or by a service, and the fields outside the class key have their types.
 * The caller's other fields are part of the key, and the host judges them.
 */
function isTyped(): bool {
  if (fields.lengthOf(fields.userIdentity) === 0 || !fields.isAbsentOr(openBrace, fields.userIdentity)) return false;
  if (load<u8>(fields.startOf(fields.userIdentity)) === openBrace && isNameless()) return false;
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
 * Whether a record may belong to the sign-in service (`ConsoleLogin`, `CheckMfa`, ...), whose reading needs more
 * fields.
 */
function isSignIn(): bool {
  return (
    fields.isIn(fields.signInTexts, fields.eventType) ||
    fields.isIn(fields.signInTexts, fields.eventName) ||
    fields.holdsSignIn(fields.eventSource)
  );
}

/** Whether the parameters of a record matter, which the full parser reads: a change of a trail, or a new user. */
function isReadWhole(): bool {
  return fields.isIn(fields.wholeSources, fields.eventSource) && fields.isIn(fields.wholeNames, fields.eventName);
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
  fields.addText(list, input, length);
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
