/** The only calls of this program that delete something in IAM. */

import { GetUserCommand, type IAMClient } from '@aws-sdk/client-iam';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { parseUserId } from '../../../domain/ids.ts';
import type { NamedNow, UserDeleter } from '../../ports/deletion/user-deleter.ts';
import type { CallAnswer } from '../../ports/iam-writer.ts';
import { failureOf, requestIdOf } from '../failure.ts';
import { sendDelete } from './delete-command.ts';
import { snapshotOf } from './user-snapshot.ts';

/** Deletes with the client's credentials. */
export function userDeleter(client: IAMClient): UserDeleter {
  return {
    who: async (userName) => {
      try {
        const named = await whoIs(client, userName);
        return named === undefined ? failed(unusable('GetUser gave no unique id')) : answered(named);
      } catch (error) {
        return failed(failureOf(error));
      }
    },
    snapshot: async (access) => {
      try {
        return answered(await snapshotOf(client, access));
      } catch (error) {
        return failed(failureOf(error));
      }
    },
    send: async (call) => {
      try {
        return { kind: 'done', requestId: await sendDelete(client, call) };
      } catch (error) {
        return failedAnswer(error);
      }
    },
  };
}

async function whoIs(client: IAMClient, UserName: string): Promise<NamedNow | undefined> {
  const { User: user } = await client.send(new GetUserCommand({ UserName }));
  const userId = parseUserId(user?.UserId);
  if (userId === undefined) return undefined;
  const path = user?.Path ?? '/';
  return { userId, path, tags: (user?.Tags ?? []).map(({ Key: key = '', Value: value = '' }) => ({ key, value })) };
}

function failedAnswer(error: unknown): CallAnswer {
  const requestId = requestIdOf(error);
  const failure = failureOf(error);
  const isGone = failure.why === 'NoSuchEntityException';
  return isGone ? { kind: 'done', requestId } : { kind: 'failed', requestId, failure };
}
