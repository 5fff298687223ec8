import {
  GetRolePolicyCommand,
  type IAMClient,
  NoSuchEntityException,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { type Answer, answered } from '../../../domain/answer.ts';
import type { RoleFacts } from '../../../domain/doctor/permission-checks.ts';
import { isJsonObject } from '../../../domain/json.ts';
import { tryAsk } from '../answer.ts';

/** The actions that a role's inline policies allow, on any resource. */
export async function readRole(client: IAMClient, id: string, name: string): Promise<Answer<RoleFacts>> {
  const names = await tryAsk('iam:ListRolePolicies', () => policyNames(client, name));
  if (names.kind === 'failed') return names;
  if (names.value === undefined) return answered({ id, name, actions: undefined });
  const actions: string[] = [];
  for (const PolicyName of names.value) {
    const allowed = await tryAsk('iam:GetRolePolicy', async () => {
      const policy = await client.send(new GetRolePolicyCommand({ RoleName: name, PolicyName }));
      return allowedIn(policy.PolicyDocument ?? '');
    });
    if (allowed.kind === 'failed') return allowed;
    actions.push(...allowed.value);
  }
  return answered({ id, name, actions });
}

async function policyNames(client: IAMClient, RoleName: string): Promise<string[] | undefined> {
  const names: string[] = [];
  try {
    for await (const page of paginateListRolePolicies({ client }, { RoleName }))
      names.push(...(page.PolicyNames ?? []));
    return names;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return undefined;
    throw error;
  }
}

/** The allowed actions of a policy document. IAM sends it as URL-encoded JSON. */
function allowedIn(document: string): string[] {
  const policy: unknown = JSON.parse(decodeURIComponent(document));
  const listed = isJsonObject(policy) ? policy['Statement'] : undefined;
  const statements: readonly unknown[] = Array.isArray(listed) ? listed : [listed];
  return statements.flatMap((statement) => {
    if (!isJsonObject(statement) || statement['Effect'] !== 'Allow') return [];
    const { Action, NotAction } = statement;
    if (NotAction !== undefined) return ['*'];
    return (Array.isArray(Action) ? Action : [Action]).filter((action) => typeof action === 'string');
  });
}
