/** The users of a tenant from Microsoft Graph: the whole list twice, then by id those on whom the two differ. */

import type { Failure } from '../../domain/answer.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import { type SignInActivity, signInActivities } from '../../domain/providers/entra/activity.ts';
import type { ListedPerson } from '../../domain/providers/entra/inventory.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { noPremium } from '../../infra/entra/graph.ts';
import type { GatheredPeople } from '../../infra/entra/people.ts';
import { type GatheredList, type OnePorts, readDoubts, recallUsers } from '../live/list-reads.ts';
import type { TenantReads } from './tenant-inventory.ts';

/** What a live scan of a tenant reads. Nothing throws: what failed is in the answer. */
export interface TenantPorts extends OnePorts<ListedPerson> {
  readonly readList: (withActivity: boolean) => Promise<GatheredPeople>;
}

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
  const ones = isBare ? [] : await readDoubts(signIns, lists, stored, question, ports);
  const readById = new Set<string>(ones.flatMap(({ people }) => people.map(({ objectId }) => objectId)));
  const missing = [...new Set([...failuresIn(first, second), ...lists.flatMap((list) => list.malformed)])];
  return {
    reads: { accountId, lists: [...lists, ...ones], readById, missing },
    recalled: recallUsers('entra-users', lists, stored),
    failures: [first, second].flatMap(({ failure }) => failure ?? []),
  };
}

type DatedPeople = GatheredPeople & GatheredList<ListedPerson>;

async function readListAt({ readList, clock }: TenantPorts, withActivity: boolean): Promise<DatedPeople> {
  const madeAt = clock();
  return { ...(await readList(withActivity)), madeAt };
}

const signIns = { use: signInActivities, lastUse: ({ success }: SignInActivity) => success };

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
