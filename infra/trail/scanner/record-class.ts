import type { RecordClass } from '../../../domain/cloudtrail/record-fold.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import { identityFields } from './kernel-fields.ts';

const keyFields = [
  'eventType',
  'eventCategory',
  'recipientAccountId',
  'awsRegion',
  'sessionCredentialFromConsole',
  'errorCode',
  'managementEvent',
  'readOnly',
] as const;
const tieFields = ['eventID', 'eventName', 'eventSource', 'sourceIPAddress', 'userAgent'] as const;

// Where the parts of a class stand, as in `kernel/layout.ts`.
const keyLengthAt = 4;
const countAt = 8;
const latestAt = 16;
const tieLengthAt = 24;
const daysAt = 64;
const dayWords = 256;
const keyAt = 1088;
const tieAt = 2816;
const firstDay = 14_610;
const dayMs = 86_400_000;

/** The records of one class of the kernel: of the latest, the fields that a reading asks for, and how many they were, and when. */
export function recordClassAt(memory: Buffer, address: number): RecordClass {
  const count = memory.readUInt32LE(address + countAt);
  return { latest: latestRecordAt(memory, address), count, days: daysOf(memory, address) };
}

/** Of the latest record of a class the fields that a reading asks for. */
export function latestRecordAt(memory: Buffer, address: number): JsonObject {
  const keyEnd = address + keyAt + memory.readUInt32LE(address + keyLengthAt);
  const tieEnd = address + tieAt + memory.readUInt32LE(address + tieLengthAt);
  const key = texts(memory, address + keyAt, keyEnd);
  const tie = texts(memory, address + tieAt, tieEnd);
  const [identity, ...ofIdentity] = key.slice(keyFields.length);
  const userIdentity = identity === '{' ? identityOf(ofIdentity) : (identity ?? '');
  const at = instantOfEpochMs(Number(memory.readBigInt64LE(address + latestAt)) * 1000);
  const names = ['eventVersion', 'eventTime', 'userIdentity', ...keyFields, ...tieFields];
  const values = ['""', JSON.stringify(at), userIdentity, ...key.slice(0, keyFields.length), ...tie];
  return JSON.parse(objectOf(names, values));
}

/** Parts written one after the other, each behind its length; one that the record did not have is empty. */
function texts(memory: Buffer, from: number, to: number): string[] {
  const found: string[] = [];
  for (let at = from; at < to; ) {
    const length = memory.readUInt16LE(at);
    found.push(memory.toString('utf8', at + 2, at + 2 + length));
    at += 2 + length;
  }
  return found;
}

/** Its session's issuer, the last part, goes back to where it stood. */
function identityOf(values: readonly string[]): string {
  const session = objectOf(['sessionIssuer'], values.slice(identityFields.indexOf('sessionIssuer')));
  const own = values.slice(0, identityFields.indexOf('sessionIssuer'));
  return objectOf([...identityFields.slice(0, own.length), 'sessionContext'], [...own, session]);
}

function objectOf(names: readonly string[], values: readonly string[]): string {
  const fields = values.map((value, index) => (value === '' ? '' : `"${names[index]}":${value}`));
  return `{${fields.filter((field) => field !== '').join(',')}}`;
}

function daysOf(memory: Buffer, address: number): Instant[] {
  const days: Instant[] = [];
  for (let word = 0; word < dayWords; word++) {
    const bits = memory.readUInt32LE(address + daysAt + 4 * word);
    for (let bit = 0; bits >>> bit !== 0 && bit < 32; bit++) {
      if ((bits >>> bit) & 1) days.push(startOfDay(32 * word + bit));
    }
  }
  return days;
}

const starts: Instant[] = [];

/** Days recur in every class: each is written as text once. */
function startOfDay(day: number): Instant {
  starts[day] ??= instantOfEpochMs((firstDay + day) * dayMs) as Instant;
  return starts[day];
}
