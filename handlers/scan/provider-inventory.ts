import type { AccountId, Region } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { Inventory } from './read-inventory.ts';

/** What an account of another provider than AWS lists, and the parts of its log that count as Regions do. */
interface ProviderListing {
  readonly accountId: AccountId;
  readonly users: readonly IamUser[];
  readonly missing: readonly string[];
  readonly regions: readonly Region[];
}

/** The inventory of an account that has neither a root nor anything but users. */
export const providerInventory = ({ accountId, users, missing, regions }: ProviderListing): Inventory => ({
  users,
  roots: [],
  accounts: [accountId],
  missing,
  incomplete: [],
  notJudged: [],
  notes: [],
  regionsOf: () => regions,
});
