import { mayFollowRun } from '../../../domain/organization/organization-account.ts';
import { memberEntry, runEntry } from '../../../domain/sightings/entry.ts';
import { organizationPartition } from '../../../domain/sightings/partition.ts';
import { memberItem, organizationOf, organizationRunItem } from '../../aws/dynamodb/organization/organization-item.ts';
import type { OrganizationStore } from '../../ports/organization-store.ts';
import type { EntryStore } from '../entry-store.ts';

/** Organizations in the local table. */
export function embeddedOrganizations(store: EntryStore): OrganizationStore {
  const put = (item: ReturnType<typeof memberItem>) =>
    store.changeIf(item.accountId, item.entry, (before) => (mayFollowRun(before, item.runId) ? item : undefined));
  return {
    readOrganization: async (id) => organizationOf(await store.readPartition(organizationPartition(id))),
    readMember: async (id, accountId) => store.read(organizationPartition(id), memberEntry(accountId)),
    writeMember: (id, account) => put(memberItem(id, account)),
    readOrganizationRun: async (id) => store.read(organizationPartition(id), runEntry),
    writeOrganizationRun: (id, run) => put(organizationRunItem(id, run)),
  };
}
