/** The bytes of JSON's structure. */

/** The bytes that give JSON its structure. None of them occurs inside a UTF-8 sequence. */
export const tab = 0x09;
export const newline = 0x0a;
export const carriageReturn = 0x0d;
export const space = 0x20;
export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
export const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

export function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** White space of JSON, without the line end. */
export function isBlank(byte: number | undefined): boolean {
  return byte === space || byte === carriageReturn || byte === tab;
}

/** One of the three bytes of a UTF-8 byte order mark, `EF BB BF`. */
export function isByteOrderMark(byte: number | undefined): boolean {
  return byte === 0xef || byte === 0xbb || byte === 0xbf;
}

/** The last byte that is not white space; undefined where there is none. */
export function lastSolidByte(bytes: Uint8Array): number | undefined {
  let at = bytes.length - 1;
  while (at >= 0 && (isBlank(bytes[at]) || bytes[at] === newline)) at--;
  return bytes[at];
}

/**
 * The text of a JSON string that is still in quotes; undefined where it is broken, or longer than any name that
 * matters.
 */
export function shortString(quoted: Buffer): string | undefined {
  if (quoted.length > 66) return undefined;
  const text = quoted.toString('utf8');
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return undefined;
  }
}
