/** What owners and programs hear of a user on its way out. */

import type { AccountId } from '../ids.ts';
import type { LifecycleEvent } from '../lifecycle/lifecycle.ts';
import type { Sighting } from '../sightings/sighting.ts';

/**
 * `tried`: the user called, and is held or will be restored. `held`: for any other reason. `released`: a quarantine was
 * undone; a notice that no longer holds is not announced.
 */
export type AnnouncementKind = 'notice' | 'second-notice' | 'quarantined' | 'tried' | 'released' | 'held' | 'deleted';

/** One step of a user's lifecycle, with what must be told of the user. */
export interface Announcement {
  readonly kind: AnnouncementKind;
  readonly accountId: AccountId;
  readonly arn: string;
  readonly event: LifecycleEvent;
  /** The latest recorded call; of `tried` it is the call that was tried. */
  readonly call?: Sighting | undefined;
}

/**
 * The announcement of an event; undefined where nobody needs to hear of it. `call` is the user's latest recorded call.
 * `hasCalled`: that call is why the user is held.
 */
export function announcementOf(
  event: LifecycleEvent,
  about: Pick<Announcement, 'accountId' | 'arn' | 'call'>,
  hasCalled = false,
): Announcement | undefined {
  const kind = kindOf(event, hasCalled);
  return kind && { kind, event, ...about };
}

function kindOf({ from, to }: LifecycleEvent, hasCalled: boolean): AnnouncementKind | undefined {
  switch (to.state) {
    case 'noticed':
      return to.notices.length > 1 ? 'second-notice' : 'notice';
    case 'quarantined':
      return 'quarantined';
    case 'held':
      return hasCalled ? 'tried' : 'held';
    case 'none':
      return from === 'noticed' ? undefined : 'released';
    case 'releasing':
      return hasCalled ? 'tried' : undefined;
    case 'deleted':
      return 'deleted';
    case 'quarantining':
    case 'deleting':
      return undefined;
    default:
      return to.state satisfies never;
  }
}
