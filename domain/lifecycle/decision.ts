/** What is to be done about one user. Caps and stops of the account come later. */

import type { ApprovalPoint } from '../approvals/approval.ts';
import { listeningWords, longestPause } from '../coverage/listened-days.ts';
import { isFresh, type Question } from '../question.ts';
import type { Instant } from '../time.ts';
import { shortReason } from '../verdict/short-reason.ts';
import { isUnused } from '../verdict/state.ts';
import { deletabilityOf } from './deletion/deletability.ts';
import { isKept, type Lifecycle } from './lifecycle.ts';
import { obstacles, ownerOfUser, shelters, type UserInQuestion, unclear } from './never.ts';
import { dueAfter, isReminderDue, noticeSettings, removalWords } from './notices.ts';
import type { DeletionSettings, LifecycleSettings } from './settings.ts';
import type { Act } from './step.ts';
import { isDenyAll } from './user-access.ts';

/** An act that a person must approve first. */
export interface WaitingStep {
  readonly act: Act;
  /** The hash of the step: what an approval names. */
  readonly hash: string;
  readonly fingerprint?: string | undefined;
  /** What the approval must acknowledge; only of a deletion. */
  readonly points?: readonly ApprovalPoint[] | undefined;
}

/** An act with its reason, or why there is none, each in words. */
export type Decision =
  | {
      readonly kind: 'act';
      readonly act: Act;
      readonly reason: string;
      /** What its approval must acknowledge; only of a deletion. */
      readonly points?: readonly ApprovalPoint[];
      /** Whether it stands by an approval alone. */
      readonly needsApproval?: boolean;
    }
  | { readonly kind: 'nothing'; readonly why: readonly string[]; readonly waiting?: WaitingStep };

const act = (kind: Act, ...reasons: readonly string[]): Extract<Decision, { kind: 'act' }> => ({
  kind: 'act',
  act: kind,
  reason: reasons.join('; '),
});
const nothing = (...why: readonly string[]): Decision => ({ kind: 'nothing', why });

/** Decides about a user by where it stands. A doubt never brings a user nearer to the quarantine. */
export function decide(user: UserInQuestion, settings: LifecycleSettings, question: Question): Decision {
  const { lifecycle, isUnreadable } = user.entries;
  if (isUnreadable) return nothing(...shelters(user, settings, question.now));
  const { state = 'none' } = lifecycle ?? {};
  if (lifecycle === undefined || state === 'none') return decideNew(user, settings, question);
  const standing = { ...user, lifecycle };
  switch (state) {
    case 'noticed':
      return decideNoticed(standing, settings, question);
    case 'quarantining':
      return decideBegun(standing, settings, question);
    case 'quarantined':
      return decideQuarantined(standing, settings, question);
    case 'held':
      return decideHeld(standing, settings, question.now);
    case 'releasing':
      return act('release', 'a release was begun and not confirmed');
    case 'deleting':
      return decideDeleting(standing, settings);
    case 'deleted':
      return nothing(`deleted on ${standing.lifecycle.since.slice(0, 10)}`);
    default:
      return state satisfies never;
  }
}

/** A user with a lifecycle. */
export interface Standing extends UserInQuestion {
  readonly lifecycle: Lifecycle;
}

function decideNew(user: UserInQuestion, settings: LifecycleSettings, question: Question): Decision {
  const { assessment, entries } = user;
  const { returnedAt } = entries.lifecycle ?? {};
  const why = [
    ...shelters(user, settings, question.now),
    ...notUnused(user, question.now),
    ...(isFresh(returnedAt, question) ? [`it came back on ${returnedAt?.slice(0, 10)}`] : []),
    ...obstacles(user, false),
    ...unclear(user),
    ...(ownerOfUser(user, settings) === undefined ? ['it has no owner, and no fallback is set'] : []),
  ];
  const asked = removalOf(user);
  return why.length > 0 ? nothing(...why, ...asked) : act('notice', ...asked, shortReason(assessment, question.now));
}

const removalOf = ({ entries, assessment }: UserInQuestion) => removalWords(entries, assessment.lastActivity?.at);

