import type { AccountId, OrganizationId } from '../../domain/ids.ts';
import type { JsonObject } from '../../domain/json.ts';
import type { OrganizationAccount } from '../../domain/organization/organization-account.ts';
import type { OrganizationRun } from '../../domain/organization/organization-run.ts';

/** What the table holds of one organization, as it is stored: the accounts, and the latest run. */
export interface StoredOrganization {
  readonly run: JsonObject | undefined;
  readonly members: readonly JsonObject[];
}

/** Stores how the accounts of organizations stand. Every method throws where the table cannot be reached. */
export interface OrganizationStore {
  /** Everything of one organization (a consistent read): about 0.5 KB an account. */
  readOrganization(id: OrganizationId): Promise<StoredOrganization>;
  /** One account of it; undefined where it has no entry. */
  readMember(id: OrganizationId, accountId: AccountId): Promise<JsonObject | undefined>;
  /** Writes an account. False where a later run wrote it: then nothing changes. */
  writeMember(id: OrganizationId, account: OrganizationAccount): Promise<boolean>;
  /** The head of the latest run, as it is stored. */
  readOrganizationRun(id: OrganizationId): Promise<JsonObject | undefined>;
  /** Writes the head of a run. False where a later run wrote its own: then nothing changes. */
  writeOrganizationRun(id: OrganizationId, run: OrganizationRun): Promise<boolean>;
}
