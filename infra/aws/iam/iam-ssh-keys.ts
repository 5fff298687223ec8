/** Gets users' SSH keys from IAM. */

import { type IAMClient, ListSSHPublicKeysCommand } from '@aws-sdk/client-iam';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import type { Credential, IamUser } from '../../../domain/inventory/iam-user.ts';
import { readSshKeys, type SshKeyAnswers } from '../../../domain/inventory/ssh-keys.ts';
import type { Sleep } from './iam-credential-report.ts';
import { readPages } from './iam-inventory.ts';

/** IAM's rates are low and undocumented: 5,000 users take about 8 minutes at this pace. */
const usersASecond = 10;

/**
 * Lists the SSH keys of each user, with one call for each. Never throws: each failure is in the answer. After a refusal
 * no further call is made, because every other one would be refused too.
 */
export async function gatherSshKeys(
  client: IAMClient,
  users: readonly IamUser[],
  sleep: Sleep,
): Promise<SshKeyAnswers> {
  const answers = new Map<IamUser, Answer<readonly Credential[]>>();
  let refusal: Answer<readonly Credential[]> | undefined;
  for (let at = 0; at < users.length; at += usersASecond) {
    if (at > 0 && refusal === undefined) await sleep(1000);
    await Promise.all(
      users.slice(at, at + usersASecond).map(async (user) => {
        const answer = refusal ?? (await keysOf(client, user));
        if (answer.kind === 'failed' && answer.failure.kind === 'denied') refusal = answer;
        answers.set(user, answer);
      }),
    );
  }
  return answers;
}

async function keysOf(client: IAMClient, { userName }: IamUser): Promise<Answer<readonly Credential[]>> {
  const { pages, failure } = await readPages((Marker) =>
    client.send(new ListSSHPublicKeysCommand({ UserName: userName, MaxItems: 1000, Marker })),
  );
  if (failure !== undefined) return failed(failure, 'iam:ListSSHPublicKeys');
  const listing = readSshKeys(JSON.parse(JSON.stringify(pages)) as unknown[]);
  if (listing === undefined) return failed(unusable('the answer has no keys in it'), 'iam:ListSSHPublicKeys');
  return listing.problem === undefined ? answered(listing.keys) : failed(unusable(listing.problem));
}
