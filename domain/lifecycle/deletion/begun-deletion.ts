/** What becomes of a deletion that was begun and is not confirmed. */

import type { Answer } from '../../answer.ts';
import { stepHash } from '../../approvals/step-terms.ts';
import type { AccountId, UserId } from '../../ids.ts';
import type { Question } from '../../question.ts';
import { assessmentEntry, type Entry } from '../../sightings/entry.ts';
import { daysBetween } from '../../time.ts';
import { decideQuarantined } from '../decision.ts';
import { termsIn } from '../hashed-steps.ts';
import type { LifecycleEntries, UserEntries } from '../lifecycle.ts';
import type { UserInQuestion } from '../never.ts';
import type { LifecycleSettings } from '../settings.ts';
import { callsOf, type Step } from '../step.ts';
import { type Digest, hasTag, protectTag, type UserAccess } from '../user-access.ts';
import { freedDevices, freedWords, wantedSince } from './added-since.ts';
import { type DeleteCall, deleteCalls, deviceDeletes, isUntouched } from './delete-call.ts';
import { leftWords } from './deletion-words.ts';

/** IAM's code for a name that nobody has. */
const noSuchUser = 'NoSuchEntityException';

/** Whether nobody has the user's name any more, or somebody else does. It may be renamed, and there. */
export function isGone(answer: Answer<Pick<UserAccess, 'userId'>> | undefined, userId: UserId): boolean {
  if (answer?.kind === 'failed') return answer.failure.why === noSuchUser;
  return answer !== undefined && answer.value.userId !== userId;
}

/** A deletion that is not complete after so many days needs a person. */
const stuckDays = 1;

/** What ends a deletion that was begun, beside its completion; undefined where it goes on. */
export function endOfBegun(
  user: UserInQuestion,
  access: UserAccess,
  { settings, question }: { readonly settings: LifecycleSettings; readonly question: Question },
): Pick<Step, 'act' | 'reason'> | undefined {
  const { lifecycle } = user.entries;
  if (lifecycle?.state !== 'deleting' || isGone({ kind: 'answered', value: access }, lifecycle.userId))
    return undefined;
  const { at = lifecycle.since, calls = [] } = lifecycle.deletion ?? {};
  if (isUntouched(calls, access)) {
    const decision = decideQuarantined({ ...user, lifecycle }, settings, question);
    const isEnd = decision.kind === 'act' && (decision.act === 'hold' || decision.act === 'release');
    if (isEnd) return { act: decision.act, reason: `${decision.reason}; nothing of it was deleted yet` };
  }
  const isStuck = daysBetween(at, question.now) >= stuckDays;
  const wanted = wantedSince(lifecycle, access);
  const isWanted = wanted.length > 0 && freedDevices(lifecycle, access).length === 0;
  if (!isStuck && !isWanted && !hasTag(access.tags, protectTag)) return undefined;
  const begun = `its deletion was begun at ${at} and is not complete: ${leftWords(access)} left`;
  return { act: 'hold', reason: [...wanted, begun, ...freedWords(lifecycle, access)].join('; ') };
}

/**
 * What a deletion takes now. Where others gave the user something or renamed it meanwhile, only virtual devices go that
 * an earlier run may have freed: then the user is held.
 */
export function deletesNow({ lifecycle }: UserEntries, access: UserAccess): readonly DeleteCall[] {
  const isStopped = lifecycle?.state === 'deleting' && wantedSince(lifecycle, access).length > 0;
  return isStopped ? deviceDeletes(freedDevices(lifecycle, access), access.userName) : deleteCalls(access);
}

/** What a deletion of a user who is in no list any more is known by. */
interface GoneFacts {
  readonly accountId: AccountId;
  readonly question: Question;
  readonly assessments: ReadonlyMap<Entry, unknown>;
  readonly entries: LifecycleEntries;
}

/** The last step of deletions whose user IAM does not list any more: IAM is asked for the name, and nothing is sent. */
export function goneDeletions(
  { accountId, question, assessments, entries }: GoneFacts,
  settings: LifecycleSettings,
  digest: Digest,
): Step[] {
  if (settings.deletion === undefined) return [];
  return [...entries.users.values()].flatMap(({ lifecycle, isUnreadable }): Step[] => {
    if (lifecycle?.state !== 'deleting' || lifecycle.deletion === undefined || isUnreadable) return [];
    const { userId, userName, owner, version, fingerprint, deletion } = lifecycle;
    if (assessments.has(assessmentEntry({ userId, userName }))) return [];
    const terms = { act: 'delete', userId, ...(fingerprint !== undefined && { fingerprint }) } as const;
    const { thresholdDays, now } = question;
    const named = { userName, arn: deletion.arn };
    return [
      {
        ...terms,
        ...named,
        reason: `its deletion was begun at ${deletion.at}, and IAM does not list it any more`,
        owner,
        version,
        hash: stepHash(termsIn({ accountId, thresholdDays, settings }, terms), digest),
        ...callsOf('delete', named, now),
        deletes: [],
      },
    ];
  });
}