function decideNoticed(user: Standing, general: LifecycleSettings, { now }: Question): Decision {
  const settings = noticeSettings(user.entries, user.assessment.lastActivity?.at, general);
  const ends = endings(user, settings, now);
  if (ends.length > 0) return act('clear', ...ends);
  const doubts = [...notUnused(user, now), ...unclear(user)];
  if (doubts.length > 0) return nothing(...doubts, 'it stays noticed');
  const reasons = [...removalOf(user), shortReason(user.assessment, now)];
  if (isReminderDue(user.lifecycle, settings, now)) return act('notice', ...reasons);
  const due = dueAfter(user.lifecycle.notices, settings);
  if (due === undefined || now < due) return nothing(`noticed; its quarantine is due on ${due?.slice(0, 10)}`);
  return act('quarantine', ...reasons);
}

/** A quarantine that was begun is completed by the same rules, or taken back. */
function decideBegun(user: Standing, settings: LifecycleSettings, { now }: Question): Decision {
  const ends = endings(user, settings, now);
  if (ends.length > 0) return act('release', ...ends);
  const doubts = [...notUnused(user, now), ...unclear(user)];
  return doubts.length > 0 ? nothing(...doubts) : act('quarantine', 'a quarantine was begun and not confirmed');
}

/** Decides about a user who is denied and of whom nothing is deleted. */
export function decideQuarantined(user: Standing, settings: LifecycleSettings, question: Question): Decision {
  const { now } = question;
  const { entries, access, lifecycle, listening } = user;
  const sheltered = shelters(user, settings, now);
  if (isKept(entries, now)) return act('release', ...sheltered);
  const doubts = [...laterActivity(user), ...sheltered];
  if (doubts.length > 0) return act('hold', ...doubts);
  if (access === undefined) return nothing('quarantined; IAM did not say what it may do');
  if (!access.attachedPolicies.some(isDenyAll)) return act('hold', 'others took the deny away');
  if (listening !== undefined && listening.longestBreak > longestPause) {
    return act('hold', `nobody listened to it for ${listening.longestBreak} days in a row`);
  }
  const heard = listening === undefined ? [] : [listeningWords(listening)];
  const stands = [`quarantined since ${lifecycle.since.slice(0, 10)}`, ...heard].join(': ');
  return settings.deletion === undefined ? nothing(stands) : decideDeletion(user, settings.deletion, stands, now);
}

/** Nobody is deleted on a doubt, however long the quarantine lasts. */
function decideDeletion(user: Standing, deletion: DeletionSettings, stands: string, now: Instant): Decision {
  const { why, points, found } = deletabilityOf(user, deletion, now);
  const doubts = [...notUnused(user, now), ...unclear(user), ...why];
  if (doubts.length > 0) return nothing(stands, ...doubts);
  return { ...act('delete', stands, ...found), points };
}

/** A deletion that was begun goes on, whatever the verdict says: what is gone does not come back. */
function decideDeleting({ lifecycle }: Standing, { deletion }: LifecycleSettings): Decision {
  const begun = `its deletion was begun at ${lifecycle.deletion?.at ?? lifecycle.since}`;
  if (deletion === undefined) return nothing(`${begun}; the stage that deletes completes it`);
  return { ...act('delete', `${begun} and not confirmed`), points: [] };
}

/** Whoever keeps a user that is held has decided. */
function decideHeld(user: Standing, settings: LifecycleSettings, now: Instant): Decision {
  if (isKept(user.entries, now)) return act('release', ...shelters(user, settings, now));
  return nothing(`held since ${user.lifecycle.since.slice(0, 10)}: a person decides, by undo or keep`);
}

/** What ends the way to the quarantine for certain: evidence, or somebody's word; never the lack of an answer. */
function endings(user: Standing, settings: LifecycleSettings, now: Instant): string[] {
  const { state } = user.assessment;
  const isBack = state === 'active' || state === 'new';
  return [
    ...laterActivity(user),
    ...shelters(user, settings, now),
    ...(isBack ? [`it is ${state}: ${shortReason(user.assessment, now)}`] : []),
    ...obstacles(user, user.lifecycle.state === 'quarantining'),
  ];
}

/** Any activity that was not known when the user was noticed, however long ago it was. */
function laterActivity({ assessment: { lastActivity }, lifecycle }: Standing): string[] {
  if (lastActivity === undefined || lastActivity.at <= (lifecycle.lastActivity ?? '')) return [];
  return [`it was seen at ${lastActivity.at}, which was not known before`];
}

function notUnused({ assessment }: UserInQuestion, now: Instant): string[] {
  const { state, gaps } = assessment;
  return isUnused(state) && gaps.length === 0 ? [] : [`${state}: ${shortReason(assessment, now)}`];
}
