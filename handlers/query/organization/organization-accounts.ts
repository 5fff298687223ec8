import type { AccountId, OrganizationId } from '../../../domain/ids.ts';
import type { MemberAccount } from '../../../domain/organization/member-account.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import type { OrganizationStore } from '../../../infra/ports/organization-store.ts';
import { readOrganization } from './read-organization.ts';

/** The accounts of an organization of which the table has entries, and what is missing of the others, in words. */
export interface OrganizationAccounts {
  readonly chosen: readonly AccountId[];
  readonly listed: readonly MemberAccount[];
  readonly missing: readonly string[];
}

/** Accounts that left are not asked about. Throws InputError where the table knows nothing of the organization. */
export async function organizationAccounts(
  table: Pick<OrganizationStore, 'readOrganization'> & Pick<LastSeenTable, 'accounts'>,
  organizationId: OrganizationId,
): Promise<OrganizationAccounts> {
  const { accounts, missing } = await readOrganization(table, organizationId);
  const known = new Set(await table.accounts());
  const present = accounts.filter(({ outcome }) => outcome.kind !== 'left');
  return {
    chosen: present.map(({ accountId }) => accountId).filter((accountId) => known.has(accountId)),
    listed: present,
    missing,
  };
}
