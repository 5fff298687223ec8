import { unitsAbove, unitText } from '../../../../domain/accounts/inherited-settings.ts';
import type { AccountId, OrganizationId } from '../../../../domain/ids.ts';
import { type UnitPartition, unitPartition } from '../../../../domain/sightings/partition.ts';
import { organizationAccounts } from '../../../query/organization/organization-accounts.ts';
import type { OpenTable } from '../../open-table.ts';

/** Whose settings a command is about. */
export interface SettingsHolders {
  readonly accounts: readonly AccountId[];
  /** The units of the organization that was named, each as people write it. */
  readonly units: ReadonlyMap<UnitPartition, string>;
  /** Units above an account, as far as the table knows where accounts are, each as people write it. */
  readonly inhabited: ReadonlySet<string>;
}

/** What names holders: accounts by `--account`, an organization, and the units of the file. */
export interface NamedHolders {
  readonly chosen: readonly AccountId[] | undefined;
  readonly organizationId: OrganizationId | undefined;
  readonly units: readonly string[];
}

/** The chosen accounts alone; else every account of the table, and the units of the organization that was named. */
export async function settingsHolders(
  table: Pick<OpenTable, 'accounts' | 'readOrganization'>,
  { chosen, organizationId, units }: NamedHolders,
): Promise<SettingsHolders> {
  const none = { units: new Map(), inhabited: new Set<string>() };
  if (chosen !== undefined) return { accounts: chosen, ...none };
  const accounts = await table.accounts();
  if (organizationId === undefined) return { accounts, ...none };
  const { listed } = await organizationAccounts(table, organizationId);
  const known = listed.flatMap(({ unit }) => unitsAbove(unit));
  const paths = [...new Set([...units, ...known])].sort();
  return {
    accounts: [...accounts, ...listed.map(({ accountId }) => accountId)],
    units: new Map(paths.map((unit) => [unitPartition(organizationId, unit), unitText(unit)])),
    inhabited: new Set(known.map(unitText)),
  };
}
