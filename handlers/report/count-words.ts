/** `1 user`, `1,234 users`. */
export function countWords(number: number, thing: string): string {
  return `${numberWords(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** `1,234`. */
export function numberWords(number: number): string {
  return number.toLocaleString('en-US');
}
