/** The users of a tenant from Microsoft Graph: the whole list twice, then by id those on whom the two differ. */

import type { Answer, Failure } from '../../domain/answer.ts';
import type { UserId } from '../../domain/ids.ts';
import type { IamUser, MissingFact } from '../../domain/inventory/iam-user.ts';
import type { ListedPerson } from '../../domain/providers/entra/inventory.ts';
import { joinLists, type ListRead, type Person } from '../../domain/providers/entra/joined-list.ts';
import { isFresh, type Question } from '../../domain/question.ts';
import { assessmentOf, userEntry } from '../../domain/sightings/entry.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Instant } from '../../domain/time.ts';
import { noPremium } from '../../infra/entra/graph.ts';
import type { GatheredPeople } from '../../infra/entra/people.ts';
import type { TenantReads } from './tenant-inventory.ts';

/** What a live scan of a tenant reads. Nothing throws: what failed is in the answer. */
export interface TenantPorts {
  readonly readList: (withActivity: boolean) => Promise<GatheredPeople>;
  readonly readOne: (id: UserId) => Promise<Answer<ListedPerson>>;
  readonly clock: () => Instant;
  /** Hears how many users are asked for by their ids, before it begins. */
  readonly beforeOnes?: (users: number) => void;
}

/** Graph takes ten requests a minute for single users: in one run so many are asked for, the others in the next. */
export const onesAtMost = 200;

/** What a live scan read, and the users of the last run whom no answer could name. */
export interface GatheredTenant {
  readonly reads: Pick<TenantReads, 'accountId' | 'lists' | 'readById' | 'missing'>;
  readonly recalled: readonly IamUser[];
  /** Why a read of the list is not whole. */
  readonly failures: readonly Failure[];
}

/** Reads a tenant. Without a premium licence it lists the users without their activity, and nobody can be judged. */
export async function gatherTenant(
  stored: StoredAccount,
  question: Question,
  ports: TenantPorts,
): Promise<GatheredTenant> {
  const { accountId } = stored;
  const first = await readListAt(ports, true);
  const isBare = first.failure?.why === noPremium;
  const second = await readListAt(ports, !isBare);
  const lists = isBare ? [second] : [first, second];
  const ones = isBare ? [] : await readOnes(doubtsIn(lists, stored, question), ports);
  const readById = new Set<string>(ones.flatMap(({ people }) => people.map(({ objectId }) => objectId)));
  const missing = [...new Set([...failuresIn(first, second), ...lists.flatMap((list) => list.malformed)])];
  return {
    reads: { accountId, lists: [...lists, ...ones], readById, missing },
    recalled: recallUsers(lists, stored),
    failures: [first, second].flatMap(({ failure }) => failure ?? []),
  };
}

type DatedPeople = GatheredPeople & ListRead;

async function readListAt({ readList, clock }: TenantPorts, withActivity: boolean): Promise<DatedPeople> {
  const madeAt = clock();
  return { ...(await readList(withActivity)), madeAt };
}

/** The silent on whom the reads differ; first those whom the last run left in doubt. */
function doubtsIn(lists: readonly ListRead[], stored: StoredAccount, question: Question): UserId[] {
  const { people } = joinLists(lists, question.now, new Set());
  const silent = people.filter(({ isInDoubt, activity }) => isInDoubt && !isFresh(activity.success, question));
  return leftFirst(silent, stored, 'list-reads-differ')
    .slice(0, onesAtMost)
    .map(({ listed }) => listed.objectId);
}

/** First those whom the last run left unknown because of this. */
export function leftFirst(
  people: readonly Person[],
  { assessments }: StoredAccount,
  gap: MissingFact['kind'],
): readonly Person[] {
  const wasLeft = ({ listed }: Person) =>
    assessments.get(assessmentOf(userEntry(listed.objectId)))?.gaps.some(({ kind }) => kind === gap) === true;
  return [...people.filter(wasLeft), ...people.filter((person) => !wasLeft(person))];
}

async function readOnes(ids: readonly UserId[], { readOne, clock, beforeOnes }: TenantPorts): Promise<ListRead[]> {
  if (ids.length > 0) beforeOnes?.(ids.length);
  const reads: ListRead[] = [];
  for (const id of ids) {
    const madeAt = clock();
    const answer = await readOne(id);
    if (answer.kind === 'answered') reads.push({ people: [answer.value], madeAt });
  }
  return reads;
}

function failuresIn(first: GatheredPeople, second: GatheredPeople): string[] {
  if (first.failure?.why === noPremium) {
    const licence = 'the tenant has no premium licence, so nobody can be judged (Entra ID P1 or P2 shows the activity)';
    return [`Entra ID's sign-in activity could not be read: ${licence}`, ...wordsOf('list of users', second.failure)];
  }
  return [...wordsOf('list of users', first.failure), ...wordsOf('list of users, once more,', second.failure)];
}

function wordsOf(what: string, failure: Failure | undefined): string[] {
  if (failure === undefined) return [];
  const todo = failure.kind === 'denied' ? '; grant User.Read.All and AuditLog.Read.All, and consent to them' : '';
  return [`Entra ID's ${what} could not be read (${failure.why})${todo}`];
}

/** Where no read is whole, the users of the last run stay, and what is known of them now is nothing. */
function recallUsers(lists: readonly DatedPeople[], stored: StoredAccount): IamUser[] {
  const why = lists.map(({ failure }) => failure?.why).find((each) => each !== undefined);
  if (why === undefined || lists.some(({ failure }) => failure === undefined)) return [];
  const listed = new Set<string | undefined>(lists.flatMap(({ people }) => people.map(({ objectId }) => objectId)));
  return [...stored.assessments.values()]
    .filter(({ user }) => !listed.has(user.userId))
    .map(({ user }) => ({ ...user, gaps: [{ kind: 'source-failed', source: 'entra-users', why }] }));
}
