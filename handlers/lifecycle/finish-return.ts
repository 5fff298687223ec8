/** Finishes what ingest answered to a quarantined user who showed up: a restore is done, a hold gets its record. */

import type { ActRecord } from '../../domain/evidence/act-record.ts';
import type { AccountId, UserId } from '../../domain/ids.ts';
import type { Lifecycle } from '../../domain/lifecycle/lifecycle.ts';
import type { LifecycleSettings } from '../../domain/lifecycle/settings.ts';
import { userArn } from '../../domain/lifecycle/user-access.ts';
import { type ActingAs, type ActPorts, type ActResult, dropped } from './act-ports.ts';
import { listener } from './answer-return.ts';
import { intendedBy, type PersonsWord, recordedRelease } from './decide-user.ts';
import { findUser } from './find-user.ts';
import { type ReadUser, readUser } from './read-user.ts';
import { recordAct } from './record-act.ts';

/** What finishing a return needs. */
export interface FinishReturnPorts extends ActPorts {
  /** The records of acts of the account, so that a hold is recorded once. Throws where they cannot be reached. */
  readonly readRecords: (accountId: AccountId) => Promise<readonly ActRecord[]>;
}

/**
 * Finishes the return of a user, by the table alone: whoever forges the event has done what ingest began, and nothing
 * else. A restore is an undo: no brake, cap or window stops it. Throws where the table or the evidence cannot be
 * reached: the event comes again, and the next plan completes a restore, too.
 */
export async function finishReturn(
  userId: UserId,
  settings: LifecycleSettings,
  ports: FinishReturnPorts,
  as: ActingAs,
): Promise<ActResult> {
  const found = await readUser(ports.table, as.accountId, userId);
  const { lifecycle, events, isUnreadable } = found.entries;
  const latest = events.at(-1);
  if (isUnreadable || lifecycle === undefined || latest?.actor !== listener) return dropped('ingest began nothing');
  const word = { ...namedBy(lifecycle, as), reason: latest.cause, settings };
  switch (lifecycle.state) {
    case 'releasing':
      return restore(word, found, ports, as);
    case 'held':
      return recordHold(word, found, ports, as);
    default:
      return dropped(`it is ${lifecycle.state}`);
  }
}

async function restore(word: PersonsWord, found: ReadUser, ports: ActPorts, as: ActingAs): Promise<ActResult> {
  return recordedRelease(word, found, await findUser(word, as.accountId, ports), ports, as);
}

/** Ingest held it and told its owner; the account's chain says so, too. Two events at once may record it twice. */
async function recordHold(
  word: PersonsWord,
  found: ReadUser,
  ports: FinishReturnPorts,
  as: ActingAs,
): Promise<ActResult> {
  const records = await ports.readRecords(as.accountId);
  const isRecorded = records.some((record) => {
    if (record.phase !== 'intent' || record.act !== 'hold') return false;
    return record.user.userId === word.userId && record.reason === word.reason;
  });
  if (isRecorded) return dropped('the hold has its record');
  return recordAct(intendedBy(word, 'hold', found, ports), ports, as, async () => ({ kind: 'done' }));
}

/** The ARN names the partition alone, which is that of the actor: the table does not keep the path. */
function namedBy({ userId, userName }: Lifecycle, { accountId, actor }: ActingAs) {
  return { userId, userName, arn: userArn(actor, accountId, { path: '/', userName }) };
}
