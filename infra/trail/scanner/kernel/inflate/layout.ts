/** The part of the kernel's memory in which it inflates, from 0x40000 to 0x160000: see `../layout.ts` for the rest. */

/** For inflating: lengths of codes, the tables that decode lengths and distances, and those of the check sum. */
export const codeLengths: usize = 0x40000;
export const counts: usize = 0x40200;
export const nextCodes: usize = 0x40240;
export const lengthTable: usize = 0x41000;
export const distanceTable: usize = 0x48000;
export const crcTables: usize = 0x4c000;

/** The longest gzip file that the host may put at `packed`. */
export const packedBytes: usize = 1 << 20;
export const packed: usize = 0x50000;

/** Lanes of the check sum, at most 21,184 bytes. */
export const folded: usize = 0x151000;
