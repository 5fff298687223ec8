import { daysBetween, type Instant } from '../time.ts';

/** What the time of creation says of two answers about one name. */
export type CreationMatch = 'same' | 'different' | 'cannot-tell';

/** Two answers about one user may differ by so much, where one rounds and another cuts. */
const roundingSeconds = 1;

/**
 * Whether two answers are about the same user, by the time of creation: a name is used again, a moment of creation is
 * not. `cannot-tell` where an answer lacks the time; the caller decides what that means.
 */
export function matchCreation(a: Created, b: Created): CreationMatch {
  if (a.createdAt === undefined || b.createdAt === undefined) return 'cannot-tell';
  return Math.abs(daysBetween(a.createdAt, b.createdAt)) * 86_400 <= roundingSeconds ? 'same' : 'different';
}

interface Created {
  readonly createdAt: Instant | undefined;
}
