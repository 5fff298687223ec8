/** The items of an organization's partition, and the rule by which one takes another's place. */

import type { PutCommandInput } from '@aws-sdk/lib-dynamodb';
import type { OrganizationId } from '../../../../domain/ids.ts';
import { type OrganizationAccount, storedMember } from '../../../../domain/organization/organization-account.ts';
import type { OrganizationRun, OrganizationRunId } from '../../../../domain/organization/organization-run.ts';
import { type Entry, memberEntry, parseEntry, runEntry } from '../../../../domain/sightings/entry.ts';
import { type OrganizationPartition, organizationPartition } from '../../../../domain/sightings/partition.ts';
import { readEntry } from '../../../../domain/sightings/read-entry.ts';
import type { StoredOrganization } from '../../../ports/organization-store.ts';
import type { Item } from '../sighting-item.ts';

type RunItem = Item & {
  readonly accountId: OrganizationPartition;
  readonly entry: Entry;
  readonly runId: OrganizationRunId;
};

export function memberItem(id: OrganizationId, account: OrganizationAccount): RunItem {
  const key = { accountId: organizationPartition(id), entry: memberEntry(account.accountId) };
  return { ...storedMember(account), runId: account.runId, ...key };
}

export function organizationRunItem(id: OrganizationId, run: OrganizationRun): RunItem {
  return { ...run, accountId: organizationPartition(id), entry: runEntry };
}

/** Puts an item that an earlier run or the same run wrote, or none; `mayFollowRun` is the same rule. */
export function putAfterRun(Item: RunItem): Omit<PutCommandInput, 'TableName'> {
  return {
    Item,
    ConditionExpression: 'attribute_not_exists(runId) OR runId <= :runId',
    ExpressionAttributeValues: { ':runId': Item.runId },
  };
}

/** Divides the items of a partition. */
export function organizationOf(items: readonly Item[]): StoredOrganization {
  const kindOf = ({ entry }: Item) => {
    const parsed = parseEntry(entry);
    return parsed && readEntry(parsed).kind;
  };
  return {
    run: items.find((item) => kindOf(item) === 'run'),
    members: items.filter((item) => kindOf(item) === 'member'),
  };
}
