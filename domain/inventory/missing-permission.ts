import type { Failure } from '../answer.ts';
import type { AskedSource } from './iam-user.ts';

/**
 * What a policy must allow for a source of a live scan to answer. IAM and CloudTrail let none of these be narrowed to a
 * resource.
 */
const actionsOf: { readonly [source in AskedSource | 'enabled-regions']: readonly string[] } = {
  'credential-report': ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  'authorization-details': ['iam:GetAccountAuthorizationDetails'],
  'list-users': ['iam:ListUsers'],
  'service-specific-credentials': ['iam:ListServiceSpecificCredentials'],
  'event-history': ['cloudtrail:LookupEvents'],
  'enabled-regions': ['account:ListRegions'],
  table: ['dynamodb:Query', 'dynamodb:GetItem'],
};

/** What to add to the policy where a source was denied; nothing where it failed in another way. */
export function permissionWords(source: keyof typeof actionsOf, { kind }: Failure): string {
  if (kind !== 'denied') return '';
  return `; the policy lacks ${statementWords(actionsOf[source])}`;
}

/** The statement of a policy that allows these actions. */
export function statementWords(action: string | readonly string[]): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: '*' });
}
