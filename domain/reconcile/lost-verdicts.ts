/** Unused users of whom a run knows less than the one before, because a source failed. */

import { gapWords } from '../inventory/gap-words.ts';
import type { MissingFact } from '../inventory/iam-user.ts';
import type { Entry } from '../sightings/entry.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isUnused } from '../verdict/state.ts';

/** How many unused users a run would make unknown, and which sources it could not read, in words. */
export interface LostVerdicts {
  readonly users: number;
  readonly why: string;
  /** Whether policies denied every one of the sources: asking again does not help. */
  readonly isDenied: boolean;
}

/** The verdicts that would be lost; undefined where none would. */
export function lostVerdicts(
  before: ReadonlyMap<Entry, Assessment>,
  now: ReadonlyMap<Entry, Assessment>,
): LostVerdicts | undefined {
  const lost = [...now].flatMap(([entry, { state, gaps }]) => {
    const known = before.get(entry);
    const isLost = state === 'unknown' && known !== undefined && isUnused(known.state);
    const failed = gaps.filter(isOfSource);
    return isLost && failed.length > 0 ? [failed] : [];
  });
  if (lost.length === 0) return undefined;
  const gaps = lost.flat();
  const why = [...new Set(gaps.map(gapWords))].join('; ');
  return { users: lost.length, why, isDenied: gaps.every(isDenied) };
}

/** Why the account counts as not judged. */
export const lostWords = ({ why, users }: LostVerdicts): string => `${why}; ${users} unused users would be unknown`;

/** A gap of a whole source. Other gaps are a user's own: its row is missing, or a record of it cannot be read. */
const isOfSource = ({ kind }: MissingFact) => kind === 'source-failed' || kind === 'report-stale';

const isDenied = (gap: MissingFact) => gap.kind === 'source-failed' && /AccessDenied/.test(gap.why);
