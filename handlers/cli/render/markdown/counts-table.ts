import type { Counts } from '../../../../domain/verdict/counts.ts';
import { numberWords } from '../../../report/count-words.ts';
import type { KeyCounts } from '../../../report/key-report.ts';
import { markdownTable } from './markdown-text.ts';

/** The counts of users as one row. */
export const countsTable = (counts: Counts): string[] =>
  rowOf({
    Users: counts.users,
    Idle: counts.idle,
    'Never used': counts['never-used'],
    Unknown: counts.unknown,
    New: counts.new,
    Active: counts.active,
    Exempt: counts.exempt,
    'Unused keys': counts.unusedAccessKeys,
    'Unused passwords': counts.unusedPasswords,
  });

/** The counts of credentials as one row. */
export const keyCountsTable = (counts: KeyCounts): string[] =>
  rowOf({
    Credentials: counts.credentials,
    Idle: counts.idle,
    'Never used': counts['never-used'],
    Unknown: counts.unknown,
    New: counts.new,
    Active: counts.active,
    'Unused and active': counts.unusedActive,
  });

function rowOf(counts: { readonly [title: string]: number }): string[] {
  const columns = Object.keys(counts).map((title) => ({ title, align: 'right' as const }));
  return markdownTable(columns, [Object.values(counts).map(numberWords)]);
}
