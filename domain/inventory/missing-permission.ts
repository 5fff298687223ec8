/** What a policy lacks where a source was denied. */

import type { Failure } from '../answer.ts';
import type { LiveSource } from './iam-user.ts';

/** The actions that each source of a live scan needs. IAM and CloudTrail allow none of them on single resources. */
const actionsOf: {
  readonly [source in LiveSource | 'access-keys' | 'enabled-regions' | 'service-last-accessed']: readonly string[];
} = {
  'credential-report': ['iam:GenerateCredentialReport', 'iam:GetCredentialReport'],
  'authorization-details': ['iam:GetAccountAuthorizationDetails'],
  'list-users': ['iam:ListUsers'],
  'service-specific-credentials': ['iam:ListServiceSpecificCredentials'],
  'ssh-public-keys': ['iam:ListSSHPublicKeys'],
  'access-keys': ['iam:ListAccessKeys'],
  'service-last-accessed': [
    'iam:GenerateServiceLastAccessedDetails',
    'iam:GetServiceLastAccessedDetails',
    'iam:GetUser',
  ],
  'event-history': ['cloudtrail:LookupEvents'],
  'enabled-regions': ['account:ListRegions'],
  table: ['dynamodb:Query', 'dynamodb:GetItem'],
};

/** What to add to the policy if a source was denied; empty for any other failure. */
export function permissionWords(source: keyof typeof actionsOf, { kind }: Failure): string {
  if (kind !== 'denied') return '';
  return `; the policy lacks ${statementWords(actionsOf[source])}`;
}

/** The statement of a policy that allows these actions. */
export function statementWords(action: string | readonly string[]): string {
  return JSON.stringify({ Effect: 'Allow', Action: action, Resource: '*' });
}
