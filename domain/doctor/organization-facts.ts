import type { Answer } from '../answer.ts';
import type { GatheredTrails } from '../coverage/trail-health.ts';
import type { AccountId, OrganizationId } from '../ids.ts';
import type { MemberAccount } from '../organization/member-account.ts';

/** What AWS says of an organization. */
export interface OrganizationFacts {
  readonly organizationId: OrganizationId;
  readonly managementAccount: AccountId | undefined;
  readonly ownAccount: AccountId;
  /** ARN of who asks, and the role that every account should have for it. */
  readonly arn: string;
  readonly roleName: string;
  readonly members: Answer<{ readonly accounts: readonly MemberAccount[]; readonly malformed: readonly string[] }>;
  /** Whether the role could be assumed, of each account in service. */
  readonly entered: ReadonlyMap<AccountId, Answer<unknown>>;
  readonly trails: GatheredTrails;
  readonly administrators: Answer<readonly AccountId[]>;
  /** Ids of the organization's roots, `r-ab12`. */
  readonly roots: Answer<readonly string[]>;
  /** `RootCredentialsManagement`, `RootSessions`. */
  readonly rootFeatures: Answer<readonly string[]>;
}
