/** What the users of an account may do, as far as a plan must know. */

import { parseUserId, type UserId } from '../ids.ts';
import { isJsonObject, type JsonObject, textAt } from '../json.ts';
import { unheardByPolicy } from './policies/data-plane.ts';
import { grantsIamWriting } from './policies/iam-writing.ts';

/** What a user carries, by GetAccountAuthorizationDetails. */
export interface StandingAccess {
  /** ARNs of the managed policies that are attached to the user itself. */
  readonly attachedPolicies: readonly string[];
  /** Whether it can change IAM, itself or by a group; undefined where a policy cannot be read. */
  readonly changesIam: boolean | undefined;
  /** Names of its groups; absent where they are not known. */
  readonly groups?: readonly string[];
  /** Services it may use whose refused calls are not heard; absent where a policy cannot be read. */
  readonly unheard?: readonly string[] | undefined;
}

/** By unique id; a user who is missing here is not known. */
export type AccountAccess = ReadonlyMap<UserId, StandingAccess>;

/**
 * Reads all pages of GetAccountAuthorizationDetails with users, groups and policies; undefined where a page has no list
 * of users.
 * Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function readAccountAccess(pages: readonly unknown[]): AccountAccess | undefined {
  const objects = pages.filter(isJsonObject);
  if (objects.length === 0 || !objects.every((page) => Array.isArray(page['UserDetailList']))) return undefined;
  const all = (key: string) => objects.flatMap((page) => objectsIn(page[key]));
  const policies = new Map(all('Policies').map((policy) => [textAt(policy, 'Arn') ?? '', documentOf(policy)]));
  const groups = new Map(
    all('GroupDetailList').map((group) => [
      textAt(group, 'GroupName') ?? '',
      documentsOf(group, 'GroupPolicyList', policies),
    ]),
  );
  const access = new Map<UserId, StandingAccess>();
  for (const user of all('UserDetailList')) {
    const userId = parseUserId(user['UserId']);
    if (userId === undefined) continue;
    const groupNames = textsIn(user['GroupList']);
    const inGroups = groupNames.flatMap((name) => groups.get(name) ?? [undefined]);
    const documents = [...documentsOf(user, 'UserPolicyList', policies), ...inGroups];
    const may = { changesIam: changesIam(documents), unheard: unheardBy(documents) };
    access.set(userId, { attachedPolicies: attachedTo(user), groups: groupNames, ...may });
  }
  return access;
}

/** A document that is missing or unreadable may allow anything, unless another one does so already. */
function changesIam(documents: readonly (string | undefined)[]): boolean | undefined {
  const answers = documents.map((document) => (document === undefined ? undefined : grantsIamWriting(document)));
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

function unheardBy(documents: readonly (string | undefined)[]): readonly string[] | undefined {
  const answers = documents.map((document) => (document === undefined ? undefined : unheardByPolicy(document)));
  const known = answers.filter((answer) => answer !== undefined);
  return known.length < answers.length ? undefined : [...new Set(known.flat())].toSorted();
}

/** The inline and attached policies of a user or group. */
function documentsOf(holder: JsonObject, inline: string, policies: ReadonlyMap<string, string | undefined>) {
  const own = objectsIn(holder[inline]).map((policy) => textAt(policy, 'PolicyDocument'));
  return [...own, ...attachedTo(holder).map((arn) => policies.get(arn))];
}

function attachedTo(holder: JsonObject): string[] {
  return objectsIn(holder['AttachedManagedPolicies']).flatMap((policy) => textAt(policy, 'PolicyArn') ?? []);
}

function documentOf(policy: JsonObject): string | undefined {
  const current = objectsIn(policy['PolicyVersionList']).find((version) => version['IsDefaultVersion'] === true);
  return current && textAt(current, 'Document');
}

const objectsIn = (list: unknown): JsonObject[] => (Array.isArray(list) ? list.filter(isJsonObject) : []);

const textsIn = (list: unknown): string[] =>
  Array.isArray(list) ? list.filter((text): text is string => typeof text === 'string') : [];
