/**
 * The map of the kernel's memory, which is divided once and never grows. `kernel.ts` exports what the host needs: the
 * host repeats none of these numbers.
 */

/** The longest chunk of text that the host may put at `input`, or that is inflated to there. */
export const inputBytes: usize = 1 << 23;

/**
 * Names of the fields of a record, of its identity and of the identity's session: open addressing, 64 places of 64
 * bytes each.
 */
export const recordNames: usize = 0x4000;
export const identityNames: usize = 0x5000;
export const sessionNames: usize = 0x9000;
/** Lists of quoted texts that the reading depends on: 64 places of 64 bytes, each with the length and the text. */
export const texts: usize = 0x6000;
/** The lists themselves, 32 bytes each: where they begin and end in `texts`, and which lengths their texts have. */
export const textLists: usize = 0x7800;
/** Start and end of each field's value in the record being read: 32 pairs of pointers. */
export const spans: usize = 0x7000;
/** The key of the record being read, before its class is known. */
export const scratch: usize = 0xa000;

/** Three hash tables, each of 8192 places of 8 bytes: of classes, and of the two halves of their keys. */
export const placeCount: u32 = 8192;
export const classPlaces: usize = 0x10000;
export const callPlaces: usize = 0x20000;
export const identityPlaces: usize = 0x30000;

// From 0x40000 to 0x160000 stands what inflating needs: see `inflate/layout.ts`.
export const input: usize = 0x160000;
/** After the input stand zeros: no string, number or name goes on over a zero, so nothing is read past it. */
export const paddingBytes: usize = 64;

/** The trie of shapes: see `shapes.ts`. */
export const shapes: usize = 0x970000;
export const shapesEnd: usize = 0xa70000;

/**
 * The halves of keys, each text once: its length in four bytes, then its parts, and at the next multiple of 16 another.
 * A part is the number of its field and its length, in two bytes each, and its bytes.
 */
export const calls: usize = 0xa70000;
export const callsEnd: usize = 0xaf0000;
export const identities: usize = 0xaf0000;
export const identitiesEnd: usize = 0xc30000;
export const keyAt: usize = 4;
/** The longest half of a key. */
export const keyBytes: usize = 1700;

/**
 * One class: header, days, the tie-breaking fields of its latest record, in parts as those of a key. The header holds
 * the addresses of the key's halves, how many records the class has, the host's verdict, the latest second (8 bytes)
 * and the length of the tie.
 */
export const classes: usize = 0xc30000;
export const classCount: u32 = 4096;
export const classBytes: usize = 2368;
export const callAt: usize = 0;
export const identityAt: usize = 4;
export const countAt: usize = 8;
export const verdictAt: usize = 12;
export const latestAt: usize = 16;
export const tieLengthAt: usize = 24;
/** One bit for each day from `firstDay` on. */
export const daysAt: usize = 64;
export const dayCount: i32 = 8192;
/** 2010-01-01 in days since 1970, the first day that a class can hold. */
export const firstDay: i32 = 14610;
export const tieAt: usize = 1088;
export const tieBytes: usize = 1280;
