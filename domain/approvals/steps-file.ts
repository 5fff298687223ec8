/** The steps of a plan as lines for a pull request: whoever merges a line approves its step. */

import type { AccountId } from '../ids.ts';
import { ok, type Parsed, wrong } from '../parsed.ts';
import { plainText } from '../plain-text.ts';
import { type ApprovalPoint, approvalPoints } from './approval.ts';
import type { NamedStep } from './approval-request.ts';
import { isHash } from './step-terms.ts';

/** A step with what an approval of it must acknowledge. */
interface StepWithPoints extends NamedStep {
  readonly points?: readonly ApprovalPoint[] | undefined;
}

/** A step of a merged file, and what the file acknowledges of it. */
export interface MergedStep {
  readonly hash: string;
  readonly acknowledged: readonly ApprovalPoint[];
}

/** One line a step, by user: the same steps are the same file, whenever they were planned. */
export function stepsFile(accountId: AccountId, steps: readonly StepWithPoints[]): string {
  const blocks = steps.map((step) => ({ order: `${step.userName} ${step.act}`, lines: linesOf(step) }));
  const head = [
    `# Steps of account ${accountId}. Whoever merges a line approves its step.`,
    '# lastseen apply --steps FILE --yes plans anew and does those that still stand.',
  ];
  const sorted = blocks.toSorted((a, b) => (a.order < b.order ? -1 : 1));
  return `${[...head, ...sorted.flatMap(({ lines }) => lines)].join('\n')}\n`;
}

/** Nothing is acknowledged until a person takes the mark of the comment away. */
function linesOf({ hash, act, userId, userName, points = [] }: StepWithPoints): string[] {
  const known = `# It stands only if you know of ${points.join(', ')}: then take the # off the next line.`;
  const line = `${hash} ${plainText(`${act} ${userName} ${userId}`)}`;
  return points.length === 0 ? [line] : [line, known, `# ${acknowledge} ${points.join(' ')}`];
}

const acknowledge = 'acknowledge';

/**
 * The steps of the file, each once. What follows a hash is for people; empty lines and comments are left out. A line
 * `acknowledge POINT...` is of the step above it.
 */
export function readStepsFile(text: string): Parsed<readonly MergedStep[]> {
  const steps = new Map<string, readonly ApprovalPoint[]>();
  let above: string | undefined;
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [first = '', ...words] = line.trim().split(/\s+/);
    if (first === '' || first[0] === '#') continue;
    const refused = (todo: string) => wrong({ field: `line ${index + 1}`, given: undefined, todo });
    if (first === acknowledge) {
      if (above === undefined) return refused(`put ${acknowledge} below the line of a step`);
      const points = pointsOf(words);
      if (points === undefined) return refused(`${acknowledge} one or more of ${approvalPoints.join(', ')}`);
      steps.set(above, [...new Set([...(steps.get(above) ?? []), ...points])]);
    } else if (isHash(first)) {
      above = first;
      steps.set(first, steps.get(first) ?? []);
    } else return refused('begin it with the hash of a step');
  }
  return ok([...steps].map(([hash, acknowledged]) => ({ hash, acknowledged })));
}

/** The points, separated by spaces or commas; undefined where one is unknown or there is none. */
function pointsOf(words: readonly string[]): ApprovalPoint[] | undefined {
  const given = words.flatMap((word) => word.split(',')).filter((word) => word !== '');
  const points = given.flatMap((word) => approvalPoints.filter((point) => point === word));
  return points.length > 0 && points.length === given.length ? points : undefined;
}
