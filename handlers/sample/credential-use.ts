import { epochMs, type Instant, instantOfEpochMs, plusDays } from '../../domain/time.ts';
import type { Person } from './person.ts';

/**
 * The last use of a credential: from the story, or from the log files, as if they reached back that far. Undefined
 * where it was never used.
 */
export function usedAt(person: Person, used: number | 'logs' | undefined, endsAt: Instant): Instant | undefined {
  if (used === undefined) return undefined;
  if (used !== 'logs') return plusDays(endsAt, -used);
  return instantOfEpochMs(person.lastSeenMs ?? epochMs(endsAt) - (person.part.activity?.until ?? 0) * 86_400_000);
}

/** IAM reports the last use of a key to the minute. */
export function keyUsedAt(person: Person, used: number | 'logs' | undefined, endsAt: Instant): Instant | undefined {
  return usedAt(person, used, endsAt)?.replace(/\d\dZ$/, '00Z') as Instant | undefined;
}

/** The credential report's row may still be of an earlier user, with another creation. */
export const reportedCreation = ({ part }: Person): number => (part.row === 'of-the-user-before' ? 800 : part.created);
