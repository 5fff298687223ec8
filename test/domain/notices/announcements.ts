import type { Lifecycle, LifecycleEvent } from '../../../domain/lifecycle/lifecycle.ts';
import type { Announcement, AnnouncementKind } from '../../../domain/notices/announcement.ts';
import { account, daysAgo, now, sighting, user } from '../builders.ts';

/** An event of alice that leads to this entry. */
export function lifecycleEvent(to: Partial<Lifecycle> = {}, changes: Partial<LifecycleEvent> = {}): LifecycleEvent {
  return {
    seq: 3,
    from: 'none',
    to: {
      userId: user(),
      userName: 'alice',
      state: 'noticed',
      version: 3,
      since: now,
      owner: 'team@example.com',
      notices: [{ at: now, to: 'team@example.com' }],
      lastActivity: daysAgo(200),
      ...to,
    },
    cause: 's3 ListBuckets from eu-west-1',
    actor: 'arn:aws:iam::123456789012:role/ops',
    at: now,
    calls: [],
    ...changes,
  };
}

export function announcement(kind: AnnouncementKind, changes: Partial<Announcement> = {}): Announcement {
  return {
    kind,
    accountId: account(),
    arn: 'arn:aws:iam::123456789012:user/alice',
    event: lifecycleEvent(),
    call: sighting({ at: daysAgo(200) }),
    ...changes,
  };
}
