/** What of an account's acts and reviews stays in a table when its evidence is copied into another one. */

import type { Instant } from '../time.ts';
import { isKept, type LifecycleEntries, type LifecycleState, type UserEntries } from './lifecycle.ts';

/** Nothing is open in these: only a record stays behind. */
const ended: readonly LifecycleState[] = ['none', 'deleted'];

/**
 * What would be forgotten with the old table, in words: users on their way out, a person's word that users are needed,
 * what reviews decided, a brake, and a running review. Entries that cannot be read count as users on their way out.
 */
export function leftBehind({ users, brake }: LifecycleEntries, isReviewRunning: boolean, now: Instant): string[] {
  const all = [...users.values()];
  const out = all.filter(isOnItsWayOut).length;
  const kept = all.filter((user) => isKept(user, now)).length;
  const removals = all.filter(({ removal }) => removal !== undefined).length;
  return [
    ...counted(out, 'user on its way out', 'users on their way out'),
    ...counted(kept, 'user whom somebody keeps', 'users whom somebody keeps'),
    ...counted(removals, 'user whom a review removes', 'users whom a review removes'),
    ...(brake !== undefined && brake.state !== 'off' ? ['a brake that is on'] : []),
    ...(isReviewRunning ? ['a running review'] : []),
  ];
}

const isOnItsWayOut = ({ lifecycle, isUnreadable }: UserEntries): boolean =>
  isUnreadable || (lifecycle !== undefined && !ended.includes(lifecycle.state));

const counted = (number: number, one: string, several: string): string[] =>
  number === 0 ? [] : [`${number} ${number === 1 ? one : several}`];
