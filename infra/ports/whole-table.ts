import type { AccountSettingsStore } from './accounts/account-settings-store.ts';
import type { ActStore } from './act-store.ts';
import type { ApprovalStore } from './approvals/approval-store.ts';
import type { ArchiveCheckpoints } from './archive-checkpoints.ts';
import type { PublicKeyStore } from './archive-proofs.ts';
import type { CampaignStore } from './campaign-store.ts';
import type { LastSeenTable } from './last-seen-table.ts';
import type { LifecycleStore } from './lifecycle-store.ts';
import type { OrganizationStore } from './organization-store.ts';

/**
 * Everything that one table holds: verdicts, archives, public keys, users on their way out, acts on them, approvals,
 * reviews, organizations, and the settings of accounts.
 */
export interface WholeTable
  extends LastSeenTable,
    ArchiveCheckpoints,
    PublicKeyStore,
    LifecycleStore,
    ActStore,
    ApprovalStore,
    CampaignStore,
    OrganizationStore,
    AccountSettingsStore {}
