import { describe, expect, it } from 'vitest';
import { shellPlan } from '../../../../domain/lifecycle/acting/shell-plan.ts';
import {
  deleteCalls,
  deviceDeletes,
  isDeleteCall,
  remainingDeletes,
} from '../../../../domain/lifecycle/deletion/delete-call.ts';
import { leftWords, neverRestored } from '../../../../domain/lifecycle/deletion/deletion-words.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import { account, daysAgo, now } from '../../builders.ts';
import { everything } from './everything.ts';

describe('the calls that delete a user', () => {
  it('take the credentials, then what grants, then the deny, and the user last', () => {
    expect(deleteCalls(everything()).map(({ userName: _, ...call }) => Object.values(call).join(' '))).toEqual([
      'DeleteLoginProfile',
      'DeleteAccessKey AKIAPERSON000000',
      'DeleteAccessKey AKIAPERSON000001',
      'DeleteServiceSpecificCredential ACCA1',
      'DeleteSSHPublicKey APKA1',
      'DeleteSigningCertificate CERT1',
      'DeactivateMFADevice arn:aws:iam::123456789012:mfa/phone',
      'DeactivateMFADevice arn:aws:iam::123456789012:u2f/user/person-0/key',
      'DeactivateMFADevice GAHT12345678',
      'DeleteVirtualMFADevice arn:aws:iam::123456789012:mfa/phone',
      'RemoveUserFromGroup readers',
      'DeleteUserPolicy inline',
      'DetachUserPolicy arn:aws:iam::aws:policy/ReadOnlyAccess',
      'DetachUserPolicy arn:aws:iam::aws:policy/AWSDenyAll',
      'DeleteUser',
    ]);
  });

  it('are those that IAM lists and those that were begun, each once, in their order and under the name of now', () => {
    const access = { ...everything(), mfaDevices: [], groups: [] };
    const left = remainingDeletes({ ...access, userName: 'renamed' }, deleteCalls(everything()));
    const all = deleteCalls({ ...everything(), userName: 'renamed' });
    expect([left.first, left.last]).toEqual([all.slice(0, -2), all.slice(-2)]);
  });

  it('delete a virtual device that nobody has', () => {
    const free = deviceDeletes(['arn:aws:iam::123456789012:mfa/phone'], 'person-0');
    expect(remainingDeletes({ ...everything(), mfaDevices: [] }, free).first).toContainEqual({
      action: 'DeleteVirtualMFADevice',
      userName: 'person-0',
      serialNumber: 'arn:aws:iam::123456789012:mfa/phone',
    });
  });

  it('are read from a plan only with their own parameters', () => {
    for (const call of deleteCalls(everything())) expect(isDeleteCall(call)).toBe(true);
    expect(isDeleteCall({ action: 'DeleteAccessKey', userName: 'a' })).toBe(false);
    expect(isDeleteCall({ action: 'DeleteUser' })).toBe(false);
    expect(isDeleteCall({ action: 'DeleteRole', userName: 'a' })).toBe(false);
  });

  it('leave what words name, and what nobody brings back', () => {
    const access = { ...everything(), passwordCreatedAt: undefined, serviceCredentials: [], boundary: 'arn' };
    expect(leftWords(access)).toBe(
      '2 access keys, 1 SSH key, 1 signing certificate, 3 MFA devices, 1 membership, 1 inline policy, ' +
        '2 attached policies, its boundary',
    );
    const none = { sshKeys: [], certificates: [], mfaDevices: [], groups: [], inlinePolicies: [], accessKeys: [] };
    const bare = { ...access, ...none, attachedPolicies: [], boundary: undefined };
    expect(leftWords(bare)).toBe('the user itself');
    expect(neverRestored(bare)).toHaveLength(1);
    expect(neverRestored({ ...everything(), passwordCreatedAt: daysAgo(900) })).toHaveLength(10);
  });
});

describe('the reviewed commands of a deletion', () => {
  it('look at the unique id first, say that nothing brings the user back, and quote what strangers chose', () => {
    const access = { ...everything(), groups: ["it's"] };
    const step = {
      act: 'delete',
      userId: access.userId,
      userName: access.userName,
      reason: 'gone',
      calls: [],
      undo: [],
    };
    const plan = { accountId: account(), asOf: now, hash: 'h', stops: [], closed: undefined };
    const steps = [{ ...step, deletes: deleteCalls(access) }];
    const lines = shellPlan({ ...plan, steps } as unknown as LifecyclePlan).split('\n');
    const [warning, look, first, ...others] = lines.slice(lines.findIndex((line) => line.includes('Nothing brings')));
    expect(warning).toMatch(/^# Nothing brings a user back/);
    expect(look).toBe(
      `test "$(aws iam get-user --user-name person-0 --query User.UserId --output text)" = ${access.userId}`,
    );
    expect(first).toBe('aws iam delete-login-profile --user-name person-0');
    expect(others).toContain(`aws iam remove-user-from-group --user-name person-0 --group-name 'it'\\''s'`);
    expect(others.filter(Boolean).at(-1)).toBe('aws iam delete-user --user-name person-0');
  });
});
