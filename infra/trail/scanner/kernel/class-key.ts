import { copyBytes } from './bytes';
import * as fields from './fields';
import { keyBytes, scratch } from './layout';
import { decidingTypes, federatedType, isIn, loginName } from './text-lists';

/**
 * The two halves of a class's key: the exact bytes of every field that the reading depends on. One half is of the call,
 * the other of its caller: there are few of each, and many pairs.
 */

/** Writes the half of the call to `scratch`. Answers its length, 0 where it is too long. */
export function writeCall(): usize {
  let at = scratch;
  at = writeField(at, fields.eventType);
  at = writeField(at, fields.eventCategory);
  at = writeField(at, fields.recipientAccountId);
  at = writeField(at, fields.awsRegion);
  at = writeField(at, fields.sessionCredentialFromConsole);
  at = writeField(at, fields.errorCode);
  at = writeField(at, fields.managementEvent);
  at = writeField(at, fields.readOnly);
  if (isIn(loginName, fields.eventName)) at = writeLogin(at);
  return lengthTo(at);
}

/** What decides whether somebody signed in to the console. */
function writeLogin(start: usize): usize {
  let at = writeField(start, fields.eventName);
  at = writeField(at, fields.eventSource);
  at = writeField(at, fields.errorMessage);
  return writeField(at, fields.responseElements);
}

/**
 * The same of the caller. Where the type alone decides, type and account are its half. Only a federated session names
 * its user in the session.
 */
export function writeIdentity(): usize {
  let at = scratch;
  at = writeField(at, fields.identityType);
  at = writeField(at, fields.identityAccountId);
  if (isIn(decidingTypes, fields.identityType)) return lengthTo(at);
  at = writeField(at, fields.principalId);
  at = writeField(at, fields.arn);
  at = writeField(at, fields.userName);
  at = writeField(at, fields.accessKeyId);
  at = writeField(at, fields.invokedBy);
  if (isIn(federatedType, fields.identityType)) at = writeField(at, fields.sessionIssuer);
  return lengthTo(at);
}

const limit: usize = scratch + keyBytes;

function lengthTo(end: usize): usize {
  return end > limit ? 0 : end - scratch;
}

/** A value too long for any key makes the whole too long, without being copied. An absent field leaves no part. */
function writeField(at: usize, field: i32): usize {
  const length = fields.lengthOf(field);
  if (length === 0) return at;
  return at > limit || length > keyBytes ? limit + 1 : writePart(at, field, length);
}

/** Writes a part: number of the field, length of the value, its bytes. Answers the address behind it. */
export function writePart(at: usize, field: i32, length: usize): usize {
  store<u16>(at, <u16>field);
  store<u16>(at + 2, <u16>length);
  return copyBytes(at + partAt, fields.startOf(field), length);
}

/** Where the bytes of a part begin. */
export const partAt: usize = 4;
