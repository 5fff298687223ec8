import { isAnswerMissing, silentSince } from '../inventory/iam-user.ts';
import type { Question } from '../question.ts';
import { calendarDaysBetween, type Instant, laterOf, plusDays } from '../time.ts';
import { type Assessment, stateOfSilence } from './assessment.ts';
import type { CredentialAssessment } from './credential-assessment.ts';

/** When silence that goes on from now will reach the threshold. It is arithmetic, no guess about the user. */
export interface Crossing {
  /** The first moment at which the state is no longer active or new. */
  readonly at: Instant;
  /** Days of the calendar in UTC from the question's day to the day of `at`; 0 is still today. */
  readonly inDays: number;
  /** The state from then on, with the facts that are missing today. */
  readonly becomes: 'idle' | 'never-used' | 'unknown';
}

/**
 * When a user crosses the threshold without further activity; undefined where it has, and where it cannot be judged.
 * The rules are those of `assess`: a user is not unused before its own youth and that of every credential ends. Facts
 * that are missing make the silent unknown, whatever their age.
 */
export function crossingOfUser(
  { user, state, lastActivity, gaps }: Pick<Assessment, 'user' | 'state' | 'lastActivity' | 'gaps'>,
  question: Question,
): Crossing | undefined {
  if (state !== 'active' && state !== 'new') return undefined;
  // Stryker disable next-line ArrayDeclaration: what is no credential has no creation.
  const births = isAnswerMissing(gaps) ? [] : [user, ...(user.credentials ?? [])].map(({ createdAt }) => createdAt);
  const known = stateOfSilence(lastActivity?.at, silentSince(user));
  return crossing([lastActivity?.at, ...births], gaps.length > 0 ? 'unknown' : known, question);
}

/** The same of one credential of the user. */
export function crossingOfCredential(
  { credential, state, lastUsed }: CredentialAssessment,
  { gaps, corroborated }: Pick<Assessment, 'gaps' | 'corroborated'>,
  question: Question,
): Crossing | undefined {
  if (state !== 'active' && state !== 'new') return undefined;
  const { createdAt, lastUse } = credential;
  const isRecorded = lastUse.kind !== 'unknown' || (lastUse.why === 'not-tracked' && corroborated);
  const known = lastUsed === undefined && lastUse.kind !== 'not-since' ? 'never-used' : 'idle';
  const isKnown = isRecorded && !isAnswerMissing(gaps) && createdAt !== undefined;
  return crossing([lastUsed?.at, createdAt], isKnown ? known : 'unknown', question);
}

function crossing(
  times: readonly (Instant | undefined)[],
  becomes: Crossing['becomes'],
  { now, thresholdDays }: Question,
): Crossing | undefined {
  const since = times.reduce<Instant | undefined>(laterOf, undefined);
  if (since === undefined) return undefined;
  const at = plusDays(since, thresholdDays);
  return { at, inDays: calendarDaysBetween(now, at), becomes };
}
