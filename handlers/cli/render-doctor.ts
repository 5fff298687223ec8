import { regionWords } from '../../domain/coverage/coverage-words.ts';
import { plainText } from '../../domain/plain-text.ts';
import type { DoctorReport } from '../report/doctor-report.ts';
import { renderTable } from './render-users.ts';
import type { Terminal } from './terminal.ts';

type Check = DoctorReport['checks'][number];

/** A line for each check, the Regions of the same finding in one, and below it what to do. */
export function renderDoctor(report: DoctorReport, terminal: Terminal): string {
  const { colors } = terminal;
  const paint = { ok: colors.green, warn: colors.yellow, fail: colors.red };
  const rows = linesOf(report.checks).map(({ name, status, where, says, todo }) => [
    paint[status](status),
    name,
    where,
    todo === null ? plainText(says) : `${plainText(says)}\n${colors.dim(`> ${plainText(todo)}`)}`,
  ]);
  const { ok, warn, fail } = report.counts;
  const counts = colors.bold(`${ok} ok, ${warn} warn, ${fail} fail`);
  return `${renderTable(['', 'CHECK', 'WHERE', 'FINDING, AND WHAT TO DO'], rows, terminal)}\n\n${counts}\n`;
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
