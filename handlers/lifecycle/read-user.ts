import type { AccountId, UserId } from '../../domain/ids.ts';
import type { HeldUser } from '../../domain/lifecycle/acting/again.ts';
import { noEntries } from '../../domain/lifecycle/lifecycle.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import { userEntry } from '../../domain/sightings/entry.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { lastSeenOf } from '../../infra/aws/dynamodb/sighting-item.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import { canonicalDigest } from '../canonical-digest.ts';

/** What the table holds of one user, with the latest call that CloudTrail recorded. */
export interface ReadUser extends HeldUser {
  readonly call: Sighting | undefined;
}

/** Reads a user's lifecycle and the brake, consistently. Throws where the table cannot be reached. */
export async function readUser(
  store: Pick<LifecycleStore, 'readLifecycleOf'>,
  accountId: AccountId,
  userId: UserId,
): Promise<ReadUser> {
  const items = await store.readLifecycleOf(accountId, userId);
  const { users, brake } = lifecycleEntriesOf(items, canonicalDigest);
  const seen = items.find(({ entry }) => entry === userEntry(userId));
  const call = seen && lastSeenOf(seen).latest;
  return { entries: users.get(userId) ?? noEntries, brake, call, seenAt: call?.at };
}
