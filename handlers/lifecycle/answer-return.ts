/** Answers a quarantined user who shows up, or whom others change: it is held, or its release begins. */

import type { AccountId, UserId } from '../../domain/ids.ts';
import type { LifecycleEvent } from '../../domain/lifecycle/lifecycle.ts';
import { heldAt, nextEvent } from '../../domain/lifecycle/transition.ts';
import { choiceFor, stateAfter } from '../../domain/listening/on-return.ts';
import { type Return, returnWords } from '../../domain/listening/returned.ts';
import { type Announcement, announcementOf } from '../../domain/notices/announcement.ts';
import type { OnReturn, OnReturnRule } from '../../domain/settings/on-return.ts';
import type { Instant } from '../../domain/time.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import type { Quarantines } from '../../infra/ports/quarantines.ts';
import { canonicalDigest } from '../canonical-digest.ts';
import { type ReadUser, readUser } from './read-user.ts';

/** What answering a return needs. */
export interface ReturnPorts {
  readonly table: Quarantines & Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>;
  /** Publishes the event and the notice. Throws unless both are confirmed; then they are published again. */
  readonly announce: (announcement: Announcement) => Promise<void>;
  readonly onReturn: OnReturn;
  readonly onReturnRules: readonly OnReturnRule[];
}

/** A user, and how it shows up. */
export interface ReturnedUser {
  readonly accountId: AccountId;
  readonly userId: UserId;
  readonly arn: string;
  readonly seen: Return;
}

/** Who answers, in the events of lifecycles. */
export const listener = 'lastseen ingest';

/**
 * Answers one return. For a user who is not quarantined that is one read of one entry. The event is put first, then it
 * is announced, then the entry is put: whoever takes the same return after a death in between announces it again, with
 * the same id. Throws where the table or a channel cannot be reached: take the return again.
 */
export async function answerReturn(returned: ReturnedUser, ports: ReturnPorts, now: Instant): Promise<void> {
  const { accountId, userId, seen } = returned;
  const stands = await ports.table.lifecycleOf(accountId, userId);
  if (stands === undefined || returnWords(stands, seen) === undefined) return;
  const found = await readUser(ports.table, accountId, userId);
  const event = unfinished(found) ?? (await begun(returned, found, ports, now));
  if (event === undefined) return;
  const announcement = announcementOf(event, aboutOf(returned, found), seen.kind === 'call');
  if (announcement !== undefined) await ports.announce(announcement);
  await ports.table.writeLifecycle(accountId, { kind: 'lifecycle', lifecycle: event.to });
}

/** An event of ours whose entry is still the one before. */
function unfinished({ entries }: ReadUser): LifecycleEvent | undefined {
  const latest = entries.events.at(-1);
  const isAnswer = latest?.actor === listener && latest.to.state !== 'quarantined';
  return isAnswer && !entries.isUnreadable ? latest : undefined;
}

/** Puts the event that answers; undefined where others have answered, or nothing is to be answered. */
async function begun(
  { accountId, userId, seen }: ReturnedUser,
  { entries, call, callers, user: known }: ReadUser,
  { table, onReturn, onReturnRules }: ReturnPorts,
  now: Instant,
): Promise<LifecycleEvent | undefined> {
  const { lifecycle, isUnreadable } = entries;
  const cause = lifecycle === undefined || isUnreadable ? undefined : returnWords(lifecycle, seen);
  if (lifecycle === undefined || cause === undefined) return undefined;
  const before = { call, callers, quarantinedAt: lifecycle.quarantinedAt };
  const state = stateAfter(seen, before, choiceFor(known, onReturnRules, onReturn));
  const user = { userId, userName: lifecycle.userName };
  const event = nextEvent(entries, user, state, { actor: listener, now, cause }, canonicalDigest, heldAt(now));
  return (await table.writeLifecycle(accountId, { kind: 'event', event })) ? event : undefined;
}

function aboutOf({ accountId, arn, seen }: ReturnedUser, { call }: ReadUser) {
  return { accountId, arn, call: seen.kind === 'call' ? seen.call : call };
}
