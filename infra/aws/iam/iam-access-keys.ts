/** Gets users' access keys from IAM. */

import { type IAMClient, ListAccessKeysCommand } from '@aws-sdk/client-iam';
import { type Answer, answered } from '../../../domain/answer.ts';
import { type AccessKeyAnswers, type ListedAccessKey, readAccessKeys } from '../../../domain/inventory/access-keys.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { askForUsers, withoutList } from './ask-for-users.ts';

/** Asks IAM for the access keys of each user; its bounds are those of `askForUsers`. */
export function gatherAccessKeys(
  client: IAMClient,
  users: readonly IamUser[],
  hasTime: () => boolean,
): Promise<AccessKeyAnswers> {
  const fetch = (UserName: string, Marker: string | undefined) =>
    client.send(new ListAccessKeysCommand({ UserName, MaxItems: 1000, Marker }));
  return askForUsers(users, { action: 'iam:ListAccessKeys', fetch, read: readPages }, hasTime);
}

function readPages(pages: readonly unknown[]): Answer<readonly ListedAccessKey[]> {
  const keys = readAccessKeys(pages);
  return keys === undefined ? withoutList : answered(keys);
}
