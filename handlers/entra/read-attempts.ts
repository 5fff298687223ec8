/** Attempts of the silent that only the sign-in log can decide. */

import { type Attempt, signInActivities, streamOf } from '../../domain/providers/entra/activity.ts';
import type { ListedPerson } from '../../domain/providers/entra/inventory.ts';
import { type Person, undecidedAttempts } from '../../domain/providers/entra/person.ts';
import {
  foldSignIn,
  hasFailedBy,
  mergeSignIns,
  newSignInFold,
  type SignInFold,
} from '../../domain/providers/entra/sign-in-fold.ts';
import { joinLists, type ListRead } from '../../domain/providers/joined-list.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { askOneByOne, leftFirst, onesAtMost } from '../live/list-reads.ts';
import type { SignInLogPorts } from './read-live-sign-ins.ts';

/** A silent person, and its attempts inside the window that may have succeeded. */
interface Undecided {
  readonly person: Person;
  readonly attempts: readonly Attempt[];
}

/** The silent whose attempts may have succeeded, by the lists and what was read of the log. */
export function undecidedOf(
  lists: readonly ListRead<ListedPerson>[],
  fold: SignInFold,
  question: Question,
): Undecided[] {
  const { people, ...list } = joinLists(signInActivities, lists, question.now, new Set());
  const facts = { ...list, hasFailed: hasFailedBy(fold) };
  return people
    .filter(({ activity }) => !isFresh(activity.success, question))
    .map((person) => ({ person, attempts: undecidedAttempts(person, facts, question) }))
    .filter(({ attempts }) => attempts.length > 0);
}

/**
 * Asks the log for the records of undecided attempts by their ids, of so many people a run, and adds them to the fold.
 * A later run reads only what is new in the log, which no longer holds them. They prove nothing about a whole day.
 */
export async function readAttempts(
  undecided: readonly Undecided[],
  fold: SignInFold,
  stored: StoredAccount,
  question: Question,
  { streams, readRecord }: SignInLogPorts,
): Promise<void> {
  const attemptsOf = new Map(undecided.map(({ person, attempts }) => [person, attempts]));
  const people = leftFirst([...attemptsOf.keys()], stored, 'attempt-undecided').slice(0, onesAtMost);
  const records = people.flatMap((person) =>
    (attemptsOf.get(person) ?? []).flatMap((attempt) => {
      const stream = streamOf(person.activity, attempt);
      const { requestId } = attempt;
      return requestId === undefined || !streams.includes(stream) ? [] : [{ stream, requestId }];
    }),
  );
  await askOneByOne(
    records,
    ({ stream, requestId }) => readRecord(stream, requestId),
    (record) => {
      const part = newSignInFold();
      foldSignIn(part, record, stored.accountId, question.now);
      mergeSignIns(fold, part, new Map());
    },
  );
}
