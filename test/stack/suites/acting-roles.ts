import { describe, expect, it } from 'vitest';
import { isAllowed, type Request } from '../evaluate-policy.ts';
import type { PackagedStack } from '../package-stack.ts';
import { account, resolveIntrinsics } from '../resolve-intrinsics.ts';
import { asList, at, propertiesOf } from '../template.ts';

const userArn = (name: string, path = '/') => `arn:aws:iam::${account}:user${path}${name}`;
const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';
const mark = { 'iam:ResourceTag/lastseen:quarantine': '2026-11-23' };
const protect = { 'iam:ResourceTag/lastseen:protect': '' };

const on = (action: string, context: Request['context'] = {}, resource = userArn('olive')): Request => ({
  action: `iam:${action}`,
  resource,
  context,
});
const tags = (...keys: readonly string[]) => ({ 'aws:TagKeys': keys });
const policy = (arn: string) => ({ 'iam:PolicyARN': arn });

/** The calls of the last look before an act, and those of the act itself. */
const lastLook = [
  ...['GetUser', 'ListAccessKeys', 'GetAccessKeyLastUsed', 'GetLoginProfile', 'ListAttachedUserPolicies'],
  ...['ListUserPolicies', 'GetUserPolicy', 'ListGroupsForUser', 'ListServiceSpecificCredentials'],
  ...['ListSSHPublicKeys', 'ListSigningCertificates', 'ListMFADevices', 'ListUsers'],
];
const needed: readonly (readonly [string, Request])[] = [
  ...lastLook.map((action) => [action, on(action)] as const),
  ['tag a user with our mark', on('TagUser', tags('lastseen:quarantine'))],
  ['deny a marked user everything', on('AttachUserPolicy', { ...mark, ...policy(denyAll) })],
  ['take the deny away', on('DetachUserPolicy', { ...mark, ...policy(denyAll) })],
  ['take the mark away', on('UntagUser', { ...mark, ...tags('lastseen:quarantine') })],
  ['undo the quarantine of a protected user', on('DetachUserPolicy', { ...mark, ...protect, ...policy(denyAll) })],
  ['take the mark of a protected user away', on('UntagUser', { ...mark, ...protect, ...tags('lastseen:quarantine') })],
];

const outOfReach: readonly (readonly [string, Request])[] = [
  ['deny a user without our mark', on('AttachUserPolicy', policy(denyAll))],
  ['attach another policy to a marked user', on('AttachUserPolicy', { ...mark, ...policy(administrator) })],
  ['take another policy away', on('DetachUserPolicy', { ...mark, ...policy(administrator) })],
  ["lift a security team's deny", on('DetachUserPolicy', policy(denyAll))],
  ['set another tag', on('TagUser', tags('owner'))],
  ['set another tag beside our mark', on('TagUser', tags('lastseen:quarantine', 'lastseen:exempt'))],
  ['tag without naming a key', on('TagUser')],
  ['take the protection of a user away', on('UntagUser', { ...protect, ...tags('lastseen:protect') })],
  ['mark a protected user', on('TagUser', { ...protect, ...tags('lastseen:quarantine') })],
  ['deny a protected user', on('AttachUserPolicy', { ...mark, ...protect, ...policy(denyAll) })],
  ['mark a user below a protected path', on('TagUser', tags('lastseen:quarantine'), userArn('eve', '/break-glass/'))],
  [
    'deny a user below a protected path',
    on('AttachUserPolicy', { ...mark, ...policy(denyAll) }, userArn('eve', '/break-glass/deep/')),
  ],
];

/** What others could do with a key to the account. */
const forbidden: Readonly<Record<string, readonly string[]>> = {
  'user/olive': [
    ...['CreateUser', 'DeleteUser', 'UpdateUser', 'CreateAccessKey', 'UpdateAccessKey', 'DeleteAccessKey'],
    ...['CreateLoginProfile', 'UpdateLoginProfile', 'DeleteLoginProfile', 'PutUserPolicy', 'DeleteUserPolicy'],
    ...['PutUserPermissionsBoundary', 'DeleteUserPermissionsBoundary', 'DeactivateMFADevice', 'EnableMFADevice'],
    ...['CreateServiceSpecificCredential', 'UpdateServiceSpecificCredential', 'DeleteServiceSpecificCredential'],
    ...['UploadSSHPublicKey', 'UpdateSSHPublicKey', 'DeleteSSHPublicKey', 'DeleteSigningCertificate'],
  ],
  'group/admins': ['AddUserToGroup', 'RemoveUserFromGroup', 'AttachGroupPolicy', 'PutGroupPolicy', 'DeleteGroup'],
  'role/admin': ['CreateRole', 'AttachRolePolicy', 'PutRolePolicy', 'UpdateAssumeRolePolicy', 'PassRole', 'DeleteRole'],
  'policy/ours': ['CreatePolicy', 'CreatePolicyVersion', 'SetDefaultPolicyVersion', 'DeletePolicy'],
  'mfa/olive': ['CreateVirtualMFADevice', 'DeleteVirtualMFADevice'],
};
const forbiddenCalls = Object.entries(forbidden).flatMap(([resource, actions]) =>
  actions.map((action) => on(action, { ...mark, ...policy(denyAll) }, `arn:aws:iam::${account}:${resource}`)),
);

export function actingRolesSuite({ template }: PackagedStack): void {
  const policiesOf = (role: string, Remediation: string) =>
    asList(resolveIntrinsics(template, propertiesOf(template, role)['Policies'], { Remediation })).map((each) =>
      at(each, 'PolicyDocument'),
    );
  const acting = policiesOf('QuarantineRole', 'quarantine');

  describe('law 17: the role of the quarantine, its conditions evaluated', () => {
    it.each(needed)('may %s', (_, request) => expect(isAllowed(acting, request)).toBe(true));

    it.each(outOfReach)('may not %s', (_, request) => expect(isAllowed(acting, request)).toBe(false));

    it('cannot touch keys, passwords, roles, groups, other policies, or make and delete users', () => {
      expect(forbiddenCalls.filter((request) => isAllowed(acting, request))).toEqual([]);
      expect(forbiddenCalls.length).toBeGreaterThan(35);
    });

    it('writes acts of its own account, and no approval', () => {
      const put = (key: string) => {
        const request = { action: 'dynamodb:PutItem', resource: '<LastSeenTable.Arn>' };
        return isAllowed(acting, { ...request, context: { 'dynamodb:LeadingKeys': [key] } });
      };
      expect([account, `acts#${account}`, `approvals#${account}`, '210987654321'].map(put)).toEqual([
        true,
        true,
        false,
        false,
      ]);
    });
  });

  describe('law 16: the role of the plan, its conditions evaluated', () => {
    const planning = policiesOf('LifecycleRole', 'plan');

    it('may read what a plan reads', () => {
      const reads = lastLook.map((action) => on(action));
      const anywhere = ['GenerateCredentialReport', 'GetCredentialReport', 'GetAccountAuthorizationDetails'];
      const all = [...reads, ...anywhere.map((action) => on(action, {}, '*'))];
      expect(all.filter((request) => !isAllowed(planning, request))).toEqual([]);
    });

    it('makes no call that changes IAM', () => {
      const changes = [...needed.slice(lastLook.length), ...outOfReach].map(([, request]) => request);
      expect([...changes, ...forbiddenCalls].filter((request) => isAllowed(planning, request))).toEqual([]);
    });
  });
}
