import type { AccountId } from '../../domain/ids.ts';
import type { Instant } from '../../domain/time.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';

/** The account whose review it is, who works with it, and where it is stored. */
export interface ReviewPorts {
  readonly accountId: AccountId;
  /** ARN of who holds the credentials. */
  readonly by: string;
  readonly table: CampaignStore & Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>;
  readonly clock: () => Instant;
}
