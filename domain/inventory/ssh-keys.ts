/** Reads SSH keys and adds them to their users. */

import type { Answer, Failure } from '../answer.ts';
import { isJsonObject, textAt } from '../json.ts';
import { parseTime } from '../time.ts';
import { gapWords } from './gap-words.ts';
import type { Credential, IamUser, MissingFact } from './iam-user.ts';
import { permissionWords } from './missing-permission.ts';

/** IAM's answer about the SSH keys of each user, or why there is none. */
export type SshKeyAnswers = ReadonlyMap<IamUser, Answer<readonly Credential[]>>;

/** The SSH keys of one or more pages; `problem` says why they are not all, undefined where they are. */
export interface SshKeyListing {
  readonly keys: readonly Credential[];
  /** The users that the keys name. */
  readonly userNames: readonly string[];
  readonly problem: string | undefined;
}

/**
 * Reads the pages of `aws iam list-ssh-public-keys`; undefined where a page has no `SSHPublicKeys`. IAM records no use
 * of these keys. One of unknown status may be active.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListSSHPublicKeys.html
 */
export function readSshKeys(pages: readonly unknown[]): SshKeyListing | undefined {
  const lists = pages.map((page) => (isJsonObject(page) ? page['SSHPublicKeys'] : undefined));
  if (lists.length === 0 || !lists.every(Array.isArray)) return undefined;
  const entries: unknown[] = lists.flat();
  const last = pages.at(-1);
  const isCut = isJsonObject(last) && (last['IsTruncated'] === true || typeof last['NextToken'] === 'string');
  const keys = entries.map(readKey);
  const bad = keys.indexOf(undefined);
  return {
    keys: keys.filter((key) => key !== undefined),
    userNames: entries.flatMap((entry) => (isJsonObject(entry) ? (textAt(entry, 'UserName') ?? []) : [])),
    problem: bad >= 0 ? `SSHPublicKeys[${bad}]: SSHPublicKeyId is missing` : isCut ? 'more pages follow' : undefined,
  };
}

function readKey(entry: unknown): Credential | undefined {
  const id = isJsonObject(entry) ? textAt(entry, 'SSHPublicKeyId') : undefined;
  if (id === undefined || !isJsonObject(entry)) return undefined;
  return {
    kind: 'ssh-public-key',
    id,
    status: entry['Status'] === 'Inactive' ? 'inactive' : 'active',
    createdAt: parseTime(entry['UploadDate']),
    lastUse: { kind: 'unknown', why: 'not-tracked' },
  };
}

/** The users with their SSH keys, or with a gap where IAM did not answer. A user without an answer stays as it is. */
export function withSshKeys(users: readonly IamUser[], answers: SshKeyAnswers): IamUser[] {
  return users.map((user) => withSshKeysOf(user, answers.get(user)));
}

/** One user with its SSH keys. */
export function withSshKeysOf(user: IamUser, answer: Answer<readonly Credential[]> | undefined): IamUser {
  if (answer === undefined) return user;
  if (answer.kind === 'failed') {
    return { ...user, gaps: [...user.gaps, gapOf(answer.failure)] };
  }
  const credentials = user.credentials && [...user.credentials, ...answer.value];
  return { ...user, credentials, sshKeysListed: true };
}

/** The failed answers about SSH keys in words: a line for each failure, with what the policy lacks. */
export function unansweredSshKeys(answers: SshKeyAnswers): string[] {
  const words = [...answers.values()].flatMap((answer) =>
    answer.kind === 'failed'
      ? [`${gapWords(gapOf(answer.failure))}${permissionWords('ssh-public-keys', answer.failure)}`]
      : [],
  );
  return [...new Set(words)];
}

/** Says for how many users these keys were not listed; none for zero. */
export function notLookedAt(keys: 'SSH keys' | 'ids of access keys', users: number): string[] {
  if (users === 0) return [];
  return [
    `${keys} not looked at for ${users.toLocaleString('en-US')} ${users === 1 ? 'user' : 'users'}: no time was left`,
  ];
}

const gapOf = ({ why }: Failure): MissingFact => ({ kind: 'source-failed', source: 'ssh-public-keys', why });
