import { readRecord } from '../../../domain/cloudtrail/record.ts';
import { foldRecordClass, type RecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import type { ElementsRead } from '../json/json-splitter.ts';
import { registerNames } from './kernel-fields.ts';
import { type Kernel, newKernel } from './kernel-interface.ts';
import { latestRecordAt, recordClassAt } from './record-class.ts';

const forFullParser = 0;
const onlyCounted = 1;
const isSighting = 2;

/** The longest chunk that is scanned at all: give it no longer ones. */
export const scannedBytes = 1024 * 1024;

/**
 * Reads records without building objects. The kernel checks every byte of a record against the grammar of JSON and sorts it
 * into a class by the exact bytes of all that its reading hangs on, so that one record of a class is read for all of them.
 * A record in any other form than the usual one is left to the caller, who reads it with the full parser.
 * The fold is whole after `finish`.
 */
export class RecordScanner {
  private readonly fold: () => RecordFold;
  private readonly now: Instant;
  private readonly kernel: Kernel;
  private readonly memory: Buffer;
  private readonly input: number;
  private loaded: Buffer | undefined;

  constructor(fold: () => RecordFold, now: Instant) {
    this.fold = fold;
    this.now = now;
    this.kernel = newKernel((index) => this.classify(index));
    this.memory = Buffer.from(this.kernel.memory.buffer);
    this.input = this.kernel.inputAddress();
    registerNames(this.kernel);
    this.kernel.setNow(epochMs(now) / 1000);
  }

  /** Reads as many records as it can from the `{` at an index of the chunk on, each but the first after a comma. */
  readElements(bytes: Buffer, at: number): ElementsRead {
    if (bytes.length > scannedBytes) return { count: 0, end: at };
    this.load(bytes);
    const end = this.kernel.readElements(at);
    const count = this.kernel.elements.value;
    if (this.kernel.classesFull()) this.finish();
    return { count, end };
  }

  /** Folds in what was read so far. */
  finish(): void {
    for (let index = 0; index < this.kernel.classesUsed(); index++) {
      const recordClass = recordClassAt(this.memory, this.kernel.classAddress(index));
      if (recordClass.count > 0) foldRecordClass(this.fold(), recordClass, this.now);
    }
    this.kernel.forgetClasses();
  }

  private load(bytes: Buffer): void {
    if (this.loaded === bytes) return;
    this.memory.set(bytes, this.input);
    this.kernel.endInput(bytes.length);
    this.loaded = bytes;
  }

  private classify(index: number): number {
    const latest = latestRecordAt(this.memory, this.kernel.classAddress(index));
    const reading = readRecord(latest, this.now);
    if (reading.kind === 'sighting') return isSighting;
    return reading.kind === 'ignored' && reading.reason !== 'insight' ? onlyCounted : forFullParser;
  }
}
