import type { IAMClient } from '@aws-sdk/client-iam';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import type { AccountId, UserId } from '../../../domain/ids.ts';
import { gatherList } from './iam-inventory.ts';

/**
 * The name under which IAM lists the user with this unique id now; undefined where it lists none. IAM finds nobody by
 * id, so this reads the whole list, 1,000 users a call. Never throws: a page or an entry that cannot be read fails the
 * whole, since the user may be in it.
 */
export async function nameOfUser(
  client: IAMClient,
  accountId: AccountId,
  userId: UserId,
): Promise<Answer<string | undefined>> {
  const { users, failure } = await gatherList(client, accountId);
  if (failure !== undefined) return failed(failure, 'iam:ListUsers');
  return answered(users.find((user) => user.userId === userId)?.userName);
}
