import { answered, failed, unusable } from '../../../domain/answer.ts';
import type { DeleteCall } from '../../../domain/lifecycle/deletion/delete-call.ts';
import { hasTag, protectTag, quarantineTag, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { UserDeleter } from '../../../infra/ports/deletion/user-deleter.ts';
import { type IamModel, refused } from './iam-model.ts';

/**
 * IAM as the role that deletes meets it: it may touch only users with our mark and without the tag protect, a virtual
 * device only while nobody has it, and a user only with nothing left. `received` takes the actions that arrive.
 */
export function deleteModel({ users, devices }: IamModel, received: string[] = []): UserDeleter {
  const done = { kind: 'done', requestId: 'request' } as const;
  const conflict = refused('refused', 'DeleteConflictException');
  return {
    who: async (userName) => {
      const user = users.get(userName);
      if (user === undefined) return failed(unusable('NoSuchEntityException'));
      return answered({ userId: user.userId, path: user.path, tags: user.tags });
    },
    snapshot: async ({ attachedPolicies, sshKeys, certificates }) => {
      const copies = (ids: readonly string[]) => ids.map((id) => ({ id, body: `body of ${id}` }));
      const idsOf = (listed: UserAccess['sshKeys']) => listed.map(({ id }) => id);
      return answered({
        policies: copies(attachedPolicies),
        sshKeys: copies(idsOf(sshKeys)),
        certificates: copies(idsOf(certificates)),
      });
    },
    send: async (call) => {
      received.push(call.action);
      if (call.action === 'DeleteVirtualMFADevice') {
        const isAssigned = [...users.values()].some(({ mfaDevices }) => mfaDevices.includes(call.serialNumber));
        if (isAssigned) return conflict;
        devices.delete(call.serialNumber);
        return done;
      }
      const user = users.get(call.userName);
      if (user === undefined) return done;
      const isOurs = hasTag(user.tags, quarantineTag) && !hasTag(user.tags, protectTag);
      if (!isOurs) return refused('denied', 'AccessDenied');
      if (call.action !== 'DeleteUser') users.set(call.userName, without(user, call));
      else if (holdsNothing(user)) users.delete(call.userName);
      else return conflict;
      return done;
    },
  };
}

const lists = ['accessKeys', 'serviceCredentials', 'sshKeys', 'certificates', 'mfaDevices'] as const;

function holdsNothing(user: UserAccess): boolean {
  const held = [...lists, 'attachedPolicies', 'inlinePolicies', 'groups'] as const;
  return user.passwordCreatedAt === undefined && held.every((list) => user[list].length === 0);
}

function without(user: UserAccess, call: DeleteCall): UserAccess {
  switch (call.action) {
    case 'DeleteLoginProfile': {
      const { passwordCreatedAt: _, ...others } = user;
      return others;
    }
    case 'DeleteAccessKey':
      return { ...user, accessKeys: user.accessKeys.filter(({ id }) => id !== call.accessKeyId) };
    case 'DeleteServiceSpecificCredential':
      return { ...user, serviceCredentials: user.serviceCredentials.filter(({ id }) => id !== call.credentialId) };
    case 'DeleteSSHPublicKey':
      return { ...user, sshKeys: user.sshKeys.filter(({ id }) => id !== call.keyId) };
    case 'DeleteSigningCertificate':
      return { ...user, certificates: user.certificates.filter(({ id }) => id !== call.certificateId) };
    case 'DeactivateMFADevice':
      return { ...user, mfaDevices: user.mfaDevices.filter((serial) => serial !== call.serialNumber) };
    case 'RemoveUserFromGroup':
      return { ...user, groups: user.groups.filter((name) => name !== call.groupName) };
    case 'DeleteUserPolicy':
      return { ...user, inlinePolicies: user.inlinePolicies.filter(({ name }) => name !== call.policyName) };
    case 'DetachUserPolicy':
      return { ...user, attachedPolicies: user.attachedPolicies.filter((arn) => arn !== call.policyArn) };
    case 'DeleteVirtualMFADevice':
    case 'DeleteUser':
      return user;
    default:
      return call satisfies never;
  }
}
