import type { Answer } from '../answer.ts';
import type { Region } from '../ids.ts';
import { statementWords } from '../inventory/missing-permission.ts';
import { plainText } from '../plain-text.ts';

/**
 * The result of one check. `warn`: it may be intended, or could not be looked at. `fail`: verdicts or alarms suffer.
 */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** Where, if the check is made in each Region. */
  readonly region: Region | undefined;
  readonly says: string;
  /** What to do; undefined where nothing is to be done. */
  readonly todo: string | undefined;
}

export function ok(check: string, says: string, region?: Region): Finding {
  return { check, status: 'ok', region, says, todo: undefined };
}

export function warn(check: string, says: string, todo: string, region?: Region): Finding {
  return { check, status: 'warn', region, says, todo };
}

export function fail(check: string, says: string, todo: string, region?: Region): Finding {
  return { check, status: 'fail', region, says, todo };
}

/** What the answer comes to; where there is none nothing is known, and what would allow the question is named. */
export function examine<T>(
  check: string,
  answer: Answer<T>,
  findings: (value: T) => readonly Finding[],
  region?: Region,
): readonly Finding[] {
  if (answer.kind === 'answered') return findings(answer.value);
  const { failure, action } = answer;
  const isDenied = failure.kind === 'denied' && action !== undefined;
  const todo = isDenied ? `add ${statementWords(action)} to the policy of these credentials` : 'try again';
  return [warn(check, `could not be checked (${plainText(failure.why)})`, todo, region)];
}
