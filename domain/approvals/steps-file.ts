/** The steps of a plan as lines for a pull request: whoever merges a line approves its step. */

import type { AccountId } from '../ids.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { plainText } from '../plain-text.ts';
import type { NamedStep } from './approval-request.ts';
import { isHash } from './step-terms.ts';

/** One line a step, by user: the same steps are the same file, whenever they were planned. */
export function stepsFile(accountId: AccountId, steps: readonly NamedStep[]): string {
  const lines = steps.map(({ hash, act, userId, userName }) => ({
    order: `${userName} ${act}`,
    line: `${hash} ${plainText(`${act} ${userName} ${userId}`)}`,
  }));
  const head = [
    `# Steps of account ${accountId}. Whoever merges a line approves its step.`,
    '# lastseen apply --steps FILE --yes plans anew and does those that still stand.',
  ];
  return `${[...head, ...lines.toSorted((a, b) => (a.order < b.order ? -1 : 1)).map(({ line }) => line)].join('\n')}\n`;
}

/** The hashes of the file, each once. What follows a hash is for people; empty lines and comments are left out. */
export function readStepsFile(text: string): Parsed<readonly string[]> {
  const hashes = new Set<string>();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [first = ''] = line.trim().split(/\s+/);
    if (first === '' || first[0] === '#') continue;
    if (!isHash(first))
      return wrong({ field: `line ${index + 1}`, given: undefined, todo: 'begin it with the hash of a step' });
    hashes.add(first);
  }
  return ok([...hashes]);
}
