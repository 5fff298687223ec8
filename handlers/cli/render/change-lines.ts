import { changeKinds } from '../../../domain/history/change-kinds.ts';
import { changeWords } from '../../report/change-words.ts';
import type { ChangeReport, DiffReport } from '../../report/diff-report.ts';

/** `3 users changed: 1 newly unused, 2 back`. */
export function summaryOf(changes: readonly ChangeReport[]): string {
  if (changes.length === 0) return 'Nothing changed';
  const counts = changeKinds.map((kind) => [changes.filter(({ kinds }) => kinds.includes(kind)).length, kind] as const);
  const words = counts.filter(([count]) => count > 0).map(([count, kind]) => `${count} ${changeWords[kind]}`);
  return `${changes.length} user${changes.length === 1 ? '' : 's'} changed: ${words.join(', ')}`;
}

/** The time that is compared, of each account. */
export const spanLines = ({ accounts, unrecorded }: Pick<DiffReport, 'accounts' | 'unrecorded'>): string[] => [
  ...accounts.map(spanOf),
  ...unrecorded.map((accountId) => `account ${accountId} has no history yet`),
];

function spanOf({ accountId, since, asOf, beginsAt }: DiffReport['accounts'][number]): string {
  const begins = since === beginsAt ? ', where its history begins' : '';
  return `account ${accountId}: since ${since}${begins}, as of ${asOf}`;
}

/** One change: who, what changed, the states before and after, and why. */
export function rowOf({ kinds, detail }: ChangeReport): string[] {
  const words = kinds.map((kind) => changeWords[kind]).join(', ');
  return [detail.userName, words, stateWords(detail.before), stateWords(detail.after), detail.reason];
}

function stateWords(side: ChangeReport['detail']['before'] | ChangeReport['detail']['after']): string {
  return side === null ? '-' : `${side.state}${side.exempt ? ' (exempt)' : ''}`;
}
