import type { AccountId } from '../ids.ts';
import { type Instant, laterOf } from '../time.ts';
import type { IamUser } from './iam-user.ts';
import type { ListedUser } from './listed-user.ts';

/**
 * The users without those who are gone: whom only the credential report knows, and neither of two listings that came to
 * their ends. A listing that holds a time after the user's creation was made when the user was there or gone already,
 * so its silence proves that the user is gone. Without such a time a listing may be older than the user: then what it
 * does not know is a gap. Where no listing speaks of the account nothing follows.
 */
export function withoutGoneUsers(
  users: readonly IamUser[],
  details: readonly ListedUser[],
  list: readonly ListedUser[],
): IamUser[] {
  const newest = newestByAccount([...details, ...list]);
  return users.flatMap((user) => {
    const listedAt = newest.get(user.accountId);
    if (user.userId !== undefined || listedAt === undefined) return [user];
    if (user.createdAt !== undefined && user.createdAt <= listedAt) return [];
    return [{ ...user, gaps: [...user.gaps, ...notListed] }];
  });
}

const notListed = [
  { kind: 'not-listed', source: 'authorization-details' },
  { kind: 'not-listed', source: 'list-users' },
] as const;

/** Each listing was made at the newest time in it or later. */
function newestByAccount(listed: readonly ListedUser[]): Map<AccountId, Instant> {
  const newest = new Map<AccountId, Instant>();
  for (const { accountId, createdAt, passwordLastUsed } of listed) {
    const latest = laterOf(laterOf(createdAt, passwordLastUsed), newest.get(accountId));
    if (latest !== undefined) newest.set(accountId, latest);
  }
  return newest;
}
