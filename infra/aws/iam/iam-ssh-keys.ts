/** Gets users' SSH keys from IAM. */

import { type IAMClient, ListSSHPublicKeysCommand, type ListSSHPublicKeysCommandOutput } from '@aws-sdk/client-iam';
import pMap from 'p-map';
import pThrottle from 'p-throttle';
import { type Answer, answered, failed, unusable } from '../../../domain/answer.ts';
import type { Credential, IamUser } from '../../../domain/inventory/iam-user.ts';
import { readSshKeys, type SshKeyAnswers } from '../../../domain/inventory/ssh-keys.ts';
import { readPages } from './iam-inventory.ts';

/** IAM's rates are low and undocumented: 5,000 users take about 8 minutes at this pace. */
const callsASecond = 10;

type Keys = readonly Credential[];

/** Requests one page of a user's keys. */
type RequestPage = (userName: string, marker: string | undefined) => Promise<ListSSHPublicKeysCommandOutput>;

/**
 * Lists the SSH keys of each user, with one call for each, as long as there is time. A user without a call is not among
 * the answers. Never throws: each failure is in the answer. After a refusal no further call is made, because every
 * other one would be refused too.
 */
export async function gatherSshKeys(
  client: IAMClient,
  users: readonly IamUser[],
  hasTime: () => boolean,
): Promise<SshKeyAnswers> {
  const answers = new Map<IamUser, Answer<Keys>>();
  const inPace = pThrottle({ limit: callsASecond, interval: 1000, strict: true });
  const request = inPace((UserName: string, Marker: string | undefined) =>
    client.send(new ListSSHPublicKeysCommand({ UserName, MaxItems: 1000, Marker })),
  );
  let refusal: Answer<Keys> | undefined;
  const list = async (user: IamUser) => {
    if (refusal === undefined && !hasTime()) return;
    const answer = refusal ?? (await keysOf(user, request));
    if (answer.kind === 'failed' && answer.failure.kind === 'denied') refusal = answer;
    answers.set(user, answer);
  };
  await pMap(users, list, { concurrency: callsASecond });
  return answers;
}

async function keysOf({ userName }: IamUser, request: RequestPage): Promise<Answer<Keys>> {
  const { pages, failure } = await readPages((marker) => request(userName, marker));
  if (failure !== undefined) return failed(failure, 'iam:ListSSHPublicKeys');
  const listing = readSshKeys(JSON.parse(JSON.stringify(pages)) as unknown[]);
  if (listing === undefined) return failed(unusable('the answer has no keys in it'), 'iam:ListSSHPublicKeys');
  return listing.problem === undefined ? answered(listing.keys) : failed(unusable(listing.problem));
}
