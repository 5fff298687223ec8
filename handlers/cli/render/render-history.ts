import { plainText } from '../../../domain/plain-text.ts';
import { changeWords } from '../../report/change-words.ts';
import type { HistoryMoment, HistoryReport } from '../../report/history-report.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';

const columns: readonly Column[] = [
  { title: 'SINCE' },
  { title: 'STATE' },
  { title: 'CHANGE', least: 12, overflow: 'wrap', drop: 1 },
  { title: 'WHY', least: 20, overflow: 'wrap' },
];

/** The history of one user, for people. */
export function renderHistory(report: HistoryReport, terminal: Terminal): string {
  const { userName, userId, arn, accountId, beginsAt, timeline, others } = report;
  const facts = [`account ${accountId}`, ...(userId === null ? [] : [userId])];
  const rows = timeline.map(rowOf);
  const lines = [
    terminal.colors.bold(plainText(userName ?? '')),
    plainText(arn ?? ''),
    facts.join('; '),
    ...(beginsAt === null ? [] : [`the history begins ${beginsAt}; what was before is not known`]),
    '',
    ...renderTable(columns, rows, terminal),
    ...others.map((other) => `\n${otherWords(other)}`),
  ];
  return `${lines.join('\n')}\n`;
}

function rowOf(moment: HistoryMoment): string[] {
  const { kind, at, reason } = moment;
  switch (kind) {
    case 'state': {
      const { state, exempt, changes } = moment;
      const named = state === null ? 'gone' : `${state}${exempt ? ' (exempt)' : ''}`;
      return [at, named, changes.map((each) => changeWords[each]).join(', '), reason ?? ''];
    }
    case 'act': {
      const { act, result, actor, why } = moment;
      return [
        at,
        '-',
        `${act}: ${result ?? 'no outcome'}`,
        [reason, ...(why === null ? [] : [why]), `by ${actor}`].join('; '),
      ];
    }
    default:
      return kind satisfies never;
  }
}

function otherWords({ accountId, userId, changedAt }: HistoryReport['others'][number]): string {
  const how = userId === null ? '' : `: lastseen history ${userId}`;
  return `another user had this name in account ${accountId}, last changed ${changedAt}${how}`;
}
