import { coverageOf, mergeWatch, type Watch } from '../../domain/coverage/coverage.ts';
import type { AccountId, Region } from '../../domain/ids.ts';
import { joinLists, type ListRead } from '../../domain/providers/entra/joined-list.ts';
import { userOfPerson } from '../../domain/providers/entra/person.ts';
import { signInRegions } from '../../domain/providers/entra/records.ts';
import { hasFailedBy, type SignInFold } from '../../domain/providers/entra/sign-in-fold.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import type { Inventory } from '../scan/read-inventory.ts';

/** What was read of a tenant. */
export interface TenantReads {
  readonly accountId: AccountId;
  readonly lists: readonly ListRead[];
  /** The users whom Entra ID was asked for once more by their ids. */
  readonly readById: ReadonlySet<string>;
  readonly signIns: SignInFold;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** The tenant's users with what keeps each one's silence from being proven, as a scan judges them. */
export function tenantInventory(reads: TenantReads, stored: StoredAccount, question: Question): Inventory {
  const { accountId, lists, readById, signIns, missing } = reads;
  const { people, ...list } = joinLists(lists, question.now, readById);
  const watches = watchesWith(stored, signIns, accountId);
  const isLogWhole = coverageOf(watches, { ...question, regions: signInRegions }).kind === 'whole';
  const facts = { accountId, ...list, isLogWhole, hasFailed: hasFailedBy(signIns) };
  return {
    users: people.map((person) => userOfPerson(person, facts, question)),
    roots: [],
    accounts: [accountId],
    missing,
    incomplete: [],
    notJudged: [],
    notes: [],
    regionsOf: () => (watches.size === 0 ? [] : signInRegions),
  };
}

/** The watches of the log as the table will hold them. */
function watchesWith(stored: StoredAccount, { records }: SignInFold, accountId: AccountId): ReadonlyMap<Region, Watch> {
  const watches = new Map(stored.watches);
  for (const [region, watch] of records.watches.get(accountId) ?? []) {
    watches.set(region, mergeWatch(watches.get(region), watch));
  }
  return watches;
}
