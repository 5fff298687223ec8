/** Stops a run whose inventory has shrunk to less than half. */

import type { StoredAccount } from '../table/stored-account.ts';

/** An inventory with less than half of the last run's users: how many there were, and how many are left. */
export interface Shrinkage {
  readonly from: number;
  readonly to: number;
}

/** In an account of fewer users, it is ordinary that more than half of them go at once. */
const smallestWatched = 3;

/**
 * The shrinkage, where fewer than half of the users are left: a broken source, or a catastrophe, is then more likely
 * than ordinary deletions. Undefined at exactly half or more.
 */
export function shrinkageOf(stored: StoredAccount, users: number): Shrinkage | undefined {
  const from = stored.run?.users ?? stored.assessments.size;
  return from >= smallestWatched && users * 2 < from ? { from, to: users } : undefined;
}
