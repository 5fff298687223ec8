import type { Proof } from '../../../domain/digests/proof.ts';
import { wholeHours } from '../../../domain/digests/span.ts';
import { gapWords } from '../../report/proof-report.ts';
import type { Terminal } from '../terminal.ts';
import { type Column, renderTable } from './table.ts';

const gapColumns: readonly Column[] = [
  { title: 'ACCOUNT' },
  { title: 'REGION' },
  { title: 'FROM' },
  { title: 'TO' },
  { title: 'WHAT BREAKS THE PROOF', least: 30, overflow: 'wrap' },
];

const regionColumns: readonly Column[] = [
  { title: 'ACCOUNT' },
  { title: 'REGION' },
  { title: 'FROM' },
  { title: 'TO' },
  { title: 'PROVEN HOURS' },
];

/** Each Region with its proven hours, then what breaks the proof, then the counts. */
export function renderVerify({ digests, logFiles, gaps, regions }: Proof, terminal: Terminal): string {
  const { colors } = terminal;
  const regionRows = regions.map((proof) => {
    const hours = `${number(proof.hours)} of ${number(wholeHours([proof]))}`;
    return [proof.accountId, proof.region, minute(proof.from), minute(proof.to), hours];
  });
  const gapRows = gaps.map((gap) => {
    const { accountId = '-', region = '-', from, to } = gap;
    return [accountId, region, minute(from), minute(to), { text: gapWords(gap), paint: colors.red }];
  });
  const counts = [`digests:   ${countsWords(digests)}`, `log files: ${countsWords(logFiles)}`];
  const broken = gapRows.length === 0 ? [] : [...renderTable(gapColumns, gapRows, terminal), ''];
  return `${[...renderTable(regionColumns, regionRows, terminal), '', ...broken, ...counts].join('\n')}\n`;
}

const number = (count: number): string => count.toLocaleString('en-US');

const minute = (at: string | undefined): string => at?.slice(0, 16).replace('T', ' ') ?? '-';

const countsWords = (counts: { readonly [kind: string]: number }): string =>
  Object.entries(counts)
    .map(([kind, count]) => `${number(count)} ${kind}`)
    .join(', ');
