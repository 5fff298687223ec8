import type { AskedSource } from './iam-user.ts';

/** What a policy must allow so that a source of a live scan answers. IAM and CloudTrail let none of these be narrowed to a resource. */
const actionsOf: { readonly [source in AskedSource | 'enabled-regions']: readonly string[] } = {
  'credential-report': ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  'authorization-details': ['iam:GetAccountAuthorizationDetails'],
  'list-users': ['iam:ListUsers'],
  'service-specific-credentials': ['iam:ListServiceSpecificCredentials'],
  'event-history': ['cloudtrail:LookupEvents'],
  'enabled-regions': ['account:ListRegions'],
  table: ['dynamodb:Query', 'dynamodb:GetItem'],
};

/** Whether a failure, in the service's own word, is that somebody may not ask. */
export const isDenial = (why: string): boolean => /AccessDenied|UnauthorizedOperation|AuthorizationError/.test(why);

/** What to add to the policy where a source refused; nothing where it failed in another way. */
export function permissionWords(source: keyof typeof actionsOf, why: string): string {
  if (!isDenial(why)) return '';
  const statement = { Effect: 'Allow', Action: actionsOf[source], Resource: '*' };
  return `; the policy lacks ${JSON.stringify(statement)}`;
}
