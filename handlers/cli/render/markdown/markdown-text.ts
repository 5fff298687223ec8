import { plainText } from '../../../../domain/plain-text.ts';
import type { ListRow } from '../../../query/select-rows.ts';
import { numberWords } from '../../../report/count-words.ts';
import { type Sheet, sheetOf } from '../rows-table.ts';
import type { Column } from '../table.ts';

/**
 * Text from strangers as code: neither Markdown nor GitHub reads anything into it, no HTML, link, mention or emoji. The
 * two characters that would end it or its cell are spelled out as control characters are.
 */
export function code(text: string): string {
  return text.trim() === '' ? '' : `\`${plainText(text).replace(/[`|]/g, spelledOut)}\``;
}

const spelledOut = (char: string) => `\\u{${char.charCodeAt(0).toString(16)}}`;

/** A sentence that may repeat what strangers wrote: each word that is more than letters and digits stands as code. */
export function prose(text: string): string {
  return plainText(text)
    .split(' ')
    .map((word) => word.replace(/^(\(?)(.*?)([.,;:)]*)$/su, proseWord))
    .join(' ');
}

const harmless = /^[\p{L}\p{N}]+(?:['%/-][\p{L}\p{N}]+|[.,:]\p{N}+\p{L}?)*%?$/u;

/** Words that GitHub would link: `www`, and the short form of an issue. */
const linked = /^(?:www|gh-)/i;

function proseWord(_: string, before: string, core: string, after: string): string {
  return `${before}${harmless.test(core) && !linked.test(core) ? core : code(core)}${after}`;
}

/** A table; its cells are Markdown already. */
export function markdownTable(
  columns: readonly Pick<Column, 'title' | 'align'>[],
  rows: readonly (readonly string[])[],
) {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = columns.map(({ align }) => (align === 'right' ? '---:' : '---'));
  return [line(columns.map(({ title }) => title)), line(rule), ...rows.map(line)];
}

/** The columns whose values are sentences; names and ids are code, so that nothing is read into them. */
const sentences = new Set([
  'state',
  'status',
  'kind',
  'summary',
  'reason',
  'becomes',
  'lastUse',
  'usable',
  'quiet',
  'rhythm',
]);
const isPlain = /^(?:-|never|[\d,.-]+)$/;

/** A list as a table, at most so many rows of it; then the line that says how many more there are. */
export function sheetTable<Row extends ListRow>(
  { names, once, ...view }: Sheet<Row>,
  rows: readonly Row[],
  most: number,
): string[] {
  const { layout, cells } = sheetOf(names, rows.slice(0, most), view);
  const titles = layout.map(({ title, ...rest }) => ({ ...rest, title: titleOf(title) }));
  const written = cells.map((line) =>
    line.map((text, column) => (sentences.has(names[column] ?? '') || isPlain.test(text) ? prose(text) : code(text))),
  );
  const above = once === undefined ? [] : [prose(once), ''];
  return [...above, ...markdownTable(titles, written), ...moreLines(rows.length - most)];
}

function moreLines(more: number): string[] {
  return more > 0 ? ['', `and ${numberWords(more)} more`] : [];
}

/** `LAST SEEN` as `Last seen`; the column of a tag keeps its key as it was typed. */
function titleOf(title: string): string {
  return title.startsWith('tag:') ? code(title) : title.charAt(0) + title.slice(1).toLowerCase();
}

/** Lines below each other, each with its mark. */
export const bullets = (lines: readonly string[]): string[] => lines.map((line) => `- ${prose(line)}`);

/** Parts with an empty line between; those without lines are left out. */
export function markdownOf(parts: readonly (readonly string[])[]): string {
  const shown = parts.filter((lines) => lines.length > 0);
  return `${shown.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

const missingShown = 5;

/** What is missing from the answer, as GitHub shows a warning; none where nothing is. */
export function missingLines(missing: readonly string[]): string[] {
  if (missing.length === 0) return [];
  const more = missing.length - missingShown;
  const lines = [...missing.slice(0, missingShown), ...(more > 0 ? [`and ${numberWords(more)} more`] : [])];
  return [
    '> [!WARNING]',
    '> Missing from the answer; nobody is called unused because of it:',
    '>',
    ...quoted(bullets(lines)),
  ];
}

const quoted = (lines: readonly string[]): string[] => lines.map((line) => `> ${line}`);
