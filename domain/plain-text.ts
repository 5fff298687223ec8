/** Makes texts from strangers safe to show. */

/**
 * Characters that a terminal, a mail reader or a log may interpret instead of show: control characters, line and
 * paragraph separators, and characters that reverse or hide text.
 */
export const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Makes text from outside safe for one line of plain text: control characters are spelled out, `\u{1b}`. */
export function plainText(text: string): string {
  return text.replace(unprintable, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
}

/** How many bytes a text takes in UTF-8; half a surrogate pair counts as the three bytes that replace it. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const char of text) {
    const code = char.codePointAt(0) as number;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

/**
 * The name in printable ASCII, without characters that mean something in a path or a command. Every other character
 * is percent-encoded, `%C3%A9`.
 */
export function safeName(name: string): string {
  return name.toWellFormed().replace(/[^\w+=,.@-]/gu, (char) => encodeURIComponent(char).replace(/[!'()*~]/g, percent));
}

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
