/** Reads classes of records out of the kernel's memory. */

import type { RecordClass } from '../../../domain/cloudtrail/record-fold.ts';
import type { DaysByMonth } from '../../../domain/day-set.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { DayBits } from './day-bits.ts';
import { identityFields, recordFields } from './kernel-fields.ts';
import type { Kernel } from './kernel-interface.ts';

/** Reads the classes of one kernel out of its memory. */
export class RecordClasses {
  private readonly kernel: Kernel;
  private readonly memory: Buffer;
  private readonly names = new Map<number, string>();
  private readonly dayBits: DayBits;
  /** The halves of keys by their addresses, each decoded once. */
  private readonly calls = new Map<number, JsonObject>();
  private readonly identities = new Map<number, JsonObject>();

  constructor(kernel: Kernel) {
    this.kernel = kernel;
    this.memory = Buffer.from(kernel.memory.buffer);
    this.dayBits = new DayBits(kernel.firstDay.value, kernel.dayCount.value);
    for (const name of [...recordFields, ...identityFields]) this.names.set(kernel[name].value, name);
  }

  /** The records of one class: of the latest, the fields that a reading asks for, and how many they were, and when. */
  read(index: number): RecordClass {
    const { kernel, memory } = this;
    const count = memory.readUInt32LE(kernel.classAddress(index) + kernel.countAt.value);
    return { latest: this.latestOf(index), count, days: this.daysOf(index) };
  }

  /** Of the latest record of a class the fields that a reading asks for. */
  latestOf(index: number): JsonObject {
    const { kernel, memory } = this;
    const address = kernel.classAddress(index);
    const call = this.decoded(this.calls, memory.readUInt32LE(address + kernel.callAt.value));
    const identity = this.decoded(this.identities, memory.readUInt32LE(address + kernel.identityAt.value));
    const tie = this.parts(address + kernel.tieAt.value, memory.readUInt32LE(address + kernel.tieLengthAt.value));
    const seconds = Number(memory.readBigInt64LE(address + kernel.latestAt.value));
    const eventTime = instantOfEpochMs(seconds * 1000);
    return { eventVersion: '', eventTime, userIdentity: identity, ...call, ...objectOf(tie) };
  }

  /** Forgets what was decoded: the kernel has forgotten its classes. */
  forget(): void {
    this.calls.clear();
    this.identities.clear();
  }

  private decoded(known: Map<number, JsonObject>, address: number): JsonObject {
    const before = known.get(address);
    if (before !== undefined) return before;
    const object = objectOf(this.parts(address + this.kernel.keyAt.value, this.memory.readUInt32LE(address)));
    known.set(address, object);
    return object;
  }

  /** The texts of parts that stand one after the other, by the names of their fields. */
  private parts(start: number, length: number): Map<string, string> {
    const { memory, kernel, names } = this;
    const found = new Map<string, string>();
    for (let at = start; at < start + length; ) {
      const from = at + kernel.partAt.value;
      const end = from + memory.readUInt16LE(at + 2);
      found.set(names.get(memory.readUInt16LE(at)) ?? '', memory.toString('utf8', from, end));
      at = end;
    }
    return found;
  }

  private daysOf(index: number): DaysByMonth {
    const { kernel } = this;
    const start = kernel.classAddress(index) + kernel.daysAt.value;
    return this.dayBits.read(new Uint32Array(kernel.memory.buffer, start, kernel.dayCount.value / 32));
  }
}

/** An identity's session and its issuer go back to where they stood. */
function objectOf(parts: ReadonlyMap<string, string>): JsonObject {
  const fields = [...parts].map(([name, text]) =>
    name === 'sessionIssuer' ? `"sessionContext":{"sessionIssuer":${text}}` : `"${name}":${text}`,
  );
  return JSON.parse(`{${fields.join(',')}}`);
}
