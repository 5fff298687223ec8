import { answered, failed, unusable } from '../../../domain/answer.ts';
import type { IamCall } from '../../../domain/lifecycle/step.ts';
import { hasTag, isDenyAll, quarantineTag, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { ActPorts } from '../../../handlers/lifecycle/act-ports.ts';
import type { CallAnswer, IamWriter } from '../../../infra/ports/iam-writer.ts';

/** The users of an account in memory, by name. */
export interface IamModel extends IamWriter {
  /** Serial numbers of virtual MFA devices, whether somebody has them or not. */
  readonly devices: Set<string>;
  readonly users: Map<string, UserAccess>;
  readonly access: (userName: string) => Promise<ReturnType<typeof answered<UserAccess>> | ReturnType<typeof failed>>;
  readonly nameOf: ActPorts['nameOf'];
  /** Others give a user another name; its id and all that it has stay. */
  readonly rename: (before: string, after: string) => void;
  /** So many attachments after a tag are still refused: the tag does not count yet. */
  lag: number;
  /** Attachments that a user can hold. */
  places: number;
}

/** What the quarantine may touch, taken out of a user: the rest must never change. */
export const untouched = ({ tags, attachedPolicies, ...rest }: UserAccess) => ({
  ...rest,
  tags: tags.filter(({ key }) => key !== quarantineTag),
  attachedPolicies: attachedPolicies.filter((arn) => !isDenyAll(arn)),
});

/**
 * IAM as the role of the quarantine meets it: only the one tag and the one policy may be changed, and a policy only of
 * a user with the tag.
 */
export function iamModel(all: readonly UserAccess[]): IamModel {
  const users = new Map(all.map((user) => [user.userName, user]));
  let denials = 0;
  const model: IamModel = {
    users,
    devices: new Set(all.flatMap(({ mfaDevices }) => mfaDevices).filter((serial) => serial.includes(':mfa/'))),
    lag: 0,
    places: 10,
    access: async (userName) => {
      const user = users.get(userName);
      return user === undefined ? failed(unusable('NoSuchEntityException')) : answered(structuredClone(user));
    },
    nameOf: async (_, userId) => answered([...users.values()].find((user) => user.userId === userId)?.userName),
    rename: (before, after) => {
      const user = users.get(before);
      if (user === undefined || users.has(after)) return;
      users.delete(before);
      users.set(after, { ...user, userName: after });
    },
    send: async (call) => {
      const user = users.get(call.userName);
      if (user === undefined) {
        // As the adapter says it: what is gone needs no undo.
        const isUndo = call.action === 'DetachUserPolicy' || call.action === 'UntagUser';
        return isUndo ? { kind: 'done', requestId: 'request' } : refused('refused', 'NoSuchEntityException');
      }
      if (!isAllowed(user, call)) return refused('denied', 'AccessDenied');
      if (call.action === 'AttachUserPolicy' && denials++ < model.lag) return refused('denied', 'AccessDenied');
      if (call.action === 'AttachUserPolicy' && user.attachedPolicies.length >= model.places) {
        return refused('refused', 'LimitExceededException');
      }
      users.set(call.userName, changed(user, call));
      return { kind: 'done', requestId: 'request' };
    },
  };
  return model;
}

export const refused = (kind: 'denied' | 'refused', why: string): CallAnswer => ({
  kind: 'failed',
  requestId: 'request',
  failure: { kind, why },
});

function isAllowed({ tags }: UserAccess, call: IamCall): boolean {
  if (call.action === 'TagUser' || call.action === 'UntagUser') return call.key === quarantineTag;
  return isDenyAll(call.policyArn) && hasTag(tags, quarantineTag);
}

function changed(user: UserAccess, call: IamCall): UserAccess {
  switch (call.action) {
    case 'TagUser': {
      const others = user.tags.filter(({ key }) => key !== call.key);
      return { ...user, tags: [...others, { key: call.key, value: call.value }] };
    }
    case 'UntagUser':
      return { ...user, tags: user.tags.filter(({ key }) => key !== call.key) };
    case 'AttachUserPolicy':
      return { ...user, attachedPolicies: [...new Set([...user.attachedPolicies, call.policyArn])].sort() };
    case 'DetachUserPolicy':
      return { ...user, attachedPolicies: user.attachedPolicies.filter((arn) => arn !== call.policyArn) };
    default:
      return call satisfies never;
  }
}
