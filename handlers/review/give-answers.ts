/** Records answers, each with what it changes at once. */

import { noEntries, type UserEntries } from '../../domain/lifecycle/lifecycle.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import type { Problem } from '../../domain/parsed.ts';
import { type Campaign, endOf } from '../../domain/review/campaign.ts';
import { keepWrites } from '../../domain/review/effects.ts';
import { type GivenAnswer, parseReviewWord } from '../../domain/review/given-answer.ts';
import { type Standing, standingOf } from '../../domain/review/standing.ts';
import {
  isRepeated,
  mostAnswers,
  type ReviewWord,
  type UserReview,
  withAnswer,
} from '../../domain/review/user-review.ts';
import type { Instant } from '../../domain/time.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { InputError } from '../input-error.ts';
import { type OpenCampaign, readWhole } from './open-campaign.ts';
import type { ReviewPorts } from './review-ports.ts';

/** An answer as it was given, and for whom: a unique id, a name or an ARN. */
export interface GivenFor {
  readonly who: string;
  readonly given: GivenAnswer;
}

/** An answer that was read, with the user in the campaign. */
interface ReadAnswer {
  readonly review: UserReview;
  readonly word: ReviewWord;
}

/** What came of one answer; one that was there already is not recorded again. */
export interface GivenResult {
  readonly review: UserReview;
  readonly standing: Standing;
  readonly isNew: boolean;
}

/** What the answers are read with. */
export interface AnswerReading {
  /** Whether the user can change IAM, or that is not known. */
  readonly isAdmin: (review: UserReview) => boolean;
  /** Where an answer stands and what is wrong with it, for people: `--until x: give a day`. */
  readonly words: (index: number, problem: Problem) => string;
}

/**
 * Records all answers, or none where one of them is wrong: then it throws InputError with a line for each. Each is
 * written before its effect; who repeats the call after a crash completes what is missing.
 */
export async function giveAnswers(
  open: OpenCampaign,
  answers: readonly GivenFor[],
  reading: AnswerReading,
  ports: ReviewPorts,
): Promise<GivenResult[]> {
  const now = ports.clock();
  refuseClosed(open.campaign, now);
  const read = readAnswers(open, answers, reading, now);
  const results: GivenResult[] = [];
  for (const answer of read) results.push(await record(open.campaign, answer, now, ports));
  return results;
}

function refuseClosed({ id, until, closed }: Campaign, now: Instant): void {
  if (closed !== undefined)
    throw new InputError(`review ${id} was closed on ${closed.at}: answers do not count any more`);
  if (now >= endOf({ until })) throw new InputError(`review ${id} ended with ${until}: answers do not count any more`);
}

function readAnswers(
  { campaign, reviews }: OpenCampaign,
  answers: readonly GivenFor[],
  { isAdmin, words }: AnswerReading,
  now: Instant,
): ReadAnswer[] {
  const wrong: string[] = [];
  const read = answers.flatMap(({ who, given }, index): ReadAnswer[] => {
    const refuse = (...problems: readonly Problem[]) => {
      wrong.push(...problems.map((problem) => words(index, problem)));
      return [];
    };
    const review = userCalled(reviews, who);
    if (review === undefined) {
      return refuse({ field: 'user', given: who, todo: `review ${campaign.id} does not ask about such a user` });
    }
    const word = parseReviewWord(given, { now, isAdmin: isAdmin(review) });
    return word.kind === 'wrong' ? refuse(...word.problems) : [{ review, word: word.value }];
  });
  if (wrong.length > 0) throw new InputError(wrong.join('\n'));
  return read;
}

function userCalled(reviews: readonly UserReview[], who: string): UserReview | undefined {
  const name = who.trim().toLowerCase();
  const isCalled = ({ userId, arn, userName }: UserReview) =>
    userId === who.trim() || arn === who.trim() || userName.toLowerCase() === name;
  return reviews.find(isCalled);
}

async function record(campaign: Campaign, answer: ReadAnswer, now: Instant, ports: ReviewPorts): Promise<GivenResult> {
  const { review, isNew } = await writeAnswer(campaign, answer, now, ports);
  const entries = await entriesOf(review, ports);
  // What another version wrote there is not replaced; it stops every plan about the user anyway.
  const writes = entries.isUnreadable ? [] : keepWrites(campaign, review, entries, now);
  for (const write of writes) await ports.table.writeLifecycle(ports.accountId, write);
  return { review, standing: standingOf(review, campaign), isNew };
}

const mostTries = 5;

/** Others may answer for the same user at the same time: then theirs is read, and this one follows it. */
async function writeAnswer(
  campaign: Campaign,
  { review: first, word }: ReadAnswer,
  at: Instant,
  { by, table, accountId }: ReviewPorts,
): Promise<{ readonly review: UserReview; readonly isNew: boolean }> {
  let review = first;
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = { at, by, says: word };
    if (isRepeated(review.answers, answer)) return { review, isNew: false };
    if (review.answers.length >= mostAnswers) throw new InputError(`${review.userName}: it has ${mostAnswers} answers`);
    const next = { ...review, answers: withAnswer(review.answers, answer), version: review.version + 1 };
    if (await table.writeCampaign(accountId, { kind: 'user-review', id: campaign.id, review: next })) {
      return { review: next, isNew: true };
    }
    const { campaign: present, reviews } = await readWhole(table, campaign);
    refuseClosed(present, at);
    review = reviews.find(({ userId }) => userId === first.userId) ?? review;
  }
  throw new Error(`others answer about ${first.userName} all the time; try again`);
}

/** What the table holds of a user's way out, read consistently. */
export async function entriesOf(
  { userId }: Pick<UserReview, 'userId'>,
  { table, accountId }: ReviewPorts,
): Promise<UserEntries> {
  const items = await table.readLifecycleOf(accountId, userId);
  return lifecycleEntriesOf(items, canonicalDigest).users.get(userId) ?? noEntries;
}
