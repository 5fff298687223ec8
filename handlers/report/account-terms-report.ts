/** What the answer of a scan says of the settings of its accounts. */

import { endedSkipWords, notJudgedWords } from '../../domain/accounts/account-terms.ts';
import type { Question } from '../../domain/question.ts';
import { type EndedRule, endedRules } from '../../domain/verdict/exemption.ts';
import type { NotJudged } from '../scan/inventory-words.ts';
import type { ScannedAccount } from '../scan/scan.ts';

type OfTerms = Pick<ScannedAccount, 'accountId' | 'terms'>;

/** The question that was asked of the account. */
export const questionOf = ({ terms }: OfTerms, asked: Question): Question =>
  terms.kind === 'judged' ? terms.question : asked;

/** An account of whom nobody is judged. With `isSkipped` people decided so: nothing is missing from the answer. */
export type NotJudgedBySettings = NotJudged & { readonly isSkipped?: true };

/** Accounts of whom nobody is judged by their settings. */
export function leftOutBySettings(accounts: readonly OfTerms[]): NotJudgedBySettings[] {
  return accounts.flatMap(({ accountId, terms }) => {
    if (terms.kind === 'judged') return [];
    const skipped = terms.kind === 'skipped' ? { isSkipped: true as const } : {};
    return [{ accountId, input: undefined, why: notJudgedWords(accountId, terms), ...skipped }];
  });
}

/** Skips that no longer hold, in words. */
export function endedSkips(accounts: readonly OfTerms[]): string[] {
  return accounts.flatMap(({ accountId, terms }) =>
    terms.kind === 'judged' && terms.endedSkip !== undefined ? [endedSkipWords(accountId, terms.endedSkip)] : [],
  );
}

/** The rules of every account whose last day has passed, each once. */
export function endedRulesOf(accounts: readonly OfTerms[], { now }: Question): EndedRule[] {
  const all = accounts.flatMap(({ terms }) => (terms.kind === 'judged' ? endedRules(terms.exemptions, now) : []));
  return [...new Map(all.map((rule) => [`${rule.by} ${rule.until}`, rule])).values()];
}
