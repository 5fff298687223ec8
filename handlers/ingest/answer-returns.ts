/** Answers quarantined users who call, and who are changed. */

import type { IamChange } from '../../domain/cloudtrail/iam-change.ts';
import type { AccountId, UserId } from '../../domain/ids.ts';
import { isCalled, type Return } from '../../domain/listening/returned.ts';
import type { Sighting, Subject } from '../../domain/sightings/sighting.ts';
import { answerReturn, type ReturnPorts } from '../lifecycle/answer-return.ts';
import type { IngestPorts } from './ingest-ports.ts';
import type { WriteContext } from './last-seen-work.ts';

type AnswerContext = Pick<IngestPorts, 'returns' | 'actsIn'> & Pick<WriteContext, 'now'>;

/** Answers a call: one read of the table for a subject with a unique id. */
export async function answerCall(subject: Subject, call: Sighting, context: AnswerContext): Promise<void> {
  const { accountId } = subject;
  const returns = returnsIn(accountId, context);
  if (returns === undefined || (subject.kind !== 'user' && subject.kind !== 'name')) return;
  const meant =
    subject.kind === 'user'
      ? [{ userId: subject.userId, userName: call.userName ?? subject.userId }]
      : await quarantinedCalled(accountId, subject.userName, returns);
  for (const user of meant) {
    await answerReturn(returned(accountId, user, { kind: 'call', call }, call.arn), returns, context.now);
  }
}

/** Answers a change: one query of the index. */
export async function answerChange(change: IamChange, context: AnswerContext): Promise<void> {
  const { accountId, userName } = change;
  const returns = returnsIn(accountId, context);
  if (returns === undefined) return;
  for (const user of await quarantinedCalled(accountId, userName, returns)) {
    await answerReturn(returned(accountId, user, { kind: 'change', change }), returns, context.now);
  }
}

const returnsIn = (accountId: AccountId, { returns, actsIn = accountId }: AnswerContext) =>
  accountId === actsIn ? returns : undefined;

/** A record that names the user alone is of whoever is quarantined under that name. */
async function quarantinedCalled(accountId: AccountId, userName: string, { table }: ReturnPorts) {
  return (await table.quarantined(accountId)).filter((lifecycle) => isCalled(lifecycle, userName));
}

interface Named {
  readonly userId: UserId;
  readonly userName: string;
}

function returned(accountId: AccountId, { userId, userName }: Named, seen: Return, arn?: string) {
  return { accountId, userId, arn: arn ?? `arn:aws:iam::${accountId}:user/${userName}`, seen };
}
