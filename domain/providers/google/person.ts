/** A person of a customer as a user, and what keeps its silence from being proven. */

import type { AccountId } from '../../ids.ts';
import type {
  Credential,
  IamUser,
  LastUse,
  ListGap,
  MissingFact,
  ProviderReport,
  UserRemark,
} from '../../inventory/iam-user.ts';
import type { Question } from '../../question.ts';
import { type Instant, laterOf } from '../../time.ts';
import type { JoinedList, Person as JoinedPerson } from '../joined-list.ts';
import { ageGap, readGaps } from '../list-gaps.ts';
import { personUser } from '../provider-user.ts';
import { type LastLogin, lastLogins } from './activity.ts';
import type { ListedPerson } from './inventory.ts';
import { unreadableUse, usageGaps, usedAt } from './usage-gaps.ts';
import type { PersonRow } from './usage-join.ts';

/** Everything that the directory said of one person. */
export type Person = JoinedPerson<LastLogin, ListedPerson>;

/** What is known beside the list itself, for everybody of a customer. */
export interface CustomerFacts extends Omit<JoinedList<LastLogin, ListedPerson>, 'people'> {
  readonly accountId: AccountId;
  /** The rows of a person in the usage reports, whatever their days; none: no report has it. */
  readonly usageOf: (person: Person) => readonly PersonRow[];
  /** The latest day of all usage reports, `2026-11-24`; undefined: none was read. */
  readonly reportedDay: string | undefined;
  /** What keeps the activities from proving anybody's silence. */
  readonly activityGaps: readonly ListGap[];
  /** Sources that were asked and did not answer, or not completely, and why. */
  readonly failed: ReadonlyMap<ProviderReport, string>;
  /** Whether the SAML activities were read. */
  readonly isSamlRead: boolean;
}

const source = 'google-last-login';
const { behindHours } = lastLogins;

/** The user as every verdict takes it: its two ways in, its missing facts and remarks. */
export function userOfPerson(person: Person, facts: CustomerFacts, question: Question): IamUser {
  return personUser('google', facts.accountId, person.listed, {
    credentials: credentialsOf(person, facts),
    gaps: gapsOf(person, facts, question),
    remarks: remarksOf(person, facts),
  });
}

/** Signing in, by the directory or the usage report, whichever is later; and what needs no sign-in. */
function credentialsOf(person: Person, facts: CustomerFacts): Credential[] {
  const { listed, activity, reads } = person;
  const { createdAt } = listed;
  const status = listed.isEnabled ? 'active' : 'inactive';
  const { login, app, isWhole } = usedAt(facts.usageOf(person), createdAt);
  const isTold = reads > 0 && facts.silentUsers === undefined && listed.unreadable.length === 0;
  const isReported = login !== undefined && (activity === undefined || login > activity);
  return [
    {
      kind: 'sign-in',
      id: 'sign-in',
      status,
      createdAt,
      lastUse: useAt(laterOf(activity, login), isTold),
      reportedBy: isReported ? 'google-usage-report' : source,
    },
    {
      kind: 'app-access',
      id: 'app-access',
      status,
      createdAt,
      lastUse: useAt(app, isWhole),
      reportedBy: 'google-usage-report',
    },
  ];
}

function useAt(at: Instant | undefined, isNeverTold: boolean): LastUse {
  if (at !== undefined) return { kind: 'at', at };
  return isNeverTold ? { kind: 'never' } : { kind: 'unknown', why: 'not-reported' };
}

function gapsOf(person: Person, facts: CustomerFacts, question: Question): MissingFact[] {
  const unreadable = person.listed.unreadable.map(
    (field): MissingFact => ({ kind: 'field-unreadable', source: 'google-users', field }),
  );
  const hidden = unreadableUse(facts.usageOf(person)).map(
    (field): MissingFact => ({ kind: 'field-unreadable', source: 'google-usage-report', field }),
  );
  const failed = [...facts.failed].map(([of, why]): MissingFact => ({ kind: 'source-failed', source: of, why }));
  return [
    ...unreadable,
    ...hidden,
    ...failed,
    ...listGapsOf(person, facts, question),
    ...reportGaps(person, facts, question),
  ];
}

function listGapsOf(person: Person, facts: CustomerFacts, question: Question): ListGap[] {
  const { silentUsers: users } = facts;
  if (users !== undefined) return [{ kind: 'activity-not-listed', source, users }];
  const age = ageGap(source, facts, question.now, behindHours);
  return [...age, ...readGaps(source, person, age.length === 0)];
}

/** What the reports do not prove; of a report that failed, only that is said. */
function reportGaps(person: Person, facts: CustomerFacts, question: Question): MissingFact[] {
  const { reportedDay, activityGaps, failed } = facts;
  const { createdAt } = person.listed;
  const ofUsage = usageGaps(
    { rows: facts.usageOf(person), reportedDay, createdAt, lastLogin: person.activity },
    question,
  );
  const byActivities = activityGaps.filter(({ source: of }) => !isFailed(of, failed));
  return [...(failed.has('google-usage-report') ? [] : ofUsage), ...byActivities];
}

const isFailed = (of: string, failed: CustomerFacts['failed']): boolean =>
  [...failed.keys()].some((each) => each === of);

function remarksOf({ listed }: Person, { isSamlRead }: CustomerFacts): UserRemark[] {
  const { isGuest, isSuspended, isArchived, areTermsOpen } = listed;
  return [
    ...(isGuest ? [{ kind: 'guest' } as const] : []),
    ...(isSuspended ? [{ kind: 'suspended' } as const] : []),
    ...(isArchived ? [{ kind: 'archived' } as const] : []),
    ...(areTermsOpen ? [{ kind: 'terms-open' } as const] : []),
    ...(isSamlRead ? [] : [{ kind: 'source-not-read', source: 'google-saml-activity' } as const]),
  ];
}
