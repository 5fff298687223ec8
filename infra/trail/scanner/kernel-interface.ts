/** The interface of the compiled kernel. */

import { kernelBytes } from './kernel-bytes.ts';
import type { IdentityField, RecordField } from './kernel-fields.ts';

/** A number of the kernel's, in WebAssembly's form. */
export interface KernelNumber {
  readonly value: number;
}

/**
 * What the kernel (`kernel/kernel.ts`, compiled to WebAssembly) exports. Addresses are indexes of `memory`; names in
 * `At` are offsets from the address of a class.
 */
export interface Kernel extends Readonly<Record<KernelConstant | RecordField | IdentityField, KernelNumber>> {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** Records read by the latest `readElements`. */
  readonly elements: KernelNumber;
  /** Records in all that took the path of a learned shape; it goes on from 2^31 - 1 to the negative numbers. */
  readonly followed: KernelNumber;
  setNow(second: number): void;
  /** To be called once, before `inflate`. */
  prepare(): void;
  packedAddress(): number;
  /** Inflates the gzip file at the packed address to the input address; -1 where zlib must do it. */
  inflate(length: number): number;
  /** CRC-32 (with a sign) and length of what the latest `inflate` came to, also where it left the file to zlib. */
  readonly checkSum: KernelNumber;
  inflatedBytes(): number;
  inputAddress(): number;
  endInput(length: number): void;
  readElements(start: number): number;
  addName(level: number, length: number, field: number): void;
  addText(list: number, length: number): void;
  classAddress(index: number): number;
  classesUsed(): number;
  classesFull(): number;
  forgetClasses(): void;
  /** Seconds of the first and last record since `forgetReadings` whose class `showsReading`; first above last: none. */
  readonly firstReading: KernelNumber;
  readonly lastReading: KernelNumber;
  forgetReadings(): void;
}

/** Numbers that the kernel alone decides. A field's name stands for the field's number. */
type KernelConstant =
  | (
      | 'inputBytes'
      | 'packedBytes'
      | 'countAt'
      | 'latestAt'
      | 'callAt'
      | 'identityAt'
      | 'tieLengthAt'
      | 'tieAt'
      | 'keyAt'
      | 'partAt'
    )
  | ('daysAt' | 'dayCount' | 'firstDay')
  | ('forFullParser' | 'onlyCounted' | 'isSighting' | 'showsReading')
  | ('inRecord' | 'inIdentity' | 'inSession' | 'refused' | 'alike')
  | ('decidingTypes' | 'federatedType' | 'signInTexts' | 'wholeSources' | 'wholeNames' | 'loginName');

/** The part of WebAssembly used here: TypeScript knows it in browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

let compiled: object | undefined;

/** A kernel with its own memory. `classify` answers for each new class of records, while `readElements` runs. */
export function newKernel(classify: (classIndex: number) => number): Kernel {
  compiled ??= new WebAssembly.Module(Buffer.from(kernelBytes, 'base64'));
  return new WebAssembly.Instance(compiled, { classes: { classify } }).exports as Kernel;
}
