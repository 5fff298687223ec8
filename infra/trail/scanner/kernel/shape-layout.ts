import { shapes } from './layout';

/**
 * The trie of shapes. A cell is the address of its first edge. An edge is a literal: bytes that a record has from a
 * cell on. Behind them follows a value whose bytes differ from record to record, or the record's end.
 */

/** The cell before the first byte of a record. */
export const root: usize = shapes;

// An edge: 32 bytes of numbers, its literal in blocks of 16, a mask of the last block, and its marks.
/** The next edge of the same cell; 0 behind the last. */
export const nextAt: usize = 0;
export const lengthAt: usize = 4;
/** What follows the literal: one of the five below. */
export const valueAt: usize = 8;
/** The cell behind the value. */
export const cellAt: usize = 12;
/** Where its marks begin and end. */
export const marksAt: usize = 16;
export const marksEndAt: usize = 20;
export const literalAt: usize = 32;

/** A mark: two bytes of where in `spans` a pointer goes, two of its distance from the literal's first byte. */
export const markBytes: usize = 4;

// What follows a literal.
/** Nothing: the record has ended. */
export const end: u32 = 0;
/** The contents of a string without an escape. */
export const plainText: u32 = 1;
/** The contents of any string. */
export const text: u32 = 2;
export const number: u32 = 3;
/** Any value. */
export const any: u32 = 4;

/** The literal's last 16 bytes, of which only some count. */
export function lastBlock(length: usize): usize {
  return (length - 1) & ~15;
}
