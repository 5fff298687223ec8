import type { Answer } from '../answer.ts';
import type { Region } from '../ids.ts';
import { statementWords } from '../inventory/missing-permission.ts';
import { plainText } from '../plain-text.ts';

/**
 * The result of one check. `warn`: it may be intended, or could not be checked. `fail`: verdicts or alarms may be wrong
 * or missing.
 */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** The Region, for a check that is made in each. */
  readonly region: Region | undefined;
  readonly says: string;
  /** What to do; undefined where there is nothing to do. */
  readonly todo: string | undefined;
}

/** Nothing to do. */
export function ok(check: string, says: string, region?: Region): Finding {
  return { check, status: 'ok', region, says, todo: undefined };
}

/** It works, and something is at risk. `todo` says what to do. */
export function warn(check: string, says: string, todo: string, region?: Region): Finding {
  return { check, status: 'warn', region, says, todo };
}

/** Something does not work. `todo` says what to do. */
export function fail(check: string, says: string, todo: string, region?: Region): Finding {
  return { check, status: 'fail', region, says, todo };
}

/** The findings of an answer. Without an answer: a warning with the action that a policy must allow. */
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
