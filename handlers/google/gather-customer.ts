/** What is read of a customer of Google Workspace, by files or by its APIs, and who is judged from it. */

import type { AccountId } from '../../domain/ids.ts';
import type { ProviderReport } from '../../domain/inventory/iam-user.ts';
import { lastLogins } from '../../domain/providers/google/activity.ts';
import type { ActivityFold } from '../../domain/providers/google/activity-fold.ts';
import { activityGaps, isActivityRead } from '../../domain/providers/google/activity-gaps.ts';
import type { ListedPerson } from '../../domain/providers/google/inventory.ts';
import { userOfPerson } from '../../domain/providers/google/person.ts';
import { activityRegions } from '../../domain/providers/google/records.ts';
import type { UsageRow } from '../../domain/providers/google/usage.ts';
import { usageByPerson } from '../../domain/providers/google/usage-join.ts';
import { joinLists, type ListRead } from '../../domain/providers/joined-list.ts';
import type { Question } from '../../domain/question.ts';
import type { StoredAccount } from '../../domain/table/stored-account.ts';
import { providerInventory } from '../scan/provider-inventory.ts';
import type { Inventory } from '../scan/read-inventory.ts';
import { watchesWith } from '../scan/watches-with.ts';

/** What was read of a customer. */
export interface CustomerReads {
  readonly accountId: AccountId;
  /** Each read of the directory's list, or a part of it. */
  readonly lists: readonly ListRead<ListedPerson>[];
  /** The users whom the directory was asked for once more by their ids. */
  readonly readById: ReadonlySet<string>;
  /** The rows of the usage reports, whatever their days. */
  readonly usage: readonly UsageRow[];
  /** The activities. `proveSpan` says for which time an application's were read, all of them. */
  readonly activities: ActivityFold;
  /** Reports that were asked for and did not come, or not completely, and why. */
  readonly failed: ReadonlyMap<ProviderReport, string>;
  /** What could not be read, in words. */
  readonly missing: readonly string[];
}

/** The customer's users with what keeps each one's silence from being proven, as a scan judges them. */
export function customerInventory(reads: CustomerReads, stored: StoredAccount, question: Question): Inventory {
  const { accountId, readById, usage, activities, failed, missing } = reads;
  const { people, ...list } = joinLists(lastLogins, reads.lists, question.now, readById);
  const watches = watchesWith(stored, activities.records, accountId);
  const facts = {
    accountId,
    ...list,
    usageOf: usageByPerson(usage, people),
    reportedDay: usage
      .map(({ day }) => day)
      .sort()
      .at(-1),
    activityGaps: activityGaps(watches, question),
    failed,
    isSamlRead: isActivityRead('saml', watches),
  };
  return providerInventory({
    accountId,
    users: people.map((person) => userOfPerson(person, facts, question)),
    missing,
    regions: watches.size === 0 ? [] : activityRegions,
  });
}
