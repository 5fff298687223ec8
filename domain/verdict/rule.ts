import type { AccountId } from '../ids.ts';
import { wordsOf } from '../provider.ts';
import type { Assessment } from './assessment.ts';

/** The rule of `assess` that made a verdict: its number there, and what it says. */
export interface Rule {
  readonly number: 1 | 2 | 3 | 4 | 5;
  readonly says: string;
}

const rules = {
  1: 'a source knows of an activity less than the threshold ago',
  2: 'a source that should have answered did not, or not completely',
  3: 'the user, or one of its credentials, is younger than the threshold',
  5: 'no source knows of an activity less than the threshold ago, and nothing is missing',
} as const;

/** The first rule that applied, in the words of the user's provider. */
export function ruleOf({ state, gaps, user }: Pick<Assessment, 'state' | 'gaps' | 'user'>): Rule {
  const number = numberOf(state, gaps);
  return { number, says: number === 4 ? unrecordedRule(user.accountId) : rules[number] };
}

function unrecordedRule(accountId: AccountId): string {
  const { name, log } = wordsOf(accountId);
  return `${name} does not record the use of an active credential, and ${log} did not watch the whole window`;
}

function numberOf(state: Assessment['state'], gaps: Assessment['gaps']): Rule['number'] {
  switch (state) {
    case 'active':
      return 1;
    case 'unknown':
      return gaps.every(({ kind }) => kind === 'use-not-recorded') ? 4 : 2;
    case 'new':
      return 3;
    case 'idle':
    case 'never-used':
      return 5;
    default:
      return state satisfies never;
  }
}
