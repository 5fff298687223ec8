/** The only calls of this program that change IAM. */

import {
  AttachUserPolicyCommand,
  DetachUserPolicyCommand,
  type IAMClient,
  TagUserCommand,
  UntagUserCommand,
} from '@aws-sdk/client-iam';
import type { IamCall } from '../../../domain/lifecycle/step.ts';
import type { CallAnswer, IamWriter } from '../../ports/iam-writer.ts';
import { failureOf, requestIdOf } from '../failure.ts';

/** Changes users with the client's credentials. */
export function iamWriter(client: IAMClient): IamWriter {
  return {
    send: async (call) => {
      try {
        const { $metadata } = await sent(client, call);
        return { kind: 'done', requestId: $metadata.requestId };
      } catch (error) {
        return failedAnswer(call, error);
      }
    },
  };
}

function sent(client: IAMClient, call: IamCall) {
  const { userName: UserName } = call;
  switch (call.action) {
    case 'TagUser':
      return client.send(new TagUserCommand({ UserName, Tags: [{ Key: call.key, Value: call.value }] }));
    case 'UntagUser':
      return client.send(new UntagUserCommand({ UserName, TagKeys: [call.key] }));
    case 'AttachUserPolicy':
      return client.send(new AttachUserPolicyCommand({ UserName, PolicyArn: call.policyArn }));
    case 'DetachUserPolicy':
      return client.send(new DetachUserPolicyCommand({ UserName, PolicyArn: call.policyArn }));
    default:
      return call satisfies never;
  }
}

/** What is gone already needs no undo: `NoSuchEntity` of a call that takes away is success. */
function failedAnswer({ action }: IamCall, error: unknown): CallAnswer {
  const requestId = requestIdOf(error);
  const failure = failureOf(error);
  const isUndo = action === 'DetachUserPolicy' || action === 'UntagUser';
  if (isUndo && failure.why === 'NoSuchEntityException') return { kind: 'done', requestId };
  return { kind: 'failed', requestId, failure };
}
