/** `1 user`, `1,234 users`. */
export function countWords(number: number, thing: string): string {
  return `${numberWords(number)} ${thing}${number === 1 ? '' : 's'}`;
}

const namesShown = 5;

/** The first names, and how many more: `a, b, c, d, e and 7 more`. */
export function someWords(names: readonly string[]): string {
  const more = names.length - namesShown;
  return `${names.slice(0, namesShown).join(', ')}${more > 0 ? ` and ${numberWords(more)} more` : ''}`;
}

/** `1,234`. */
export function numberWords(number: number): string {
  return number.toLocaleString('en-US');
}
