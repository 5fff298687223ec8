import { readRecord } from '../../../domain/cloudtrail/record.ts';
import { foldRecordClass, type RecordFold, showsReading } from '../../../domain/cloudtrail/record-fold.ts';
import type { ReadingCalls } from '../../../domain/coverage/reading-calls.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import type { ElementsRead } from '../json/json-splitter.ts';
import { type Kernel, newKernel } from './kernel-interface.ts';
import { RecordClasses } from './record-class.ts';
import { registerNames } from './register-names.ts';

/** `{"`, the first two bytes of a record or of an object around records. */
const objectStart = 0x227b;

/**
 * Reads records without building objects. The kernel checks every byte of a record against the grammar of JSON and
 * sorts it into a class by the exact bytes of all that its reading depends on: reading one record of a class is reading
 * them all. A record in an unusual form is left to the caller, who uses the full parser. The fold is complete after
 * `finish`.
 */
export class RecordScanner {
  private readonly fold: () => RecordFold;
  private readonly now: Instant;
  private readonly kernel: Kernel;
  private readonly classes: RecordClasses;
  private readonly memory: Buffer;
  private readonly input: number;
  private loaded: Buffer | undefined;

  constructor(fold: () => RecordFold, now: Instant) {
    this.fold = fold;
    this.now = now;
    this.kernel = newKernel((index) => this.classify(index));
    this.classes = new RecordClasses(this.kernel);
    this.memory = Buffer.from(this.kernel.memory.buffer);
    this.input = this.kernel.inputAddress();
    this.kernel.prepare();
    registerNames(this.kernel);
    this.kernel.setNow(epochMs(now) / 1000);
  }

  /**
   * Inflates a gzip file into the kernel's memory, where its records are then read without a copy. The text is good
   * until another is read. Undefined where zlib must do it, which also says what is wrong; and for text that does not
   * begin as JSON objects do, since it may be packed once more.
   */
  inflate(packed: Uint8Array): Buffer | undefined {
    const { kernel, memory, input } = this;
    if (packed.length > kernel.packedBytes.value) return undefined;
    memory.set(packed, kernel.packedAddress());
    const length = kernel.inflate(packed.length);
    if (length < 2 || memory.readUInt16LE(input) !== objectStart) return undefined;
    return Buffer.from(memory.buffer, input, length);
  }

  /**
   * Reads as many records as it can from the `{` at an index of the chunk on, each but the first after a comma. A chunk
   * longer than the kernel's input is left to the caller whole.
   */
  readElements(bytes: Buffer, at: number): ElementsRead {
    if (bytes.length > this.kernel.inputBytes.value) return { count: 0, end: at };
    this.load(bytes);
    const end = this.kernel.readElements(at);
    const count = this.kernel.elements.value;
    if (this.kernel.classesFull()) this.finish();
    return { count, end };
  }

  /** Folds in what was read so far. */
  finish(): void {
    for (let index = 0; index < this.kernel.classesUsed(); index++) {
      const recordClass = this.classes.read(index);
      if (recordClass.count > 0) foldRecordClass(this.fold(), recordClass, this.now);
    }
    this.kernel.forgetClasses();
    this.classes.forget();
  }

  private load(bytes: Buffer): void {
    if (this.loaded === bytes) return;
    const isThere = bytes.buffer === this.memory.buffer && bytes.byteOffset === this.input;
    if (!isThere) this.memory.set(bytes, this.input);
    this.kernel.endInput(bytes.length);
    this.loaded = bytes;
  }

  /** The first and the last reading call since the last time, in seconds since 1970; undefined where there was none. */
  takeReadings(): ReadingCalls | undefined {
    const [first, last] = [this.kernel.firstReading.value, this.kernel.lastReading.value];
    this.kernel.forgetReadings();
    return first > last ? undefined : { first, last };
  }

  private classify(index: number): number {
    const { forFullParser, onlyCounted, isSighting, showsReading: shows } = this.kernel;
    const record = this.classes.latestOf(index);
    const reading = readRecord(record, this.now);
    const witness = showsReading(record, reading) ? shows.value : 0;
    if (reading.kind === 'sighting') return isSighting.value + witness;
    const isCounted = reading.kind === 'ignored' && reading.reason !== 'insight';
    return isCounted ? onlyCounted.value + witness : forFullParser.value;
  }
}
