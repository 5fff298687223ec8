/**
 * Everything that a terminal, a mail reader or a log could obey instead of show: control characters, line and paragraph
 * separators, and what reverses or hides text.
 */
export const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of strangers made safe for one line of plain text: whatever could be obeyed is spelled out, `\u{1b}`. */
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
 * A name made of printable ASCII alone, and of nothing that a path or a command gives a meaning: the rest as `%C3%A9`.
 */
export function safeName(name: string): string {
  return name.toWellFormed().replace(/[^\w+=,.@-]/gu, (char) => encodeURIComponent(char).replace(/[!'()*~]/g, percent));
}

const percent = (char: string) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`;
