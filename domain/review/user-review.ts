/** What was asked and answered in a campaign about one user. */

import type { UserId } from '../ids.ts';
import { isSameData } from '../same-data.ts';
import type { Instant } from '../time.ts';

export const answerWords = ['keep', 'remove', 'seasonal', 'not-mine'] as const;

/**
 * What somebody says about a user. `keep` and `seasonal` attest that it is needed, until a day (UTC) that counts whole;
 * the month is 1 to 12. `not-mine` names who should be asked instead.
 */
export type ReviewWord =
  | { readonly kind: 'keep'; readonly until: string; readonly reason: string }
  | { readonly kind: 'seasonal'; readonly month: number; readonly until: string; readonly reason: string }
  | { readonly kind: 'remove'; readonly reason?: string | undefined }
  | { readonly kind: 'not-mine'; readonly to: string; readonly reason?: string | undefined };

/** One answer: what was said, when, and by whom (ARN). */
export interface ReviewAnswer {
  readonly at: Instant;
  readonly by: string;
  readonly says: ReviewWord;
}

/** `asked`: the first message to this person about this user. */
export const messageKinds = ['asked', 'halfway', 'last-days', 'escalation'] as const;

/** A message to somebody about the user. */
export interface ReviewMessage {
  readonly kind: (typeof messageKinds)[number];
  readonly to: string;
  readonly at: Instant;
}

/** A user in a campaign. Answers and messages only grow. */
export interface UserReview {
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
  /** Who owns the user, as known at the start. */
  readonly owner: string;
  /** ARN of who created the user, where that is known. */
  readonly creator?: string | undefined;
  /** By time. */
  readonly answers: readonly ReviewAnswer[];
  readonly messages: readonly ReviewMessage[];
  /** 1 at the start. Each write needs the version before. */
  readonly version: number;
}

/** As many answers about one user are kept. More are no review. */
export const mostAnswers = 100;

/** The answers with one more, by time. Order and repetition of the additions do not matter. */
export function withAnswer(answers: readonly ReviewAnswer[], answer: ReviewAnswer): readonly ReviewAnswer[] {
  if (answers.some((each) => isSameData(each, answer))) return answers;
  return [...answers, answer].toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1));
}

/** Ties in time are broken by what was said: the same answers are in the same order. */
function rankOf({ at, by, says }: ReviewAnswer): string {
  const { kind, reason = '' } = says;
  const detail = kind === 'remove' ? '' : kind === 'not-mine' ? says.to : says.until;
  const month = kind === 'seasonal' ? `${says.month}` : '';
  return [at, by, kind, detail, month, reason].join('\0');
}

/** Whether this person said the same the last time: to say it again adds nothing. */
export function isRepeated(answers: readonly ReviewAnswer[], { by, says }: ReviewAnswer): boolean {
  const latest = answers.at(-1);
  return latest?.by === by && isSameData(latest.says, says);
}
