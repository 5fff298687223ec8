import type { Answer } from '../answer.ts';
import { isAccessKey } from '../credential.ts';
import { type AccessKeyId, parseAccessKeyId } from '../ids.ts';
import { isJsonObject } from '../json.ts';
import { parseTime } from '../time.ts';
import { type Credential, type IamUser, matchCreation } from './iam-user.ts';
import { permissionWords } from './missing-permission.ts';

/** An access key as IAM lists it. An unknown status agrees with none. */
export interface ListedAccessKey extends Pick<Credential, 'createdAt'> {
  readonly id: AccessKeyId;
  readonly status: Credential['status'] | undefined;
}

/** What IAM answered about the access keys of users, or why it did not; by user. */
export type AccessKeyAnswers = ReadonlyMap<IamUser, Answer<readonly ListedAccessKey[]>>;

/**
 * Reads the pages of `aws iam list-access-keys`; undefined where a page has no `AccessKeyMetadata`. A key without an
 * access key's id is left out: it can be the id of no column.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListAccessKeys.html
 */
export function readAccessKeys(pages: readonly unknown[]): readonly ListedAccessKey[] | undefined {
  const lists = pages.map((page) => (isJsonObject(page) ? page['AccessKeyMetadata'] : undefined));
  if (lists.length === 0 || !lists.every(Array.isArray)) return undefined;
  return lists.flat().flatMap(readKey);
}

function readKey(entry: unknown): ListedAccessKey[] {
  if (!isJsonObject(entry)) return [];
  const { AccessKeyId: given, Status: status } = entry;
  const id = parseAccessKeyId(given);
  if (id === undefined) return [];
  const known = status === 'Active' ? 'active' : status === 'Inactive' ? 'inactive' : undefined;
  return [{ id, status: known, createdAt: parseTime(entry['CreateDate']) }];
}

/**
 * The user whose access keys have ids instead of the report's columns, as far as the answer allows. A reader may
 * deactivate the key with this id, so nothing is guessed: a column and a listed key belong together if their times of
 * creation agree and no other pair with one of them does. Where two keys were created at the same time, the status must
 * tell them apart. Without an answer, or where it is ambiguous, the column's name stays.
 */
export function withKeyIds(user: IamUser, answer: Answer<readonly ListedAccessKey[]> | undefined): IamUser {
  if (answer?.kind !== 'answered' || user.credentials === undefined) return user;
  const columns = user.credentials.filter(hasNoId);
  const pairs = columns.flatMap((column) => answer.value.filter(isSameTime(column)).map((key) => ({ column, key })));
  const sameStatus = pairs.filter(({ column, key }) => column.status === key.status);
  const idOf = (column: Credential) => onlyPair(pairs, column)?.key.id ?? onlyPair(sameStatus, column)?.key.id;
  const credentials = user.credentials.map((credential) => ({ ...credential, id: idOf(credential) ?? credential.id }));
  return { ...user, credentials };
}

/** Whether it is an access key of which only the report's column is known. */
export const hasNoId = ({ kind, id }: Pick<Credential, 'kind' | 'id'>): boolean =>
  kind === 'access-key' && !isAccessKey(id);

const isSameTime = (column: Credential) => (key: ListedAccessKey) => matchCreation(column, key) === 'same';

interface Pair {
  readonly column: Credential;
  readonly key: ListedAccessKey;
}

/** The pair of a column, where neither the column nor the key is in another one. */
function onlyPair(pairs: readonly Pair[], column: Credential): Pair | undefined {
  const [pair, ...others] = pairs.filter((candidate) => candidate.column === column);
  if (pair === undefined || others.length > 0) return undefined;
  return pairs.filter(({ key }) => key === pair.key).length === 1 ? pair : undefined;
}

/** What IAM did not answer about the ids of access keys: a line for each failure. No user's state depends on it. */
export function unansweredKeyIds(answers: AccessKeyAnswers): string[] {
  const words = [...answers.values()].flatMap((answer) =>
    answer.kind === 'failed'
      ? [
          `the ids of access keys could not be read (${answer.failure.why})${permissionWords('access-keys', answer.failure)}`,
        ]
      : [],
  );
  return [...new Set(words)];
}
