import { addDay } from '../../../domain/day-set.ts';
import type { AccountId, Region } from '../../../domain/ids.ts';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { fingerprintOf, type UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { planAccount, planWatch } from '../../../domain/table/plan-sightings.ts';
import { emptyAccount } from '../../../domain/table/stored-account.ts';
import { type Month, plusDays } from '../../../domain/time.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import type { LastSeenTable } from '../../../infra/ports/last-seen-table.ts';
import type { LifecycleStore } from '../../../infra/ports/lifecycle-store.ts';

/** Gives a table the watch of a Region on each of the last days, and now. */
export async function watchForDays(
  table: Pick<LastSeenTable, 'apply'>,
  accountId: AccountId,
  region: Region,
  days: number,
): Promise<void> {
  const now = clockTime();
  const watched = new Map<Month, number>();
  for (let ago = 0; ago <= days; ago++) addDay(watched, plusDays(now, -ago));
  const watch = { lastRecord: now, lastProof: now, days: watched };
  for (const write of [...planAccount(emptyAccount(accountId)), ...planWatch(accountId, region, undefined, watch)]) {
    await table.apply(write);
  }
}

/** Gives a table a user who was noticed twice and quarantined so many days ago, and who has been silent since. */
export async function quarantinedFor(
  store: Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>,
  accountId: AccountId,
  access: UserAccess,
  days: number,
): Promise<void> {
  const { userId, userName, accessKeys, passwordLastUsed } = access;
  const ago = (more: number) => plusDays(clockTime(), -days - more);
  const uses = [passwordLastUsed, ...accessKeys.map(({ lastUsed }) => lastUsed)].flatMap((at) => at ?? []);
  const context = { actor: `arn:aws:iam::${accountId}:user/ops`, now: ago(0), cause: 'idle' };
  const event = nextEvent(noEntries, { userId, userName }, 'quarantined', context, canonicalDigest, {
    owner: 'team@example.com',
    notices: [14, 7].map((more) => ({ at: ago(more), to: 'team@example.com' })),
    fingerprint: fingerprintOf(access, canonicalDigest),
    lastActivity: uses.toSorted().at(-1),
    quarantinedAt: ago(0),
  });
  await writeTransition(store, accountId, noEntries, event);
}
