import { unprintable } from '../../../domain/plain-text.ts';

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
