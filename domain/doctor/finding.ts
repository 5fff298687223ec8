import type { Region } from '../ids.ts';
import { isDenial } from '../inventory/missing-permission.ts';
import { plainText } from '../plain-text.ts';

/** What one check came to: `warn` where it may be meant so or could not be looked at, `fail` where verdicts or alarms suffer. */
export interface Finding {
  readonly check: string;
  readonly status: 'ok' | 'warn' | 'fail';
  /** Where, if the check is made in each Region. */
  readonly region: Region | undefined;
  readonly says: string;
  /** What to do; undefined where nothing is to be done. */
  readonly todo: string | undefined;
}

/** An answer of AWS, or why there is none and which action of a policy the question takes. */
export type Asked<T> = { readonly value: T } | { readonly failure: string; readonly action: string };

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
  asked: Asked<T>,
  findings: (value: T) => readonly Finding[],
  region?: Region,
): readonly Finding[] {
  if ('value' in asked) return findings(asked.value);
  const { failure, action } = asked;
  const statement = JSON.stringify({ Effect: 'Allow', Action: action, Resource: '*' });
  const todo = isDenial(failure) ? `add ${statement} to the policy of these credentials` : 'try again';
  return [warn(check, `could not be checked (${plainText(failure)})`, todo, region)];
}
