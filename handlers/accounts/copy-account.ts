import { planCopiedSettings } from '../../domain/accounts/plan-copied-settings.ts';
import type { AccountId } from '../../domain/ids.ts';
import { leftBehind } from '../../domain/lifecycle/left-behind.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import { readCampaign } from '../../domain/review/stored-campaign.ts';
import { planCopy } from '../../domain/table/plan-copy.ts';
import type { Instant } from '../../domain/time.ts';
import type { AccountSettingsStore } from '../../infra/ports/accounts/account-settings-store.ts';
import type { CampaignStore } from '../../infra/ports/campaign-store.ts';
import type { LastSeenTable } from '../../infra/ports/last-seen-table.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import { applyWrites } from '../apply-writes.ts';
import { canonicalDigest } from '../canonical-digest.ts';

type TargetTable = AccountSettingsStore & Pick<LastSeenTable, 'readAccount' | 'apply'>;
type SourceTable = TargetTable & Pick<LifecycleStore, 'readLifecycles'> & Pick<CampaignStore, 'listCampaigns'>;

/** What came of one account. */
export interface CopiedAccount {
  /** How many requests the writes took; 0: all was there. */
  readonly writes: number;
  /** What was not copied and would be lost with the source, in words. */
  readonly left: readonly string[];
}

/** Copies an account from one table into another. */
export async function copyAccount(
  accountId: AccountId,
  from: SourceTable,
  to: TargetTable,
  now: Instant,
): Promise<CopiedAccount> {
  const [source, target] = await Promise.all([from.readAccount(accountId), to.readAccount(accountId)]);
  const written = await applyWrites(planCopy(source, target), to);
  const settings = await copySettings(accountId, from, to);
  const acts = await actsIn(accountId, from, now);
  return { writes: written + settings.writes, left: [...settings.left, ...acts] };
}

/** Every decision, as it was made; the first one first, so that an interruption leaves the beginning of all. */
async function copySettings(accountId: AccountId, from: SourceTable, to: TargetTable): Promise<CopiedAccount> {
  const plan = planCopiedSettings(await from.readSettings(accountId), await to.readSettings(accountId));
  if (plan.kind === 'diverged')
    return { writes: 0, left: ['its settings: the other table has decisions of its own, and they hold'] };
  if (plan.kind === 'unreadable')
    return { writes: 0, left: ['its settings: a later version wrote them; install that version'] };
  for (const version of plan.versions) {
    if (!(await to.addSettings(accountId, version)))
      return { writes: 0, left: ['its settings: somebody decided about it meanwhile; copy again'] };
  }
  return { writes: plan.versions.length, left: [] };
}

async function actsIn(accountId: AccountId, from: SourceTable, now: Instant): Promise<string[]> {
  const entries = lifecycleEntriesOf(await from.readLifecycles(accountId), canonicalDigest);
  const reviews = (await from.listCampaigns(accountId)).map(readCampaign);
  const isRunning = reviews.some((review) => review === undefined || review.closed === undefined);
  return leftBehind(entries, isRunning, now);
}
