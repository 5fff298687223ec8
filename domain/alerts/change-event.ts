/** The events on EventBridge about users who became unused or are active again. */

import type { Coverage } from '../coverage/coverage.ts';
import type { AccountId } from '../ids.ts';
import { plainText } from '../plain-text.ts';
import type { Instant } from '../time.ts';
import { type Assessment, type Evidence, idleDays } from '../verdict/assessment.ts';
import { explain } from '../verdict/explanation.ts';
import type { Change } from './changes.ts';

/** One event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface ChangeEvent {
  readonly detailType: 'Lastseen: User Became Unused' | 'Lastseen: User Active Again';
  readonly detail: ChangeDetail;
}

/** The event's detail; null where a field is not known. Texts are cut, so that an event stays far below 256 KB. */
export type ChangeDetail = ReturnType<typeof detailOf>;

/** The digest and the run that the events belong to. */
interface EventContext {
  readonly digestId: string;
  readonly isFirst: boolean;
  readonly accountId: AccountId;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  readonly coverage: Coverage;
}

/** An event for each user who became unused or is active again. A change that comes again has the same `id`. */
export function changeEvents(changes: readonly Change[], context: EventContext): ChangeEvent[] {
  return changes.flatMap(({ kind, before, after }): ChangeEvent[] => {
    if (after === undefined || (kind !== 'became-unused' && kind !== 'active-again')) return [];
    const detailType = kind === 'became-unused' ? 'Lastseen: User Became Unused' : 'Lastseen: User Active Again';
    return [{ detailType, detail: detailOf(after, before, context) }];
  });
}

function detailOf(after: Assessment, before: Change['before'], context: EventContext) {
  const { user, state, lastActivity } = after;
  const { asOf, accountId, thresholdDays } = context;
  return {
    version: 1,
    id: `${context.digestId}/${user.userId ?? plainText(user.userName)}`,
    accountId,
    asOf,
    thresholdDays,
    firstRun: context.isFirst,
    userId: user.userId ?? null,
    userName: plainText(user.userName).slice(0, 200),
    arn: user.arn.slice(0, 2048),
    createdAt: user.createdAt ?? null,
    before: before === undefined ? null : { state: before.state, exempt: before.exempt },
    after: { state, usable: after.usable ?? null, corroborated: after.corroborated },
    lastActivity: lastActivity === undefined ? null : activityOf(lastActivity),
    idleDays: idleDays(after, asOf) ?? null,
    reason: plainText(explain(after, context)).slice(0, 4000),
    credentials: after.credentials.slice(0, 50).map(({ credential, id, state: judged, lastUsed }) => {
      return { kind: credential.kind, id, status: credential.status, state: judged, lastUsedAt: lastUsed?.at ?? null };
    }),
  };
}

function activityOf({ at, source, sighting }: Evidence) {
  const text = (value: string | undefined) => (value === undefined ? null : plainText(value).slice(0, 200));
  return {
    at,
    source,
    event: text(sighting?.eventName),
    eventSource: text(sighting?.eventSource),
    region: text(sighting?.region),
  };
}
