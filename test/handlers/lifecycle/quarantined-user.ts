import type { JsonObject } from '../../../domain/json.ts';
import type { Lifecycle, LifecycleState } from '../../../domain/lifecycle/lifecycle.ts';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { readLifecycle } from '../../../domain/lifecycle/stored-lifecycle.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { lifecycleEntry } from '../../../domain/sightings/entry.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { readUser } from '../../../handlers/lifecycle/read-user.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import type { LifecycleStore } from '../../../infra/ports/lifecycle-store.ts';
import type { Quarantines } from '../../../infra/ports/quarantines.ts';
import { account, daysAgo, user } from '../../domain/builders.ts';

/** Alice, led into this state: noticed 40 days ago, in quarantine since 20 days. */
export async function putLifecycle(
  store: Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>,
  state: LifecycleState = 'quarantined',
  changes: Partial<Lifecycle> = {},
): Promise<void> {
  const steps: [LifecycleState, number][] = [
    ['noticed', 40],
    ['quarantining', 20],
    ['quarantined', 20],
  ];
  let entries = noEntries;
  for (const [each, days] of [...steps, ...(state === 'quarantined' ? [] : [[state, 10] as const])]) {
    const context = { actor: 'arn:aws:iam::123456789012:role/ops', now: daysAgo(days), cause: 'test' };
    const begun = { owner: 'team@example.com', lastActivity: daysAgo(200), quarantinedAt: daysAgo(20), ...changes };
    const event = nextEvent(entries, { userId: user(), userName: 'alice' }, each, context, canonicalDigest, begun);
    entries = (await writeTransition(store, account(), entries, event)).entries;
  }
}

/** Who is quarantined, by the items of a store in memory. */
export function quarantinesIn(items: ReadonlyMap<string, JsonObject>): Quarantines {
  return {
    lifecycleOf: async (_, userId) => {
      const item = items.get(lifecycleEntry(userId));
      return item && readLifecycle(item);
    },
    quarantined: async () =>
      [...items.values()].flatMap((item) => {
        const lifecycle = readLifecycle(item);
        return lifecycle?.state === 'quarantined' ? [lifecycle] : [];
      }),
  };
}

/** Where alice stands, and why. */
export async function standsAt(store: Pick<LifecycleStore, 'readLifecycleOf'>) {
  const { entries } = await readUser(store, account(), user());
  const latest = entries.events.at(-1);
  return { state: entries.lifecycle?.state, cause: latest?.cause, isUnreadable: entries.isUnreadable };
}
