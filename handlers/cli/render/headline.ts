import type { Counts } from '../../../domain/verdict/counts.ts';
import { countWords, numberWords } from '../../report/count-words.ts';
import type { KeyCounts } from '../../report/key-report.ts';
import type { Terminal } from '../terminal.ts';
import { wrapHanging } from './text-width.ts';

/** What the headline says of the users and their run. */
export interface HeadlineFacts {
  readonly counts: Counts;
  readonly accounts: readonly { readonly asOf: string; readonly thresholdDays: number }[];
}

/** The answer in two sentences, above everything else: how many are unused, and what nobody could say. */
export function headline(facts: HeadlineFacts, terminal: Terminal): string[] {
  return boldFirst(headlineWords(facts), terminal);
}

/** The two sentences as they are. */
export function headlineWords({ counts, accounts }: HeadlineFacts): readonly [string, string] {
  const { users, unused, unusedNotExempt, unknown, unusedAccessKeys, unusedPasswords } = counts;
  const where = accounts.length > 1 ? ` in ${accounts.length} accounts` : '';
  const exempt = unused === 0 ? '' : `, ${exemptWords(unused, unusedNotExempt)}`;
  const first = `${numberWords(unused)} of ${countWords(users, 'user')}${where} ${isAre(users === 1 ? 1 : unused)} unused${exempt}; ${numberWords(unknown)} unknown`;
  const keys = `${countWords(unusedAccessKeys, 'active key')} and ${countWords(unusedPasswords, 'password')} unused`;
  return [first, `${keys}; ${questionWords(accounts)}`];
}

/** The same of credentials: how many are unused, and which of them somebody could still use. */
export function keysHeadline(facts: KeysFacts, terminal: Terminal): string[] {
  return boldFirst(keysHeadlineWords(facts), terminal);
}

interface KeysFacts extends Pick<HeadlineFacts, 'accounts'> {
  readonly counts: KeyCounts;
}

export function keysHeadlineWords({ counts, accounts }: KeysFacts): readonly [string, string] {
  const { credentials, unused, unusedActive, unknown } = counts;
  const where = accounts.length > 1 ? ` in ${accounts.length} accounts` : '';
  const active = unused === 0 ? '' : `, ${numberWords(unusedActive)} of them active`;
  const all = countWords(credentials, 'credential');
  const first = `${numberWords(unused)} of ${all}${where} ${isAre(unused)} unused${active}; ${numberWords(unknown)} unknown`;
  return [first, questionWords(accounts)];
}

function boldFirst([first, second]: readonly [string, string], { columns, colors }: Terminal): string[] {
  return [...wrapHanging(first, columns).map((line) => colors.bold(line)), ...wrapHanging(second, columns)];
}

const isAre = (number: number) => (number === 1 ? 'is' : 'are');

/** The accounts of one table may have been judged at different times. */
function questionWords(accounts: HeadlineFacts['accounts']): string {
  const times = [...new Set(accounts.map(({ asOf }) => asOf.slice(0, 10)))].sort();
  const thresholds = [...new Set(accounts.map(({ thresholdDays }) => thresholdDays))].sort((a, b) => a - b);
  const days = thresholds.length > 1 ? `${thresholds.join(' or ')} days` : countWords(thresholds[0] ?? 0, 'day');
  return `as of ${times.length > 1 ? `${times[0]} to ${times.at(-1)}` : times[0]}, threshold ${days}`;
}

function exemptWords(unused: number, notExempt: number): string {
  return unused === notExempt ? 'none of them exempt' : `${numberWords(notExempt)} of them not exempt`;
}
