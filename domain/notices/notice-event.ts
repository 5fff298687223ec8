/** The events on EventBridge about users on their way out, for chat, tickets and programs. */

import { reasonText } from '../history/event-detail.ts';
import { plainText } from '../plain-text.ts';
import { calledEvent } from '../sightings/awakening.ts';
import type { Announcement, AnnouncementKind } from './announcement.ts';
import { stopCommand } from './stop-command.ts';

const typeOf = {
  notice: 'Lastseen: Notice',
  'second-notice': 'Lastseen: Notice',
  quarantined: 'Lastseen: Quarantined',
  tried: 'Lastseen: Quarantined User Tried',
  released: 'Lastseen: Released',
  held: 'Lastseen: Held',
  deleted: 'Lastseen: Deleted',
} as const satisfies Readonly<Record<AnnouncementKind, string>>;

/** One event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface NoticeEvent {
  readonly detailType: (typeof typeOf)[AnnouncementKind];
  readonly detail: ReturnType<typeof detailOf>;
}

/** The event of an announcement. An announcement that is published again has the same `id`. */
export function noticeEvent(announcement: Announcement): NoticeEvent {
  return { detailType: typeOf[announcement.kind], detail: detailOf(announcement) };
}

/** Null where a field is not known or does not apply. */
function detailOf(announcement: Announcement) {
  const { kind, accountId, arn, event, call } = announcement;
  const { to, from, seq, at, cause, actor } = event;
  return {
    version: 1 as const,
    id: `${accountId}/lifecycle/${to.userId}/${seq}`,
    accountId,
    at,
    userId: to.userId,
    userName: plainText(to.userName).slice(0, 200),
    arn: arn.slice(0, 2048),
    owner: plainText(to.owner).slice(0, 200),
    before: { state: from },
    after: { state: to.state },
    notice: kind === 'notice' ? 1 : kind === 'second-notice' ? 2 : null,
    due: to.due ?? null,
    reason: reasonText(cause),
    actor: plainText(actor).slice(0, 2048),
    stopCommand: stopCommand(announcement) ?? null,
    lastActivity: to.lastActivity ?? null,
    event: call === undefined ? null : calledEvent(call),
  };
}
