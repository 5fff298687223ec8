import type { StoredAccount } from '../table/stored-account.ts';

/** An inventory that lost more than half of the last run's users: how many there were, how many are left. */
export interface Shrinkage {
  readonly from: number;
  readonly to: number;
}

/** Below so many users before, half of them gone is an ordinary day. */
const smallestWatched = 3;

/**
 * The shrinkage where fewer than half of the users are left: a broken source, or a catastrophe, is more likely than a
 * day's work. Exactly half passes.
 */
export function shrinkageOf(stored: StoredAccount, users: number): Shrinkage | undefined {
  const from = stored.run?.users ?? stored.assessments.size;
  return from >= smallestWatched && users * 2 < from ? { from, to: users } : undefined;
}
