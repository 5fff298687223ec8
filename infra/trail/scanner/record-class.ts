/** Reads classes of records out of the kernel's memory. */

import type { RecordClass } from '../../../domain/cloudtrail/record-fold.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Instant, instantOfEpochMs } from '../../../domain/time.ts';
import { identityFields, recordFields } from './kernel-fields.ts';
import type { Kernel } from './kernel-interface.ts';

const dayMs = 86_400_000;
const issuerAt = identityFields.indexOf('sessionIssuer');

/** Reads the classes of one kernel out of its memory. */
export class RecordClasses {
  private readonly kernel: Kernel;
  private readonly memory: Buffer;
  private readonly keyFields: readonly string[];
  private readonly tieFields: readonly string[];

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.memory = Buffer.from(kernel.memory.buffer);
    this.keyFields = fieldsBetween(kernel, kernel.firstOfKey.value, kernel.lastOfKey.value);
    this.tieFields = fieldsBetween(kernel, kernel.firstOfTie.value, kernel.lastOfTie.value);
  }

  /** The records of one class: of the latest, the fields that a reading asks for, and how many they were, and when. */
  read(index: number): RecordClass {
    const { kernel, memory } = this;
    const count = memory.readUInt32LE(kernel.classAddress(index) + kernel.countAt.value);
    return { latest: this.latestOf(index), count, days: this.daysOf(index) };
  }

  /** Of the latest record of a class the fields that a reading asks for. */
  latestOf(index: number): JsonObject {
    const { kernel, memory, keyFields, tieFields } = this;
    const address = kernel.classAddress(index);
    const key = this.texts(address, kernel.keyAt.value, kernel.keyLengthAt.value);
    const tie = this.texts(address, kernel.tieAt.value, kernel.tieLengthAt.value);
    const [identity, ...ofIdentity] = key.slice(keyFields.length);
    const userIdentity = identity === '{' ? identityOf(ofIdentity) : (identity ?? '');
    const at = instantOfEpochMs(Number(memory.readBigInt64LE(address + kernel.latestAt.value)) * 1000);
    const names = ['eventVersion', 'eventTime', 'userIdentity', ...keyFields, ...tieFields];
    const values = ['""', JSON.stringify(at), userIdentity, ...key.slice(0, keyFields.length), ...tie];
    return JSON.parse(objectOf(names, values));
  }

  /** Parts written one after the other, each behind its length; one that the record did not have is empty. */
  private texts(address: number, startsAt: number, lengthAt: number): string[] {
    const { memory } = this;
    const found: string[] = [];
    const end = address + startsAt + memory.readUInt32LE(address + lengthAt);
    for (let at = address + startsAt; at < end; ) {
      const length = memory.readUInt16LE(at);
      found.push(memory.toString('utf8', at + 2, at + 2 + length));
      at += 2 + length;
    }
    return found;
  }

  private daysOf(index: number): Instant[] {
    const { kernel, memory } = this;
    const start = kernel.classAddress(index) + kernel.daysAt.value;
    const [words, firstDay] = [kernel.dayCount.value / 32, kernel.firstDay.value];
    const days: Instant[] = [];
    for (let word = 0; word < words; word++) {
      const bits = memory.readUInt32LE(start + 4 * word);
      for (let bit = 0; bits >>> bit !== 0 && bit < 32; bit++) {
        if ((bits >>> bit) & 1) days.push(startOfDay(firstDay + 32 * word + bit));
      }
    }
    return days;
  }
}

/** The fields of a record from one number to another, both included, in the order of their numbers. */
function fieldsBetween(kernel: Kernel, first: number, last: number): string[] {
  return recordFields
    .filter((name) => kernel[name].value >= first && kernel[name].value <= last)
    .sort((a, b) => kernel[a].value - kernel[b].value);
}

/** Its session's issuer, the last part, goes back to where it stood. */
function identityOf(values: readonly string[]): string {
  const session = objectOf(['sessionIssuer'], values.slice(issuerAt));
  const own = values.slice(0, issuerAt);
  return objectOf([...identityFields.slice(0, own.length), 'sessionContext'], [...own, session]);
}

function objectOf(names: readonly string[], values: readonly string[]): string {
  const fields = values.map((value, index) => (value === '' ? '' : `"${names[index]}":${value}`));
  return `{${fields.filter((field) => field !== '').join(',')}}`;
}

const starts: Instant[] = [];

/** Days recur in every class: each is written as text once. The day is counted from 1970. */
function startOfDay(day: number): Instant {
  starts[day] ??= instantOfEpochMs(day * dayMs) as Instant;
  return starts[day];
}
