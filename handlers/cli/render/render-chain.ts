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

function linesOf({ records, head, differences, notes }: ChainReport['chains'][number]): (readonly [string, string])[] {
  const end = head === null ? '' : `; the last, ${head.sequence}, has SHA-256 ${head.sha256}`;
  const says = `${records} record${records === 1 ? '' : 's'} of acts`;
  const found = differences.map((each) => ['differs', each] as const);
  const first =
    found.length > 0 ? found : [['ok', `${says}, each as it was written behind the one before${end}`] as const];
  return [...first, ...notes.map((each) => ['note', each] as const)];
}
