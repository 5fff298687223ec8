/** By which settings the users of one account are judged. */

import type { AccountId } from '../ids.ts';
import type { Question } from '../question.ts';
import type { ExemptionRule } from '../verdict/exemption.ts';
import { type AccountSettings, type AccountSkip, isSkipped, rulesOf } from './account-settings.ts';
import { type StoredSettings, settledSettings } from './stored-settings.ts';

/** What a run is told for every account. */
export interface RunTerms {
  readonly question: Question;
  readonly exemptions: readonly ExemptionRule[];
  /** Whether somebody gave the threshold for this run: then it wins over stored ones. */
  readonly isThresholdGiven?: boolean | undefined;
  /** What the run was told for single accounts; it wins over what is stored. */
  readonly ofAccounts?: ReadonlyMap<AccountId, AccountSettings> | undefined;
}

/** How an account is judged, or why it is not. */
export type AccountTerms =
  | {
      readonly kind: 'judged';
      readonly question: Question;
      readonly exemptions: readonly ExemptionRule[];
      /** A skip whose last day has passed: it no longer holds. */
      readonly endedSkip: AccountSkip | undefined;
    }
  | { readonly kind: 'skipped'; readonly skip: AccountSkip }
  | Extract<StoredSettings, { readonly kind: 'unreadable' }>;

/**
 * The threshold is that of the run for this account, else that of the run if somebody gave it, else the stored one,
 * else the default. A skip of the run wins over a stored one. Exemptions add up; those that the run has for the account
 * stand in place of the stored ones.
 */
export function termsOfAccount(accountId: AccountId, run: RunTerms, stored: StoredSettings | undefined): AccountTerms {
  if (stored?.kind === 'unreadable') return stored;
  const { question } = run;
  const ofRun = run.ofAccounts?.get(accountId);
  const kept = settledSettings(stored);
  const skip = ofRun?.skip ?? kept.skip;
  if (skip !== undefined && isSkipped(skip, question.now)) return { kind: 'skipped', skip };
  const thresholdDays = ofRun?.thresholdDays ?? (run.isThresholdGiven ? undefined : kept.thresholdDays);
  const exemptions = ofRun?.exemptions ?? kept.exemptions;
  return {
    kind: 'judged',
    question: { ...question, ...(thresholdDays !== undefined && { thresholdDays }) },
    exemptions: [...run.exemptions, ...rulesOf({ exemptions })],
    endedSkip: skip,
  };
}

/** Why nobody of the account is judged, in words. */
export function notJudgedWords(
  accountId: AccountId,
  terms: Exclude<AccountTerms, { readonly kind: 'judged' }>,
): string {
  if (terms.kind === 'unreadable') return unreadableSettings(accountId, terms.entry);
  return `account ${accountId}: skipped until ${terms.skip.end}: ${terms.skip.reason}`;
}

const unreadableSettings = (accountId: AccountId, entry: string) =>
  `account ${accountId}: its settings (${entry}) were written by a later version; nobody is judged: install that version`;

/** That a skip no longer holds. */
export const endedSkipWords = (accountId: AccountId, { end, reason }: AccountSkip): string =>
  `account ${accountId}: its skip ended on ${end} and no longer holds (${reason}); lastseen settings apply removes it`;
