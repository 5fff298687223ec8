/** What keeps the list of users of a provider, however often it was read, from proving silence. */

import type { EvidenceSource, ListGap } from '../inventory/iam-user.ts';
import { isFresh, type Question } from '../question.ts';
import { daysBetween, type Instant, silentDays } from '../time.ts';
import { isFreshRead, type ListDates } from './joined-list.ts';

/** A list that is older than a day is not the present state. */
export function ageGap(source: EvidenceSource, dates: ListDates, now: Instant, behindHours: number): ListGap[] {
  const { madeAt, newest } = dates;
  if (isFreshRead(dates, now, behindHours)) return [];
  if (madeAt !== undefined) return [{ kind: 'list-stale', source, madeAt }];
  if (newest === undefined) return [{ kind: 'list-undated', source }];
  return [{ kind: 'list-undated', source, newestDaysOld: silentDays(newest, now) }];
}

/** How often a person was read, and whether the reads agree. */
interface PersonReads {
  readonly reads: number;
  readonly isInDoubt: boolean;
}

/** Two reads that agree prove silence; one does not. */
export function readGaps(source: EvidenceSource, { reads, isInDoubt }: PersonReads, isFreshList: boolean): ListGap[] {
  if (reads === 0) return isFreshList ? [{ kind: 'activity-not-listed', source, users: 1 }] : [];
  if (reads < 2) return [{ kind: 'list-read-once', source }];
  return isInDoubt ? [{ kind: 'list-reads-differ', source }] : [];
}

/** How far a source proves silence, which is behind the present by so many hours. */
interface ProvenTo {
  readonly provenTo: Instant;
  readonly hours: number;
}

/** Behind `provenTo` nothing is proven: a silence since that time must reach the threshold before it. */
export function behindGap(
  source: EvidenceSource,
  since: Instant | undefined,
  { provenTo, hours }: ProvenTo,
  question: Question,
): ListGap[] {
  if (since === undefined || isFresh(since, question)) return [];
  return daysBetween(since, provenTo) >= question.thresholdDays ? [] : [{ kind: 'list-behind', source, hours }];
}
