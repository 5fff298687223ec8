/** Recognises files by their first bytes. */

/** A format that is recognised by its first bytes and not supported: its name, and what the user can do. */
interface Format {
  readonly what: string;
  readonly at: number;
  readonly bytes: readonly number[];
  readonly todo: string;
}

const bytesOf = (text: string) => [...Buffer.from(text, 'latin1')];
const unpack = 'unpack it and give the folder';
const convert = 'export it as JSON, one record a line';

const formats: readonly Format[] = [
  { what: 'a zip archive', at: 0, bytes: bytesOf('PK\x03\x04'), todo: unpack },
  { what: 'an empty zip archive', at: 0, bytes: bytesOf('PK\x05\x06'), todo: unpack },
  { what: 'a tar archive', at: 257, bytes: bytesOf('ustar'), todo: unpack },
  { what: 'a 7z archive', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], todo: unpack },
  { what: 'a rar archive', at: 0, bytes: bytesOf('Rar!\x1a\x07'), todo: unpack },
  { what: 'packed by bzip2', at: 0, bytes: bytesOf('BZh'), todo: 'unpack it with bunzip2' },
  { what: 'packed by xz', at: 0, bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], todo: 'unpack it with unxz' },
  { what: 'packed by zstd', at: 0, bytes: [0x28, 0xb5, 0x2f, 0xfd], todo: 'unpack it with unzstd' },
  { what: 'packed by lz4', at: 0, bytes: [0x04, 0x22, 0x4d, 0x18], todo: 'unpack it with unlz4' },
  { what: 'packed by snappy', at: 0, bytes: [0xff, 0x06, 0x00, 0x00, 0x73, 0x4e], todo: 'unpack it' },
  { what: 'packed by compress', at: 0, bytes: [0x1f, 0x9d], todo: 'unpack it with uncompress' },
  { what: 'packed by lzma', at: 0, bytes: [0x5d, 0x00, 0x00], todo: 'unpack it with unlzma' },
  ...[0x01, 0x9c, 0xda].map((level) => {
    return { what: 'packed by zlib', at: 0, bytes: [0x78, level], todo: 'unpack it with pigz -dz' };
  }),
  { what: 'gzip in base64', at: 0, bytes: bytesOf('H4sIA'), todo: 'decode it with base64 -d' },
  { what: 'encrypted by age', at: 0, bytes: bytesOf('age-encryption.org/'), todo: 'decrypt it' },
  { what: 'encrypted by PGP', at: 0, bytes: bytesOf('-----BEGIN PGP MESSAGE'), todo: 'decrypt it' },
  { what: 'a Feather table', at: 0, bytes: bytesOf('ARROW1'), todo: convert },
  { what: 'a Parquet table', at: 0, bytes: bytesOf('PAR1'), todo: convert },
  { what: 'an Avro file', at: 0, bytes: bytesOf('Obj\x01'), todo: convert },
  { what: 'an ORC table', at: 0, bytes: bytesOf('ORC'), todo: convert },
  { what: 'a SQLite database', at: 0, bytes: bytesOf('SQLite format 3'), todo: convert },
];

/** The number of first bytes that are enough to recognise any format. */
export const formatBytes = 512;

/** Why a file cannot be read, and what to do, if its format is not supported; undefined where it may be text. */
export function unreadableFormat(head: Uint8Array): string | undefined {
  const format = formats.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte));
  return format === undefined ? undefined : `is ${format.what}, which is not supported: ${format.todo}`;
}

/** Whether bytes start as gzip does, `1F 8B`. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

const openings = [0x7b, 0x5b];

/**
 * The encoding of text in UTF-16, as PowerShell writes it, by its byte order mark or by a first bracket of two bytes.
 */
export function utf16Of([first = 0x20, second = 0x20]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if ((first === 0xff && second === 0xfe) || (second === 0 && openings.includes(first))) return 'utf-16le';
  return (first === 0xfe && second === 0xff) || (first === 0 && openings.includes(second)) ? 'utf-16be' : undefined;
}
