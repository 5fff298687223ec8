import { parseUserId } from '../../../domain/ids.ts';
import type { Campaign } from '../../../domain/review/campaign.ts';
import type { ReviewAnswer, ReviewWord, UserReview } from '../../../domain/review/user-review.ts';
import type { Instant } from '../../../domain/time.ts';
import { account, daysAgo, now, reviewId, user } from '../builders.ts';

export const arnOf = (name: string): string => `arn:aws:iam::${account()}:user/${name}`;

/** A campaign of 20 days that began 10 days ago. Frieda is the fallback. */
export function campaign(changes: Partial<Campaign> = {}): Campaign {
  return {
    id: reviewId(),
    accountId: account(),
    scope: 'unused',
    from: daysAgo(10),
    until: daysAgo(-9).slice(0, 10),
    unanswered: 'nothing',
    reviewers: ['team'],
    fallback: 'frieda',
    confirmers: ['frieda'],
    users: 1,
    startedBy: arnOf('sam'),
    version: 1,
    ...changes,
  };
}

/** The user alice, made by carl, of whom the team was asked at the start. */
export function review(answers: readonly ReviewAnswer[] = [], changes: Partial<UserReview> = {}): UserReview {
  return {
    userId: parseUserId('AIDAALICE00000000001') ?? user(),
    userName: 'alice',
    arn: arnOf('alice'),
    owner: 'team',
    creator: `arn:aws:sts::${account()}:assumed-role/Admin/carl@example.com`,
    answers,
    messages: [{ kind: 'asked', to: 'team', at: daysAgo(10) }],
    version: 1,
    ...changes,
  };
}

export const keep: ReviewWord = { kind: 'keep', until: '2027-01-31', reason: 'backup' };
export const remove: ReviewWord = { kind: 'remove', reason: 'left us' };

export const says = (name: string, word: ReviewWord, at: Instant = now): ReviewAnswer => ({
  at,
  by: arnOf(name),
  says: word,
});
