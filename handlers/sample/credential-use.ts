import { epochMs, type Instant, instantOfEpochMs, plusDays } from '../../domain/time.ts';
import type { Person } from './person.ts';

/**
 * When a credential was last used: by the story, or by the log files, or by what log files that reached further back
 * would hold; undefined where it never was.
 */
export function usedAt(person: Person, used: number | 'logs' | undefined, endsAt: Instant): Instant | undefined {
  if (used === undefined) return undefined;
  if (used !== 'logs') return plusDays(endsAt, -used);
  return instantOfEpochMs(person.lastSeenMs ?? epochMs(endsAt) - (person.part.activity?.until ?? 0) * 86_400_000);
}

/** IAM tells the use of a key to the minute. */
export function keyUsedAt(person: Person, used: number | 'logs' | undefined, endsAt: Instant): Instant | undefined {
  return usedAt(person, used, endsAt)?.replace(/\d\dZ$/, '00Z') as Instant | undefined;
}

/** The user of the credential report's row may be the one before, of another creation. */
export const reportedCreation = ({ part }: Person): number => (part.row === 'of-the-user-before' ? 800 : part.created);
