import { regionWords } from '../../../domain/coverage/coverage-words.ts';
import type { DoctorReport } from '../../report/doctor-report.ts';
import type { Terminal } from '../terminal.ts';
import { type Cell, type Column, renderTable } from './table.ts';

type Check = DoctorReport['checks'][number];

const columns: readonly Column[] = [
  { title: '' },
  { title: 'CHECK' },
  { title: 'WHERE', least: 12, overflow: 'end' },
  { title: 'FINDING, AND WHAT TO DO', least: 34, overflow: 'wrap' },
];

/** A line for each check, the Regions of the same finding in one, and below it what to do. */
export function renderDoctor(report: DoctorReport, terminal: Terminal): string {
  const { colors } = terminal;
  const paint = { ok: colors.green, warn: colors.yellow, fail: colors.red };
  const rows = linesOf(report.checks).flatMap(({ name, status, where, says, todo }): Cell[][] => [
    [{ text: status, paint: paint[status] }, name, where, says],
    ...(todo === null ? [] : [['', '', '', { text: `> ${todo}`, paint: colors.dim }]]),
  ]);
  const { ok, warn, fail } = report.counts;
  const counts = colors.bold(`${ok} ok, ${warn} warn, ${fail} fail`);
  return `${[...renderTable(columns, rows, terminal), '', counts].join('\n')}\n`;
}

/** The same finding in several Regions is one line. Commands that name the Region keep their own lines. */
function linesOf(checks: readonly Check[]) {
  const lines = new Map<string, { check: Check; regions: string[] }>();
  for (const check of checks) {
    const key = JSON.stringify([check.name, check.status, check.says, check.todo]);
    const line = lines.get(key) ?? { check, regions: [] };
    lines.set(key, line);
    if (check.region !== null) line.regions.push(check.region);
  }
  return [...lines.values()].map(({ check, regions }) => ({ ...check, where: regionWords(regions) }));
}
