/** Checks of the roles' permissions. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { examine, type Finding, fail, ok } from './finding.ts';

export interface RoleFacts {
  /** Its id in the template. */
  readonly id: string;
  readonly name: string;
  /** The actions that its inline policies allow; undefined where there is no such role. */
  readonly actions: readonly string[] | undefined;
}

/** Where the secret lies decides what reads it: the latest run tells whether the role may. */
const ofTenants = [
  'dynamodb:Query',
  'dynamodb:GetItem',
  'dynamodb:PutItem',
  'dynamodb:UpdateItem',
  'dynamodb:DeleteItem',
  'cloudwatch:PutMetricData',
  'sns:Publish',
  'events:PutEvents',
] as const;

/** The actions that the functions cannot work without, by the role's id in the template. */
export const neededActions: { readonly [id: string]: readonly string[] } = {
  IngestRole: [
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:Query',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
  ],
  IngestArchiveRole: [
    's3:GetObject',
    's3:ListBucket',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:Query',
    'dynamodb:DeleteItem',
    'cloudtrail:ListPublicKeys',
    'events:PutEvents',
    'sqs:ReceiveMessage',
    'sqs:DeleteMessage',
  ],
  ReconcileRole: [
    'iam:GenerateCredentialReport',
    'iam:GetCredentialReport',
    'iam:GetAccountAuthorizationDetails',
    'iam:ListServiceSpecificCredentials',
    'iam:GetServiceLastAccessedDetails',
    'iam:ListUsers',
    'iam:ListSSHPublicKeys',
    'iam:ListAccessKeys',
    'iam:GetUser',
    'iam:GenerateServiceLastAccessedDetails',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:GetEventSelectors',
    'account:ListRegions',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'dynamodb:DeleteItem',
    'cloudwatch:PutMetricData',
    'sns:Publish',
  ],
  BackfillRole: ['cloudtrail:LookupEvents', 'dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'],
  SecurityHubRole: [
    'securityhub:BatchImportFindings',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:DeleteItem',
  ],
  PageRole: ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:PutItem', 's3:PutObject'],
  LifecycleRole: [
    'iam:GetAccountAuthorizationDetails',
    'iam:GetUser',
    'iam:GetAccessKeyLastUsed',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'cloudwatch:PutMetricData',
    'sns:Publish',
    'events:PutEvents',
  ],
  QuarantineRole: [
    'iam:TagUser',
    'iam:UntagUser',
    'iam:AttachUserPolicy',
    'iam:DetachUserPolicy',
    'iam:GetUser',
    'iam:GetAccessKeyLastUsed',
    'iam:ListUsers',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'sns:Publish',
    'events:PutEvents',
  ],
  RemoveRole: [
    'iam:DeleteLoginProfile',
    'iam:DeleteAccessKey',
    'iam:DeleteServiceSpecificCredential',
    'iam:DeleteSSHPublicKey',
    'iam:DeleteSigningCertificate',
    'iam:DeactivateMFADevice',
    'iam:DeleteVirtualMFADevice',
    'iam:RemoveUserFromGroup',
    'iam:DeleteUserPolicy',
    'iam:DetachUserPolicy',
    'iam:DeleteUser',
    'iam:GetUser',
    'iam:GetAccessKeyLastUsed',
    'iam:ListUsers',
    'iam:GetPolicyVersion',
    'iam:GetSSHPublicKey',
    'dynamodb:Query',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'sns:Publish',
    'events:PutEvents',
  ],
  ApproveRole: ['dynamodb:PutItem'],
  LifecycleScheduleRole: ['lambda:InvokeFunction'],
  WidgetRole: ['dynamodb:GetItem', 'dynamodb:Query'],
  SecurityHubScheduleRole: ['lambda:InvokeFunction'],
  PageScheduleRole: ['lambda:InvokeFunction'],
  EntraRole: ofTenants,
  GoogleRole: ofTenants,
  EntraScheduleRole: ['lambda:InvokeFunction'],
  GoogleScheduleRole: ['lambda:InvokeFunction'],
  ScheduleRole: ['lambda:InvokeFunction'],
};

/** Checks that a role allows the actions that it needs, and no wildcard. */
export function checkRole(answer: Answer<RoleFacts>): readonly Finding[] {
  return examine('permissions', answer, ({ id, name, actions }) => {
    const said = plainText(name);
    const again = 'deploy again: npm run deploy';
    if (actions === undefined) return [fail('permissions', `the role ${said} is gone`, again)];
    const wide = actions.filter((action) => action.includes('*'));
    if (wide.length > 0) {
      return [fail('permissions', `${said} may do more than it needs: ${plainText(wide.join(', '))}`, again)];
    }
    const lacking = (neededActions[id] ?? []).filter((action) => !actions.includes(action));
    if (lacking.length > 0) return [fail('permissions', `${said} lacks ${lacking.join(', ')}`, again)];
    return [ok('permissions', `${said} may do what it needs, and names every action`)];
  });
}
