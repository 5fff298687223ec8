import { copyBytes, equalBytes } from './bytes';
import { spans } from './layout';

/**
 * What a field's name stands for: one of the numbers below, a field that no reading needs, a field that sends its
 * record to the full parser, or an object that no reading needs and that has the same names in most records.
 */
export const notOurs: i32 = -1;
export const refused: i32 = -2;
export const alike: i32 = -3;

// The numbers of the fields. The host gives their names.
export const eventVersion: i32 = 0;
export const userIdentity: i32 = 1;
export const eventTime: i32 = 2;
export const eventID: i32 = 3;
export const eventName: i32 = 4;
export const eventSource: i32 = 5;
export const sourceIPAddress: i32 = 6;
export const userAgent: i32 = 7;
export const eventType: i32 = 8;
export const eventCategory: i32 = 9;
export const recipientAccountId: i32 = 10;
export const awsRegion: i32 = 11;
export const sessionCredentialFromConsole: i32 = 12;
export const errorCode: i32 = 13;
export const managementEvent: i32 = 14;
export const readOnly: i32 = 15;
export const identityType: i32 = 16;
export const identityAccountId: i32 = 17;
export const principalId: i32 = 18;
export const arn: i32 = 19;
export const userName: i32 = 20;
export const accessKeyId: i32 = 21;
export const invokedBy: i32 = 22;
export const sessionIssuer: i32 = 23;
export const sessionContext: i32 = 24;
// Read for console sign-ins alone, where their exact bytes are part of the key: an escape in them does no harm.
export const errorMessage: i32 = 25;
export const responseElements: i32 = 26;
export const fieldCount: i32 = 27;

/** Whether the kernel compares the field's value with other texts, so that an escape in it would deceive it. */
export function isCompared(field: i32): bool {
  return field >= 0 && field < errorMessage;
}

const placeBytes: usize = 64;
const textAt: usize = 16;
const longestName: usize = 40;

/** A place: the length of the name (0 where free), the field, the name. */
export function addName(table: usize, name: usize, length: usize, field: i32): void {
  let place = placeOf(name, length);
  while (load<u32>(table + place * placeBytes) !== 0) place = (place + 1) & 63;
  const entry = table + place * placeBytes;
  store<u32>(entry, <u32>length);
  store<i32>(entry + 4, field);
  copyBytes(entry + textAt, name, length);
}

export function fieldOf(table: usize, name: usize, length: usize): i32 {
  if (length > longestName || length === 0) return notOurs;
  let place = placeOf(name, length);
  while (true) {
    const entry = table + place * placeBytes;
    const known: usize = load<u32>(entry);
    if (known === 0) return notOurs;
    if (known === length && equalBytes(entry + textAt, name, length)) return load<i32>(entry + 4);
    place = (place + 1) & 63;
  }
}

function placeOf(name: usize, length: usize): usize {
  const first = length >= 8 ? load<u64>(name) : load<u64>(name) & (((<u64>1) << (<u64>length * 8)) - 1);
  return <usize>(((first ^ <u64>length) * 0x9e3779b97f4a7c15) >> 58);
}

/** Whether a field is absent, null, or begins as its type does: `"` a text, `{` an object. */
export function isAbsentOr(opening: u8, field: i32): bool {
  if (lengthOf(field) === 0) return true;
  const first = load<u8>(startOf(field));
  return first === opening || first === 0x6e;
}

/** Whether `signin.` stands anywhere in a field's value. */
export function holdsSignIn(field: i32): bool {
  const start = startOf(field);
  const end = start + lengthOf(field);
  const dots = i8x16.splat(0x2e);
  for (let at = start; at < end; at += 16) {
    for (let found = i8x16.bitmask(i8x16.eq(v128.load(at), dots)); found !== 0; found &= found - 1) {
      const dot = at + ctz(found);
      if (dot < end && dot >= start + 6 && (load<u64>(dot - 6) & 0xffffffffffffff) === signIn) return true;
    }
  }
  return false;
}

/** `signin.` as a number. */
const signIn: u64 = 0x2e6e696e676973;

export function forgetFields(): void {
  const none = i64x2.splat(0);
  for (let at: usize = 0; at < 224; at += 16) v128.store(spans + at, none);
}

/** Remembers where a field's value stands; false where the record already had it. */
export function setField(field: i32, start: usize, end: usize): bool {
  const span = spans + ((<usize>field) << 3);
  if (load<u32>(span) !== 0) return false;
  store<u32>(span, <u32>start);
  store<u32>(span + 4, <u32>end);
  return true;
}

export function startOf(field: i32): usize {
  return load<u32>(spans + ((<usize>field) << 3));
}

/** The value's bytes, quotes included; 0 where the record has no such field. */
export function lengthOf(field: i32): usize {
  const span = spans + ((<usize>field) << 3);
  return load<u32>(span + 4) - load<u32>(span);
}
