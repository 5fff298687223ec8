/** Reads a provider's list of users live: twice, then by id those on whom the two differ. */

import { type Answer, type Failure, mapAnswer, mayPass } from '../../domain/answer.ts';
import type { UserId } from '../../domain/ids.ts';
import type { IamUser, MissingFact, ProviderList } from '../../domain/inventory/iam-user.ts';
import { joinLists, type ListActivity, type Listed, type ListRead } from '../../domain/providers/joined-list.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import { assessmentOf, userEntry } from '../../domain/sightings/entry.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';

/** One read of a list, whole or the part that came. `failure` says why it is incomplete. */
export interface GatheredList<P> extends ListRead<P> {
  readonly failure: Failure | undefined;
}

/** How single users are asked for. Nothing throws: what failed is in the answer. */
export interface OnePorts<P> {
  readonly readOne: (id: UserId) => Promise<Answer<P>>;
  readonly clock: () => Instant;
  /** Hears how many users are asked for by their ids, before it begins. */
  readonly beforeOnes?: (users: number) => void;
}

/** In one run so many users are asked for by their ids, the others in the next. */
export const onesAtMost = 200;

/** After so many answers in a row that did not come, the others are left to the next run. */
const lostAtMost = 3;

/**
 * Asks for one after the other. A service that gives no answer any more is not asked for the rest: each request is
 * tried for half a minute, and 200 of them would take longer than a run has.
 */
export async function askOneByOne<Q, T>(
  questions: readonly Q[],
  ask: (question: Q) => Promise<Answer<T>>,
  take: (value: T, question: Q) => void,
): Promise<void> {
  let lost = 0;
  for (const question of questions) {
    const answer = await ask(question);
    if (answer.kind === 'answered') take(answer.value, question);
    lost = answer.kind === 'failed' && mayPass(answer.failure) ? lost + 1 : 0;
    if (lost === lostAtMost) return;
  }
}

/** A provider's list, and what of it counts as use. */
export interface ListKind<A> {
  readonly use: ListActivity<A>;
  readonly lastUse: (activity: A) => Instant | undefined;
}

/** Asks once more for the silent on whom the reads differ; first for those whom the last run left in doubt. */
export async function readDoubts<A, P extends Listed<A>>(
  { use, lastUse }: ListKind<A>,
  lists: readonly ListRead<P>[],
  stored: StoredAccount,
  question: Question,
  { readOne, clock, beforeOnes }: OnePorts<P>,
): Promise<ListRead<P>[]> {
  const { people } = joinLists(use, lists, question.now, new Set());
  const silent = people.filter(({ isInDoubt, activity }) => isInDoubt && !isFresh(lastUse(activity), question));
  const asked = leftFirst(silent, stored, 'list-reads-differ').slice(0, onesAtMost);
  if (asked.length > 0) beforeOnes?.(asked.length);
  const reads: ListRead<P>[] = [];
  await askOneByOne(
    asked,
    async ({ listed }) => {
      const madeAt = clock();
      return mapAnswer(await readOne(listed.objectId), (person) => ({ people: [person], madeAt }));
    },
    (read) => reads.push(read),
  );
  return reads;
}

/** First those whom the last run left unknown because of this. */
export function leftFirst<P extends { readonly listed: { readonly objectId: UserId } }>(
  people: readonly P[],
  { assessments }: StoredAccount,
  gap: MissingFact['kind'],
): readonly P[] {
  const wasLeft = ({ listed }: P) =>
    assessments.get(assessmentOf(userEntry(listed.objectId)))?.gaps.some(({ kind }) => kind === gap) === true;
  return [...people.filter(wasLeft), ...people.filter((person) => !wasLeft(person))];
}

/** Where no read is whole, the users of the last run stay, and what is known of them now is nothing. */
export function recallUsers(
  source: ProviderList,
  lists: readonly GatheredList<{ readonly objectId: UserId }>[],
  stored: StoredAccount,
): IamUser[] {
  const why = lists.map(({ failure }) => failure?.why).find((each) => each !== undefined);
  if (why === undefined || lists.some(({ failure }) => failure === undefined)) return [];
  const listed = new Set<string | undefined>(lists.flatMap(({ people }) => people.map(({ objectId }) => objectId)));
  return [...stored.assessments.values()]
    .filter(({ user }) => !listed.has(user.userId))
    .map(({ user }) => ({ ...user, gaps: [{ kind: 'source-failed', source, why }] }));
}
