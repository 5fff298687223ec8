/** Gets users' SSH keys from IAM. */

import { type IAMClient, ListSSHPublicKeysCommand } from '@aws-sdk/client-iam';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import type { Credential, IamUser } from '../../../domain/inventory/iam-user.ts';
import { readSshKeys, type SshKeyAnswers } from '../../../domain/inventory/ssh-keys.ts';
import { askForUsers, withoutList } from './ask-for-users.ts';

/** Asks IAM for the SSH keys of each user; its bounds are those of `askForUsers`. */
export function gatherSshKeys(
  client: IAMClient,
  users: readonly IamUser[],
  hasTime: () => boolean,
): Promise<SshKeyAnswers> {
  const fetch = (UserName: string, Marker: string | undefined) =>
    client.send(new ListSSHPublicKeysCommand({ UserName, MaxItems: 1000, Marker }));
  return askForUsers(users, { action: 'iam:ListSSHPublicKeys', fetch, read: readPages }, hasTime);
}

function readPages(pages: readonly unknown[]): Answer<readonly Credential[]> {
  const listing = readSshKeys(pages);
  if (listing === undefined) return withoutList;
  return listing.problem === undefined ? answered(listing.keys) : failed(unusable(listing.problem));
}
