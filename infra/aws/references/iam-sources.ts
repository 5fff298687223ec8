/** Policies of roles and groups, and customer managed policies. */

import {
  GetAccountAuthorizationDetailsCommand,
  type GetAccountAuthorizationDetailsCommandOutput,
  GetUserCommand,
  type IAMClient,
  type PolicyDetail,
} from '@aws-sdk/client-iam';
import { type Answer, answered, failed } from '../../../domain/answer.ts';
import { parseUserId } from '../../../domain/ids.ts';
import type { NamedUser, ReferenceKind } from '../../../domain/references/reference.ts';
import type { ReferenceSource } from '../../ports/reference-source.ts';
import { tryAsk } from '../answer.ts';
import { readPages } from '../iam-pages.ts';

type IamKind = Extract<ReferenceKind, 'role-trust-policy' | 'role-policy' | 'group-policy' | 'managed-policy'>;

/** The documents of a kind, by ARN; an inline policy by the ARN of its owner and its own name. */
type Documents = { readonly [kind in IamKind]: ReadonlyMap<string, string | undefined> };

const iamKinds: readonly IamKind[] = ['role-trust-policy', 'role-policy', 'group-policy', 'managed-policy'];

const action = 'iam:GetAccountAuthorizationDetails';

/** IAM's sources: all of them rest on one listing, a page for 1,000 roles, groups or policies. */
export function iamSources(client: IAMClient): ReferenceSource[] {
  let gathered: Promise<Answer<Documents>> | undefined;
  const documents = () => {
    gathered ??= gather(client);
    return gathered;
  };
  return iamKinds.map((kind) => ({
    kind,
    region: null,
    list: async () => {
      const answer = await documents();
      return answer.kind === 'failed' ? answer : answered([...answer.value[kind].keys()]);
    },
    documentOf: async (resource) => {
      const answer = await documents();
      return answer.kind === 'failed' ? answer : answered(answer.value[kind].get(resource));
    },
  }));
}

async function gather(client: IAMClient): Promise<Answer<Documents>> {
  const { pages, failure } = await readPages((Marker) =>
    client.send(
      new GetAccountAuthorizationDetailsCommand({
        Filter: ['Role', 'Group', 'LocalManagedPolicy'],
        MaxItems: 1000,
        Marker,
      }),
    ),
  );
  return failure === undefined ? answered(documentsIn(pages)) : failed(failure, action);
}

function documentsIn(pages: readonly GetAccountAuthorizationDetailsCommandOutput[]): Documents {
  const roles = pages.flatMap(({ RoleDetailList = [] }) => RoleDetailList);
  const groups = pages.flatMap(({ GroupDetailList = [] }) => GroupDetailList);
  const managed = pages.flatMap(({ Policies = [] }) => Policies);
  return {
    'role-trust-policy': new Map(roles.map(({ Arn = '', AssumeRolePolicyDocument: text }) => [Arn, text])),
    'role-policy': new Map(roles.flatMap(({ Arn, RolePolicyList }) => inline(Arn, RolePolicyList))),
    'group-policy': new Map(groups.flatMap(({ Arn, GroupPolicyList }) => inline(Arn, GroupPolicyList))),
    'managed-policy': new Map(
      managed.map(({ Arn = '', PolicyVersionList = [] }) => [
        Arn,
        PolicyVersionList.find(({ IsDefaultVersion }) => IsDefaultVersion === true)?.Document,
      ]),
    ),
  };
}

const inline = (owner = '', policies: readonly PolicyDetail[] = []) =>
  policies.map(({ PolicyName = '', PolicyDocument: text }) => [`${owner} ${PolicyName}`, text] as const);

/** The user who has this name now: a renamed one has another ARN than at the latest scan. */
export function userByName(client: IAMClient, UserName: string): Promise<Answer<NamedUser | undefined>> {
  return tryAsk('iam:GetUser', async () => {
    const { User: user } = await client.send(new GetUserCommand({ UserName }));
    const userId = parseUserId(user?.UserId);
    if (userId === undefined || user?.Arn === undefined) return undefined;
    return { userId, userName: user.UserName ?? UserName, arn: user.Arn };
  });
}
