import type { AccountId, UserId } from '../../domain/ids.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { HeldUser } from '../../domain/lifecycle/acting/again.ts';
import { noEntries } from '../../domain/lifecycle/lifecycle.ts';
import { lifecycleEntriesOf } from '../../domain/lifecycle/stored-entries.ts';
import type { Callers } from '../../domain/sightings/caller.ts';
import { assessmentOf, userEntry } from '../../domain/sightings/entry.ts';
import type { Sighting } from '../../domain/sightings/sighting.ts';
import { readAssessment } from '../../domain/verdict/stored-assessment.ts';
import { lastSeenOf } from '../../infra/aws/dynamodb/sighting-item.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import { canonicalDigest } from '../canonical-digest.ts';

/** What the table holds of one user, with the latest call that CloudTrail recorded. */
export interface ReadUser extends HeldUser {
  readonly call: Sighting | undefined;
  /** From where and with what it called, with the last day of each. */
  readonly callers: Callers;
  /** As the latest run found it; undefined where no run did. */
  readonly user: IamUser | undefined;
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
  const { latest: call, callers = new Map() } = seen === undefined ? {} : lastSeenOf(seen);
  const judged = items.find(({ entry }) => entry === assessmentOf(userEntry(userId)));
  const user = judged && readAssessment(judged)?.user;
  return { entries: users.get(userId) ?? noEntries, brake, call, callers, seenAt: call?.at, user };
}
