/** The events on EventBridge about users who became unused or are active again. */

import { type DetailContext, eventDetail } from '../history/event-detail.ts';
import type { Change } from './changes.ts';

/** One event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface ChangeEvent {
  readonly detailType: ChangeEventType;
  readonly detail: ReturnType<typeof eventDetail>;
}

/** The changes that are published as events. */
const published = {
  'became-unused': 'Lastseen: User Became Unused',
  'active-again': 'Lastseen: User Active Again',
} as const;

export type ChangeEventType = (typeof published)[keyof typeof published];

/** The type of the event that reports this change; undefined where none does. */
export function eventTypeOf(kind: string): ChangeEventType | undefined {
  return kind === 'became-unused' || kind === 'active-again' ? published[kind] : undefined;
}

/** The digest and the run that the events belong to. */
interface EventContext extends Omit<DetailContext, 'idPrefix'> {
  readonly digestId: string;
}

/** An event for each user who became unused or is active again. A change that comes again has the same `id`. */
export function changeEvents(changes: readonly Change[], context: EventContext): ChangeEvent[] {
  return changes.flatMap(({ kind, before, after }): ChangeEvent[] => {
    const detailType = eventTypeOf(kind);
    if (after === undefined || detailType === undefined) return [];
    return [{ detailType, detail: eventDetail(after, before, { ...context, idPrefix: context.digestId }) }];
  });
}
