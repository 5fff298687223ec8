/** Reads an answer as somebody typed it, or as it stands in a row of a file. */

import { keepUntil } from '../lifecycle/keep-until.ts';
import { ok, type Parsed, type Problem, wrong } from '../parsed.ts';
import { parseReason } from '../reason.ts';
import { dayOfNumber, type Instant } from '../time.ts';
import { answerWords, type ReviewWord } from './user-review.ts';

/** The parts of an answer, as text; a part that is empty is missing. */
export interface GivenAnswer {
  readonly answer?: string | undefined;
  readonly until?: string | undefined;
  readonly month?: string | undefined;
  readonly to?: string | undefined;
  readonly reason?: string | undefined;
}

/** What the limits of an answer rest on. Whether the user can change IAM counts as yes where it is not known. */
export interface AnswerLimits {
  readonly now: Instant;
  readonly isAdmin: boolean;
}

const longestName = 256;

/** Reads one answer; names every part that is wrong. A part that the answer has no use for is wrong too. */
export function parseReviewWord(given: GivenAnswer, limits: AnswerLimits): Parsed<ReviewWord> {
  const { answer } = given;
  const reason = parseReason(given.reason);
  if (reason.kind === 'wrong') return reason;
  switch (answerWords.find((word) => word === answer?.trim().toLowerCase())) {
    case 'keep':
      return unused(given, ['month', 'to'], keepOf(given, reason.value, limits));
    case 'seasonal':
      return unused(given, ['until', 'to'], seasonalOf(given, reason.value, limits));
    case 'remove':
      return unused(given, ['until', 'month', 'to'], ok({ kind: 'remove', ...noted(reason.value) }));
    case 'not-mine':
      return unused(given, ['until', 'month'], passedOn(given, reason.value));
    case undefined:
      return problem('answer', answer, `give one of ${answerWords.join(', ')}`);
  }
}

function keepOf({ until }: GivenAnswer, reason: string | undefined, { now, isAdmin }: AnswerLimits) {
  const day = keepUntil(until?.trim(), now, isAdmin);
  if (day.kind === 'wrong') return day;
  return reason === undefined ? unexplained : ok({ kind: 'keep', until: day.value, reason } as const);
}

/** A job of one month a year: it may be silent until that month has passed. */
function seasonalOf({ month: text }: GivenAnswer, reason: string | undefined, { now, isAdmin }: AnswerLimits) {
  const month = Number(text?.trim());
  const isMonth = text !== undefined && /^\s*\d{1,2}\s*$/.test(text) && month >= 1 && month <= 12;
  if (!isMonth) return problem('month', text, 'give the number of a month, 1 to 12');
  const until = endOfNext(month, now);
  if (isAdmin && keepUntil(until, now, true).kind === 'wrong') {
    return problem('month', text, 'the user can change IAM and is kept for 90 days at most: give keep with a day');
  }
  return reason === undefined ? unexplained : ok({ kind: 'seasonal', month, until, reason } as const);
}

/** The last day of the next such month; this month counts. At most a year away. */
function endOfNext(month: number, now: Instant): string {
  const [year, current] = [Number(now.slice(0, 4)), Number(now.slice(5, 7))];
  return dayOfNumber(Date.UTC(month < current ? year + 1 : year, month, 0) / 86_400_000);
}

function passedOn({ to }: GivenAnswer, reason: string | undefined) {
  const name = to?.trim() ?? '';
  const isName = name !== '' && name.length <= longestName;
  if (!isName) return problem('to', to, `say whom to ask instead, in at most ${longestName} characters`);
  return ok({ kind: 'not-mine', to: name, ...noted(reason) } as const);
}

const problem = (field: keyof GivenAnswer, given: string | undefined, todo: string) => wrong({ field, given, todo });

const unexplained = problem('reason', undefined, 'say why the user is needed');

const noted = (reason: string | undefined) => (reason === undefined ? {} : { reason });

/** A part without a use is more likely a wrong answer than an idle word. */
function unused(
  given: GivenAnswer,
  parts: readonly (keyof GivenAnswer)[],
  read: Parsed<ReviewWord>,
): Parsed<ReviewWord> {
  const extra = parts.find((part) => (given[part]?.trim() ?? '') !== '');
  if (extra === undefined) return read;
  const own: Problem = { field: extra, given: given[extra], todo: `${given.answer?.trim()} has no use for it` };
  return read.kind === 'wrong' ? wrong(own, ...read.problems) : wrong(own);
}
