/** Which accounts of a batch are ours: the stack's own, and the members of its organization. */

import { type OurAccounts, senderOf } from '../../domain/cloudtrail/event-origin.ts';
import type { AccountId } from '../../domain/ids.ts';
import { type Instant, plusMinutes } from '../../domain/time.ts';
import { boundedMap } from './bounded-map.ts';
import type { Delivery } from './read-deliveries.ts';

/** Whether an account is a member of the organization. Throws where that cannot be found out. */
export type MemberLookup = (accountId: AccountId, now: Instant) => Promise<boolean>;

/** An organization has at most 10,000 accounts by default. */
const accountsRemembered = 10_000;
/** A member that left is refused within the hour; the policy of the bus refuses it at once. */
const memberMinutes = 60;
/** A stranger costs one read in so long, however many events it sends. */
const strangerMinutes = 5;

/** Asks once for each account, and again when the answer is old. */
export function rememberingMembers(
  ask: (accountId: AccountId) => Promise<boolean>,
  random: () => number = Math.random,
): MemberLookup {
  const known = boundedMap<{ readonly isMember: boolean; readonly until: Instant }>(accountsRemembered, random);
  return async (accountId, now) => {
    const held = known.get(accountId);
    if (held !== undefined && now < held.until) return held.isMember;
    const isMember = await ask(accountId);
    known.set(accountId, { isMember, until: plusMinutes(now, isMember ? memberMinutes : strangerMinutes) });
    return isMember;
  };
}

/** The own accounts, and each member whose events are among the deliveries. */
export async function ourAccounts(
  deliveries: readonly Pick<Delivery, 'body'>[],
  own: OurAccounts,
  isMember: (accountId: AccountId) => Promise<boolean>,
): Promise<OurAccounts> {
  const senders = deliveries.flatMap(({ body }) => (body.kind === 'event' ? [...senderOf(body.event)] : []));
  const ours = new Set(own);
  for (const accountId of new Set(senders)) if (!own.has(accountId) && (await isMember(accountId))) ours.add(accountId);
  return ours;
}
