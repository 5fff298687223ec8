/** A campaign as of one moment, for whoever looks. */

import { type LifecycleFacts, usersInQuestion } from '../lifecycle/plan-lifecycle.ts';
import type { LifecycleSettings } from '../lifecycle/settings.ts';
import type { Campaign } from './campaign.ts';
import { dueMessages } from './messages.ts';
import { listsOf, type ReviewList, type ReviewRow, reviewRow } from './review-row.ts';
import { isOpen, type Standing } from './standing.ts';
import type { ReviewMessage, UserReview } from './user-review.ts';

/** A user of the campaign, what is known of it, and the messages about it that are due. */
export interface ViewedUser {
  readonly review: UserReview;
  readonly row: ReviewRow;
  readonly due: readonly ReviewMessage[];
}

/** How many users stand where; `open` are those whom somebody has still to answer. */
export interface ReviewCounts {
  readonly users: number;
  readonly open: number;
  readonly keep: number;
  readonly seasonal: number;
  readonly remove: number;
  readonly unconfirmed: number;
  readonly passedOn: number;
}

/** The whole campaign, its users by name. */
export interface ReviewView {
  readonly campaign: Campaign;
  readonly users: readonly ViewedUser[];
  readonly counts: ReviewCounts;
}

/** Looks at every user of a campaign by the facts of this moment. */
export function viewReview(
  campaign: Campaign,
  reviews: readonly UserReview[],
  facts: LifecycleFacts,
  settings: LifecycleSettings,
): ReviewView {
  const { now } = facts.question;
  const known = new Map(usersInQuestion(facts).map((user) => [user.assessment.user.userId, user]));
  const users = reviews.map((review) => ({
    review,
    row: reviewRow(review, known.get(review.userId), campaign, { settings, now }),
    due: dueMessages(campaign, review, now),
  }));
  const byName = users.toSorted((a, b) => (a.row.userName < b.row.userName ? -1 : 1));
  return { campaign, users: byName, counts: countsOf(users.map(({ row }) => row.standing)) };
}

/** How many users stand where. */
export function countsOf(standings: readonly Standing[]): ReviewCounts {
  const count = (isCounted: (standing: Standing) => boolean) => standings.filter(isCounted).length;
  const settled = (kind: string) =>
    count((standing) => standing.kind === 'settled' && standing.answer.says.kind === kind);
  return {
    users: standings.length,
    open: count(isOpen),
    keep: settled('keep'),
    seasonal: settled('seasonal'),
    remove: settled('remove'),
    unconfirmed: count(({ kind }) => kind === 'unconfirmed'),
    passedOn: count(({ kind }) => kind === 'passed-on'),
  };
}

/** What one person is to be told now, about how many users. */
export interface DueLetter {
  readonly to: string;
  readonly kind: ReviewMessage['kind'];
  readonly users: number;
}

/** One letter a person and kind, by person: not one message a user. */
export function dueLetters({ users }: Pick<ReviewView, 'users'>): DueLetter[] {
  const due = users.flatMap((user) => user.due);
  const titles = new Map(due.map(({ to, kind }) => [`${to}\0${kind}`, { to, kind }]));
  return [...titles]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, title]) => ({
      ...title,
      users: due.filter(({ to, kind }) => to === title.to && kind === title.kind).length,
    }));
}

/** The list of each who has still to answer, and of the fallback to whom that was escalated. */
export function openLists({ users }: Pick<ReviewView, 'users'>): ReviewList[] {
  const open = users.filter(({ row }) => isOpen(row.standing));
  return listsOf(open.flatMap((user) => [user.row, ...escalatedTo(user).map((asked) => ({ ...user.row, asked }))]));
}

function escalatedTo({ review, row, due }: ViewedUser): string[] {
  const escalations = [...review.messages, ...due].filter(({ kind, to }) => kind === 'escalation' && to !== row.asked);
  return [...new Set(escalations.map(({ to }) => to))];
}
