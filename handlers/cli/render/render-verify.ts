import type { Proof } from '../../../domain/digests/proof.ts';
import type { ProofGap } from '../../../domain/digests/proof-gap.ts';
import { wholeHours } from '../../../domain/digests/span.ts';
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

const reasons: { readonly [why in ProofGap['why']]: string } = {
  'starting-digest': 'log file validation or logging was off until',
  'digest-missing': 'digest missing:',
  'digest-invalid': 'digest altered or unreadable:',
  'digest-moved': 'digest does not lie where it says:',
  'key-unknown': 'no public key for digest',
  'log-file-missing': 'log file missing:',
  'log-file-altered': 'log file altered:',
  'log-file-unreadable': 'log file unreadable:',
  gap: 'no digest at hand covers this time',
};

/** Each Region with its proven hours, then what breaks the proof, then the counts. */
export function renderVerify({ digests, logFiles, gaps, regions }: Proof, terminal: Terminal): string {
  const { colors } = terminal;
  const regionRows = regions.map((proof) => {
    const hours = `${number(proof.hours)} of ${number(wholeHours([proof]))}`;
    return [proof.accountId, proof.region, minute(proof.from), minute(proof.to), hours];
  });
  const gapRows = gaps.map(({ accountId = '-', region = '-', from, to, why, object }) => {
    const words = object === undefined ? reasons[why] : `${reasons[why]} ${object}`;
    return [accountId, region, minute(from), minute(to), { text: words, paint: colors.red }];
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
