import cliTruncate from 'cli-truncate';
import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

const ascii = /^[\x20-\x7e]*$/;

/** The columns that a text takes on a terminal: wide characters take two, combining ones none. */
export function textWidth(text: string): number {
  return ascii.test(text) ? text.length : stringWidth(text);
}

/** The text in at most so many columns, its middle left out: both ends of a name tell it from others. */
export const cutMiddle = (text: string, columns: number): string => cut(text, columns, 'middle');

/** The text in at most so many columns, its end left out. */
export const cutEnd = (text: string, columns: number): string => cut(text, columns, 'end');

/** Where a wide character stands at the place of the cut, cli-truncate keeps it whole: then the cut is one earlier. */
function cut(text: string, columns: number, position: 'middle' | 'end'): string {
  if (textWidth(text) <= columns) return text;
  for (let width = columns; width > 0; width--) {
    const short = cliTruncate(text, width, { position });
    if (textWidth(short) <= columns) return short;
  }
  return '';
}

/** The text as lines of at most so many columns, broken between words; a longer word is broken itself. */
export function wrapText(text: string, columns: number): string[] {
  return textWidth(text) <= columns ? [text] : wrapAnsi(text, columns, { hard: true }).split('\n');
}

/** The text as lines, every further one indented by two blanks more than the first. */
export function wrapHanging(text: string, columns: number): string[] {
  if (textWidth(text) <= columns) return [text];
  const [indent = ''] = /^ */.exec(text) ?? [];
  const [first = '', ...others] = wrapText(text.slice(indent.length), columns - indent.length - 2);
  return [`${indent}${first}`, ...others.map((line) => `${indent}  ${line}`)];
}

/** The blanks that a text lacks to take so many columns. */
export function blanksAfter(text: string, columns: number): string {
  return ' '.repeat(Math.max(0, columns - textWidth(text)));
}
