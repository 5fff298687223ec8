import type { AccountId } from '../ids.ts';
import { type Instant, laterOf } from '../time.ts';
import type { IamUser } from './iam-user.ts';
import type { ListedUser } from './listed-user.ts';

/**
 * The users without those who are gone. A user is gone if only the credential report has it, and two complete listings
 * of its account do not. A listing with a time after the user's creation was made after that creation, so a missing
 * user was deleted. Without such a time the listing may be older than the user: then the user stays, with a gap.
 * Without a listing of its account a user stays as it is.
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
    // Stryker disable next-line ConditionalExpression: undefined is not before anything.
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
    // Stryker disable next-line ConditionalExpression: what is not there is as undefined.
    if (latest !== undefined) newest.set(accountId, latest);
  }
  return newest;
}
