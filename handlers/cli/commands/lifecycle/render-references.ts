import type { AccountId } from '../../../../domain/ids.ts';
import { plainText } from '../../../../domain/plain-text.ts';
import type { FoundReferences } from '../../../../domain/references/reference.ts';
import { lookedAtWords, notLookedAtLines, standingWords } from '../../../../domain/references/references-words.ts';
import { standingOf } from '../../../../domain/references/standing.ts';
import { type Column, renderTable } from '../../render/table.ts';
import { wrapHanging } from '../../render/text-width.ts';
import type { Terminal } from '../../terminal.ts';

/** What `references` answers; handlers/cli/README.md documents the fields. Do not rename them. */
export function referencesReport(accountId: AccountId, references: FoundReferences) {
  const { user, found, doubts: _, ...search } = references;
  return {
    accountId,
    ...user,
    ...search,
    standing: standingOf(references),
    words: standingWords(references),
    references: found,
    lookedAtWords: lookedAtWords(references),
    notLookedAtWords: notLookedAtLines(references),
  };
}

type ReferencesReport = ReturnType<typeof referencesReport>;

const columns: readonly Column[] = [
  { title: 'KIND' },
  { title: 'REGION', drop: 1 },
  { title: 'RESOURCE', least: 20, overflow: 'middle' },
  { title: 'WHERE', least: 12, overflow: 'middle', drop: 2 },
  { title: 'BY' },
];

/** The same for people: what stands in the way first, then each place, then what was not looked at. */
export function renderReferences(report: ReferencesReport, { terminal }: { readonly terminal: Terminal }): string {
  const { words, references, places, notLookedAtWords, userName, userId } = report;
  const rows = references.map(({ kind, region, resource, where, by }) => [kind, region ?? '-', resource, where, by]);
  const wrap = (line: string) => wrapHanging(plainText(line), terminal.columns);
  const lines = [
    terminal.colors.bold(plainText(`${userName} (${userId})`)),
    ...wrap(words),
    ...(rows.length === 0 ? [] : ['', ...renderTable(columns, rows, terminal)]),
    ...(places > rows.length ? [`and ${(places - rows.length).toLocaleString('en-US')} more places`] : []),
    '',
    ...wrap(`looked at: ${report.lookedAtWords || 'nothing'}`),
    ...notLookedAtWords.flatMap((line) => wrap(`! not known: ${line}`)),
  ];
  return `${lines.join('\n')}\n`;
}
