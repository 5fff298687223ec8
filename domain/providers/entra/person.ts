/** A person of a tenant as a user, and what keeps its silence from being proven. */

import type { AccountId } from '../../ids.ts';
import type { Credential, IamUser, LastUse, ListGap, MissingFact, UserRemark } from '../../inventory/iam-user.ts';
import { isFresh, type Question } from '../../question.ts';
import { type Instant, laterOf, plusDays } from '../../time.ts';
import type { JoinedList, Person as JoinedPerson } from '../joined-list.ts';
import { ageGap, behindGap, readGaps } from '../list-gaps.ts';
import { personUser } from '../provider-user.ts';
import { type Attempt, type SignInActivity, signInActivities, successRecordedSince } from './activity.ts';
import type { ListedPerson } from './inventory.ts';

/** Everything that was read of one person of a tenant. */
export type Person = JoinedPerson<SignInActivity, ListedPerson>;

/** What is known beside the list itself, for everybody of a tenant. */
export interface ListFacts extends Omit<JoinedList<SignInActivity, ListedPerson>, 'people'> {
  readonly accountId: AccountId;
  /** Whether the sign-in log was read for the whole window: then it proves silence by itself. */
  readonly isLogWhole: boolean;
  /** Whether the sign-in log shows that this attempt failed, and nothing of the person that succeeded. */
  readonly hasFailed: (person: Person, attempt: Attempt) => boolean;
}

const source = 'entra-sign-in-activity';
const { behindHours } = signInActivities;

/** The user as every verdict takes it: its one way in, its missing facts and remarks. */
export function userOfPerson(person: Person, facts: ListFacts, question: Question): IamUser {
  return personUser('entra', facts.accountId, person.listed, {
    credentials: credentialsOf(person, facts),
    gaps: gapsOf(person, facts, question),
    remarks: remarksOf(person),
  });
}

/** Signing in; and for a synced user its account on premises, whose use Entra ID does not see. */
function credentialsOf({ listed, activity, reads }: Person, { silentUsers }: ListFacts): Credential[] {
  const status = listed.isEnabled ? 'active' : 'inactive';
  const isTold = reads > 0 && silentUsers === undefined && listed.unreadable.length === 0;
  const none: LastUse = isTold ? { kind: 'never' } : { kind: 'unknown', why: 'not-reported' };
  const lastUse: LastUse = activity.success === undefined ? none : { kind: 'at', at: activity.success };
  const { createdAt } = listed;
  const signIn: Credential = { kind: 'sign-in', id: 'sign-in', status, createdAt, lastUse, reportedBy: source };
  if (!listed.isSynced) return [signIn];
  const untracked: LastUse = { kind: 'unknown', why: 'not-tracked' };
  return [signIn, { ...signIn, kind: 'on-premises-account', id: 'on-premises-account', lastUse: untracked }];
}

function gapsOf(person: Person, facts: ListFacts, question: Question): MissingFact[] {
  const unreadable = person.listed.unreadable.map(
    (field): MissingFact => ({ kind: 'field-unreadable', source: 'entra-users', field }),
  );
  return [...unreadable, ...listGapsOf(person, facts, question)];
}

function listGapsOf(person: Person, facts: ListFacts, question: Question): ListGap[] {
  const { silentUsers: users, isLogWhole } = facts;
  if (users !== undefined) return [{ kind: 'activity-not-listed', source, users }];
  const age = ageGap(source, facts, question.now, behindHours);
  const byList = [...readGaps(source, person, age.length === 0), ...behind(person, facts, question)];
  const unlessLogged = [...byList, ...attemptGap(person, facts, question)];
  return [...age, ...(isLogWhole ? [] : unlessLogged), ...sinceGap(person, question)];
}

/** The last hours before the read prove nothing, so a silence must be longer than the threshold by them. */
function behind({ listed, activity }: Person, facts: ListFacts, question: Question): ListGap[] {
  const since = laterOf(activity.success, listed.createdAt);
  return behindGap(source, since, { provenTo: settledTo(facts, question), hours: behindHours }, question);
}

/** The time up to which the list names every success. */
const settledTo = ({ madeAt, newest }: Pick<ListFacts, 'madeAt' | 'newest'>, { now }: Question): Instant =>
  plusDays(madeAt ?? newest ?? now, -behindHours / 24);

function attemptGap(person: Person, facts: ListFacts, question: Question): ListGap[] {
  const open = undecidedAttempts(person, facts, question);
  const at = open.map((attempt) => attempt.at).reduce<Instant | undefined>(laterOf, undefined);
  return at === undefined ? [] : [{ kind: 'attempt-undecided', source, at }];
}

/**
 * The attempts of a person inside the window that may have succeeded: where no success is known at all, or where the
 * success may be behind. Not where the log shows that it failed.
 */
export function undecidedAttempts(
  person: Person,
  facts: Pick<ListFacts, 'madeAt' | 'newest' | 'hasFailed'>,
  question: Question,
): Attempt[] {
  const { success } = person.activity;
  const settled = settledTo(facts, question);
  return attemptsAfter(person.activity).filter((attempt) => {
    const isSettled = success !== undefined && attempt.at < settled;
    return isFresh(attempt.at, question) && !isSettled && !facts.hasFailed(person, attempt);
  });
}

const attemptsAfter = ({ success, interactive, nonInteractive }: SignInActivity): Attempt[] =>
  [interactive, nonInteractive].flatMap((attempt) => {
    return attempt === undefined || (success !== undefined && attempt.at <= success) ? [] : [attempt];
  });

/** Of an older user without a success, nothing is known of the time before successes were recorded. */
function sinceGap(person: Person, { now, thresholdDays }: Question): ListGap[] {
  const isInside = plusDays(now, -thresholdDays) < successRecordedSince;
  return isInside && isOlderThanField(person) ? [{ kind: 'recorded-since', source, since: successRecordedSince }] : [];
}

const isOlderThanField = ({ listed, activity }: Person): boolean =>
  activity.success === undefined && listed.createdAt !== undefined && listed.createdAt < successRecordedSince;

function remarksOf(person: Person): UserRemark[] {
  const { listed, activity } = person;
  const [attempt, other] = attemptsAfter(activity);
  const at = laterOf(attempt?.at, other?.at);
  return [
    ...(listed.isGuest ? [{ kind: 'guest' } as const] : []),
    ...(listed.isInvited ? [{ kind: 'invitation-open' } as const] : []),
    ...(listed.isEnabled ? [] : [{ kind: 'disabled' } as const]),
    ...(at === undefined ? [] : [{ kind: 'attempted', at } as const]),
    ...(isOlderThanField(person) ? [{ kind: 'recorded-since', since: successRecordedSince } as const] : []),
  ];
}
