import { coverageOf } from '../../domain/coverage/coverage.ts';
import type { AccountId } from '../../domain/ids.ts';
import { signInActivities } from '../../domain/providers/entra/activity.ts';
import type { ListedPerson } from '../../domain/providers/entra/inventory.ts';
import { userOfPerson } from '../../domain/providers/entra/person.ts';
import { signInRegions } from '../../domain/providers/entra/records.ts';
import { hasFailedBy, type SignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import { joinLists, type ListRead } from '../../domain/providers/joined-list.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { providerInventory } from '../scan/provider-inventory.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import { watchesWith } from '../scan/watches-with.ts';

/** What was read of a tenant. */
export interface TenantReads {
  readonly accountId: AccountId;
  readonly lists: readonly ListRead<ListedPerson>[];
  /** The users whom Entra ID was asked for once more by their ids. */
  readonly readById: ReadonlySet<string>;
  readonly signIns: SignInFold;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** The tenant's users with what keeps each one's silence from being proven, as a scan judges them. */
export function tenantInventory(reads: TenantReads, stored: StoredAccount, question: Question): Inventory {
  const { accountId, lists, readById, signIns, missing } = reads;
  const { people, ...list } = joinLists(signInActivities, lists, question.now, readById);
  const watches = watchesWith(stored, signIns.records, accountId);
  const isLogWhole = coverageOf(watches, { ...question, regions: signInRegions }).kind === 'whole';
  const facts = { accountId, ...list, isLogWhole, hasFailed: hasFailedBy(signIns) };
  return providerInventory({
    accountId,
    users: people.map((person) => userOfPerson(person, facts, question)),
    missing,
    regions: watches.size === 0 ? [] : signInRegions,
  });
}
