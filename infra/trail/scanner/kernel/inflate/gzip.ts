import { inputEnd } from './bits';
import { checkSum, inflateBlocks, inflatedTo, setBorders } from './blocks';
import { packed, packedBytes } from './layout';

/** Ten bytes of header, eight of check sum and size (RFC 1952, 2.3). */
const headerBytes: usize = 10;
const trailerBytes: usize = 8;
/** Gzip, DEFLATE, and no flag: nothing stands between the header and the data. */
const plainHeader: u32 = 0x00088b1f;

/** How far a match and a copy by sixteen may reach behind the last byte that is checked. */
const slack: usize = 320;

/**
 * Inflates the gzip file at `packed` to an address with so much room. Answers the length of its text; -1 where zlib
 * must do it: for more than one member, other headers, text that is too long, codes that are not complete, and
 * everything that is damaged.
 */
export function inflateTo(text: usize, room: usize, length: usize): i32 {
  if (length < headerBytes + trailerBytes || length > packedBytes) return -1;
  if (load<u32>(packed) !== plainHeader) return -1;
  memory.fill(packed + length, 0, 64);
  const trailer = packed + length - trailerBytes;
  setBorders(packed + headerBytes, trailer, text, text + room - slack);
  if (!inflateBlocks() || inputEnd() !== trailer) return -1;
  const size = inflatedTo() - text;
  if (load<u32>(trailer + 4) !== <u32>size) return -1;
  return load<u32>(trailer) === checkSum ? <i32>size : -1;
}
