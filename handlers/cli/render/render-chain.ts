import { plainText } from '../../../domain/plain-text.ts';
import type { ChainReport } from '../../report/chain-report.ts';

/** For each account what was found, a line each: `ok`, `differs` or `note`. */
export function renderChain({ chains }: ChainReport): string {
  const lines = chains.flatMap((chain) => [
    `account ${chain.accountId}`,
    ...linesOf(chain).map(([word, says]) => `  ${word.padEnd(7)}  ${says}`),
  ]);
  return `${lines.map(plainText).join('\n')}\n`;
}

type Chain = ChainReport['chains'][number];
type Line = readonly ['ok' | 'differs' | 'note', string];

function linesOf(chain: Chain): Line[] {
  const { differences, notes, confirmedCalls } = chain;
  const found = differences.map((says): Line => ['differs', says]);
  return [
    ...(found.length > 0 ? found : [wholeLine(chain)]),
    ...(confirmedCalls === null ? [] : [['ok', `calls to IAM that CloudTrail confirms: ${confirmedCalls}`] as const]),
    ...notes.map((says): Line => ['note', says]),
  ];
}

function wholeLine({ records, head }: Chain): Line {
  const says = `${records} record${records === 1 ? '' : 's'} of acts, each as it was written behind the one before`;
  return ['ok', head === null ? says : `${says}; the last, ${head.sequence}, has SHA-256 ${head.sha256}`];
}
