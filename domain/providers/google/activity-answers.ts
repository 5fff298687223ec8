/** For which time whole answers about activities show that they were read. */

import { addProof } from '../../coverage/watch.ts';
import type { AccountId } from '../../ids.ts';
import type { Instant } from '../../time.ts';
import { type ActivityFold, proveSpan } from './activity-fold.ts';
import { type ActivityReading, type Application, activityRegion } from './records.ts';

/** The pages of one request, as far as they came. */
interface Answer {
  readonly application: Application;
  readonly actors: Set<string | undefined>;
  oldest: Instant;
  newest: Instant;
  /** Whether a further page follows, and the file that says so. */
  hasNext: boolean;
  place: string;
}

/** The answers of many pages. */
export interface AnswerFold {
  readonly open: Map<Application, Answer>;
  readonly whole: Answer[];
}

export const newAnswers = (): AnswerFold => ({ open: new Map(), whole: [] });

/** A page of activities, where it stands, and whether Google names a next one. */
export interface ActivityPage {
  readonly readings: readonly ActivityReading[];
  readonly hasNext: boolean;
  readonly place: string;
}

/** Adds a page. It continues the answer whose last page named a next one, and else begins an answer. */
export function addPage({ open, whole }: AnswerFold, { readings, hasNext, place }: ActivityPage): void {
  const pages = new Set<Application>();
  for (const reading of readings) {
    if (reading.kind !== 'use' && reading.kind !== 'no-use') continue;
    const { application, at, actor } = reading;
    const answer = open.get(application) ?? { application, actors: new Set(), oldest: at, newest: at, hasNext, place };
    open.set(application, answer);
    pages.add(application);
    answer.actors.add(actor);
    if (at < answer.oldest) answer.oldest = at;
    if (at > answer.newest) answer.newest = at;
  }
  for (const application of pages) {
    const answer = open.get(application);
    if (answer === undefined) continue;
    Object.assign(answer, { hasNext, place });
    if (hasNext) continue;
    open.delete(application);
    whole.push(answer);
  }
}

/**
 * Adds the proofs of whole answers: each day from its oldest to its newest activity was read. The latest answer of an
 * application reaches to `madeAt`, if somebody says when it was asked for. The activities of one person alone prove
 * nothing: they may have been asked for by its name.
 */
export function proveAnswers(
  { whole }: AnswerFold,
  activities: ActivityFold,
  accountId: AccountId,
  madeAt: Instant | undefined,
): void {
  for (const answer of whole.filter(({ actors }) => actors.size > 1)) {
    const { application, oldest: from, newest } = answer;
    const isLatest = whole.every((other) => other.application !== application || other.newest <= newest);
    const to = isLatest && madeAt !== undefined && madeAt > newest ? madeAt : newest;
    proveSpan(activities, accountId, application, { from, to });
  }
}

/** An activity that stands in no page shows that its day was recorded, and nothing of other days. */
export function proveMoment({ records }: ActivityFold, accountId: AccountId, reading: ActivityReading): void {
  if (reading.kind !== 'use' && reading.kind !== 'no-use') return;
  const region = activityRegion(reading.application);
  if (region !== undefined) addProof(records.watches, accountId, region, reading.at);
}
