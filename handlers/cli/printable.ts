/**
 * Everything that a terminal or an editor could obey instead of show: control characters, line and paragraph
 * separators, and what reverses or hides text.
 */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Text of strangers made safe to show: whatever could be obeyed is spelled out, `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, (char) => `\\u{${(char.codePointAt(0) as number).toString(16)}}`);
}

/** JSON that is safe on a terminal too: what `JSON.stringify` leaves raw is escaped as JSON has it. */
export function printableJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, undefined, indent);
  return json.replace(unprintable, (char) => (char === '\n' ? char : escapeUnits(char)));
}

function escapeUnits(char: string): string {
  return [...Array(char.length).keys()]
    .map((index) => `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`)
    .join('');
}
