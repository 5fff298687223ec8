import type { UserId } from '../../../../domain/ids.ts';
import type { IamUser } from '../../../../domain/inventory/iam-user.ts';
import { knownUsers, type StoredAccount } from '../../../../domain/table/stored-account.ts';
import { InputError } from '../../../input-error.ts';

/** A user whose unique id is known. */
export type CalledUser = IamUser & { readonly userId: UserId };

/** The user with this name (in any case), unique id or ARN, by the latest scan; undefined where none is. */
export function userCalled(who: string, stored: StoredAccount): CalledUser | undefined {
  const found = knownUsers(stored).find(
    ({ userId, userName, arn }) => userId === who || arn === who || userName.toLowerCase() === who.toLowerCase(),
  );
  if (found === undefined) return undefined;
  const { userId } = found;
  if (userId === undefined) throw new InputError(`${who}: its unique id is not known; lastseen scan --live finds it`);
  return { ...found, userId };
}

/** The same; throws InputError where there is none. */
export function neededUser(who: string, stored: StoredAccount): CalledUser {
  const found = userCalled(who, stored);
  if (found !== undefined) return found;
  throw new InputError(
    `${who}: the table knows no such user of account ${stored.accountId}; lastseen scan --live first`,
  );
}
