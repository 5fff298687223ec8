/** What one person is told in a campaign by one message. */

import type { CampaignId, UserId } from '../ids.ts';
import { isSameData } from '../same-data.ts';
import type { Instant } from '../time.ts';
import { endOf } from './campaign.ts';
import type { ReviewRow } from './review-row.ts';
import { dueLetters, type ReviewView } from './review-view.ts';
import { isOpen } from './standing.ts';
import { messageKinds, type ReviewMessage, type UserReview } from './user-review.ts';

/** `ended`: the campaign is over and waits for a person who closes it; it is about no single user. */
export const letterKinds = [...messageKinds, 'ended'] as const;

/**
 * A letter. It is stored before it is sent: who stops in between sends it again later, and it is the same letter. Its
 * campaign, kind, addressee and number name it.
 */
export interface ReviewLetter {
  readonly campaign: CampaignId;
  readonly kind: (typeof letterKinds)[number];
  /** Empty where nobody is named: then everybody who reads the topic gets it. */
  readonly to: string;
  /** Its number among the letters of its kind to this person, from 1. */
  readonly number: number;
  readonly at: Instant;
  /** Those it is about. */
  readonly users: readonly UserId[];
  /** 1 before it is sent, 2 after. */
  readonly version: number;
}

/** Whether the letter may not have been sent yet. */
export const isPending = ({ version }: ReviewLetter): boolean => version === 1;

/** The letter after it was sent. */
export const sent = (letter: ReviewLetter): ReviewLetter => ({ ...letter, version: 2 });

/** The letters that are due now, beside those that are stored. The messages of the view know the stored ones. */
export function lettersDue(view: ReviewView, stored: readonly ReviewLetter[], now: Instant): ReviewLetter[] {
  const { id: campaign } = view.campaign;
  const next = (kind: ReviewLetter['kind'], to: string, users: readonly UserId[]): ReviewLetter => {
    const before = stored.filter((letter) => letter.kind === kind && letter.to === to);
    return { campaign, kind, to, number: before.length + 1, at: now, users, version: 1 };
  };
  const reminders = dueLetters(view).map(({ kind, to }) => {
    const about = view.users.filter(({ due }) => due.some((message) => message.kind === kind && message.to === to));
    return next(
      kind,
      to,
      about.map(({ review }) => review.userId),
    );
  });
  return hasEndedUnsaid(view, stored, now)
    ? [...reminders, next('ended', view.campaign.fallback ?? '', [])]
    : reminders;
}

function hasEndedUnsaid({ campaign }: ReviewView, stored: readonly ReviewLetter[], now: Instant): boolean {
  return campaign.closed === undefined && now >= endOf(campaign) && !stored.some(({ kind }) => kind === 'ended');
}

/** The users that the letter still has something to say about; of an ended campaign, those without an answer. */
export function letterRows({ kind, to, users }: ReviewLetter, view: ReviewView): ReviewRow[] {
  const open = view.users.filter(({ row }) => isOpen(row.standing));
  const isAbout = ({ userId, asked }: ReviewRow) =>
    kind === 'ended' || (users.includes(userId) && (kind === 'escalation' || asked === to));
  return open.map(({ row }) => row).filter(isAbout);
}

/** Whether the letter is still worth sending. The end of a campaign is, whoever has answered. */
export const hasSomethingToSay = (letter: ReviewLetter, view: ReviewView): boolean =>
  letter.kind === 'ended'
    ? view.campaign.closed === undefined
    : letter.at < endOf(view.campaign) && letterRows(letter, view).length > 0;

/** The review with the messages that the letters are; order and repetition of the letters do not matter. */
export function withLetters(review: UserReview, letters: readonly ReviewLetter[]): UserReview {
  const about = letters.filter(({ users }) => users.includes(review.userId));
  const told = about.flatMap(({ kind, to, at }): ReviewMessage[] => (kind === 'ended' ? [] : [{ kind, to, at }]));
  const added = told.filter((message) => !review.messages.some((known) => isSameData(known, message)));
  if (added.length === 0) return review;
  return { ...review, messages: [...review.messages, ...added].toSorted((a, b) => (rankOf(a) < rankOf(b) ? -1 : 1)) };
}

const rankOf = ({ at, kind, to }: ReviewMessage): string => [at, kind, to].join('\0');
