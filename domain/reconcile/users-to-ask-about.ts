import { hasNoId } from '../inventory/access-keys.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import type { Question } from '../question.ts';
import { subjectEntry } from '../sightings/entry.ts';
import type { StoredAccount } from '../table/stored-account.ts';
import { daysBetween, type Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import { isUnused } from '../verdict/state.ts';
import { nothingUnreadable, reconcile } from './reconciliation.ts';

/** The users about whom IAM must be asked one by one. Each question is a call for each user. */
export interface UsersToAskAbout {
  /**
   * The users whose SSH keys matter. A key can only move a user away from unused. So these are the users who would be
   * unused without SSH keys, or would be if CloudTrail watched their other credentials.
   */
  readonly sshKeys: readonly IamUser[];
  /** The users with an active access key that is unused and whose id CloudTrail does not show. */
  readonly accessKeys: readonly IamUser[];
  /**
   * The users whom all else leaves unused or unknown, and whose answer about services last accessed is missing or too
   * old. Those never asked about come first, then those asked about longest ago.
   */
  readonly services: readonly IamUser[];
}

/** Judges the users without what IAM lists user by user, and finds whose lists are needed. */
export function usersToAskAbout(stored: StoredAccount, users: readonly IamUser[], question: Question): UsersToAskAbout {
  const assessments = [...reconcile(stored, users, [], nothingUnreadable, question).assessments.values()];
  const usersOf = (matters: (assessment: Assessment) => boolean) => assessments.filter(matters).map(({ user }) => user);
  const services = servicesToAsk(usersOf(isInQuestion), stored, question);
  return { sshKeys: usersOf(wouldBeUnused), accessKeys: usersOf(hasUnnamedKey), services };
}

function wouldBeUnused({ state, gaps }: Assessment): boolean {
  const isDecidedBySilence = gaps.every(({ kind }) => kind === 'use-not-recorded' || kind === 'all-silent-at-once');
  return isUnused(state) || (state === 'unknown' && isDecidedBySilence);
}

function hasUnnamedKey({ credentials }: Assessment): boolean {
  return credentials.some(
    ({ credential: { kind, status }, id, state }) => status === 'active' && isUnused(state) && hasNoId({ kind, id }),
  );
}

const isInQuestion = ({ state }: Assessment): boolean => isUnused(state) || state === 'unknown';

/** An answer holds for a day, less the time by which a daily run may begin earlier than the one before. */
const answerHoldsForDays = 23 / 24;

function servicesToAsk(users: readonly IamUser[], { services }: StoredAccount, { now }: Question): IamUser[] {
  const askedAt = (user: IamUser): Instant | '' => services.get(subjectEntry(user))?.askedAt ?? '';
  return users
    .map((user) => ({ user, asked: askedAt(user) }))
    .filter(({ asked }) => asked === '' || daysBetween(asked, now) >= answerHoldsForDays)
    .toSorted((a, b) => (a.asked < b.asked ? -1 : a.asked > b.asked ? 1 : 0))
    .map(({ user }) => user);
}
