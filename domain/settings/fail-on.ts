import { okUnless, type Parsed, type Problem } from '../parsed.ts';
import { parseWhole } from './bounds.ts';

/** What a run can fail on. Exempt users and their keys never count. */
export const findings = ['unused', 'unused-keys', 'unknown', 'changes'] as const;
export type FailFinding = (typeof findings)[number];

/** A run fails where it has more of the finding than this. */
export interface FailCondition {
  readonly finding: FailFinding;
  readonly above: number;
}

/** The condition as it is typed: `unused>10`. */
export const conditionText = ({ finding, above }: FailCondition): string =>
  above === 0 ? finding : `${finding}>${above}`;

/** No account has more of anything. */
const aboveBounds = { min: 0, max: 1_000_000 };

/**
 * Reads conditions, several in one text with commas between. Of one finding the lower number holds: both are asked for.
 */
export function parseFailOn(texts: readonly string[]): Parsed<readonly FailCondition[]> {
  const problems: Problem[] = [];
  const least = new Map<FailFinding, number>();
  for (const text of texts.flatMap((each) => each.split(',')).map((part) => part.trim())) {
    const [, name, , digits = '0'] = /^([^>\s]*)\s*(>\s*(.*))?$/s.exec(text) ?? [];
    const finding = findings.find((known) => known === name);
    const above = parseWhole(digits, aboveBounds);
    if (finding === undefined || above === undefined) problems.push(problemOf(text, finding));
    else least.set(finding, Math.min(above, least.get(finding) ?? above));
  }
  return okUnless(
    problems,
    [...least].map(([finding, above]) => ({ finding, above })),
  );
}

function problemOf(given: string, finding: FailFinding | undefined): Problem {
  const todo =
    finding === undefined
      ? `give one of ${findings.join(', ')}, or with a number, like 'unused>10'`
      : `give a whole number from ${aboveBounds.min} to ${aboveBounds.max} behind >, like '${finding}>10'`;
  return { field: 'failOn', given, todo };
}
