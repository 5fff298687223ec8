/** When a quarantined user may be deleted, as far as no person is asked. */

import type { ApprovalPoint } from '../../approvals/approval.ts';
import type { FoundReferences } from '../../references/reference.ts';
import { notLookedAtLines, standingWords } from '../../references/references-words.ts';
import { isCurrent, isWhollySearched, standingOf } from '../../references/standing.ts';
import type { Instant } from '../../time.ts';
import type { UserInQuestion } from '../never.ts';
import type { DeletionSettings } from '../settings.ts';

/** Why a user is not deleted yet, in words; where there is nothing, what the approval must acknowledge. */
export interface Deletability {
  readonly why: readonly string[];
  readonly points: readonly ApprovalPoint[];
  /** What the approval rests on, in words: who names the user, and what could not be looked at. */
  readonly found: readonly string[];
}

/** What a deletion needs beside the verdict: a grace that was listened to, and a search for who names the user. */
export function deletabilityOf(user: UserInQuestion, { graceDays }: DeletionSettings, now: Instant): Deletability {
  const { assessment, listening, references } = user;
  const { days = 0, isHeardNow = false, unheard } = listening ?? {};
  const why = [
    ...(days < graceDays ? [`it may be deleted after ${graceDays} days on which somebody listened`] : []),
    ...(isHeardNow ? [] : ['nobody listens to it now: a Region is not watched']),
    ...(assessment.corroborated ? [] : ['only one source says that it is unused: CloudTrail does not confirm it']),
    ...searchDoubts(user, references, now),
  ];
  const isHeardWhole = unheard !== undefined && unheard.length === 0;
  return {
    why,
    points: [...(isHeardWhole ? [] : ['heard-partly' as const]), ...pointsOf(references)],
    found: references === undefined ? [] : [standingWords(references), ...refusedWords(references)],
  };
}

function searchDoubts(
  { assessment: { user } }: UserInQuestion,
  references: FoundReferences | undefined,
  now: Instant,
): string[] {
  const todo = `lastseen references ${user.userId ?? user.userName} looks`;
  if (references === undefined) return [`nobody looked who else names it: ${todo}`];
  if (!isCurrent(references, now)) return [`the search for who names it is of ${references.askedAt}: ${todo} anew`];
  if (references.user.arn !== user.arn) return [`the search was for ${references.user.arn}: ${todo} anew`];
  return standingOf(references) === 'stop' ? [standingWords(references)] : [];
}

function pointsOf(references: FoundReferences | undefined): ApprovalPoint[] {
  if (references === undefined) return [];
  return [
    ...(references.places > 0 || references.found.length > 0 ? ['references' as const] : []),
    ...(isWhollySearched(references) ? [] : ['references-refused' as const]),
  ];
}

const shownRefusals = 8;

function refusedWords(references: FoundReferences): string[] {
  const lines = notLookedAtLines(references);
  const more = lines.length > shownRefusals ? [`and ${lines.length - shownRefusals} more kinds`] : [];
  return lines.length === 0 ? [] : [`not looked at: ${[...lines.slice(0, shownRefusals), ...more].join(', ')}`];
}
