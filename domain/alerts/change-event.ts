/** The events on EventBridge about users who became unused, are active again or fell quiet. */

import { type DetailContext, eventDetail } from '../history/event-detail.ts';
import { type RhythmDetail, rhythmDetail } from '../verdict/rhythm-detail.ts';
import type { Change } from './changes.ts';

/** One event to automate on. `detail` is documented JSON: fields may be added, never removed. */
export interface ChangeEvent {
  readonly detailType: ChangeEventType;
  readonly detail: ReturnType<typeof eventDetail> & { readonly rhythm?: RhythmDetail };
}

/** The changes that are published as events. */
const published = {
  'became-unused': 'Lastseen: User Became Unused',
  'active-again': 'Lastseen: User Active Again',
  'fell-quiet': 'Lastseen: User Fell Quiet',
} as const;

export type ChangeEventType = (typeof published)[keyof typeof published];

const typeOf: ReadonlyMap<string, ChangeEventType> = new Map(Object.entries(published));

/** The type of the event that reports this change; undefined where none does. */
export function eventTypeOf(kind: string): ChangeEventType | undefined {
  return typeOf.get(kind);
}

/** The digest and the run that the events belong to. */
interface EventContext extends Omit<DetailContext, 'idPrefix'> {
  readonly digestId: string;
}

/**
 * An event for each user who became unused, is active again or fell quiet. A change that comes again has the same `id`;
 * that of a user who fell quiet is the silence's own, in whatever digest it comes.
 */
export function changeEvents(changes: readonly Change[], context: EventContext): ChangeEvent[] {
  return changes.flatMap(({ kind, before, after }): ChangeEvent[] => {
    const detailType = eventTypeOf(kind);
    if (after === undefined || detailType === undefined) return [];
    if (kind !== 'fell-quiet') {
      return [{ detailType, detail: eventDetail(after, before, { ...context, idPrefix: context.digestId }) }];
    }
    const idPrefix = `${context.accountId}/quiet/${after.quietSince}`;
    const detail = eventDetail(after, before, { ...context, idPrefix });
    return [{ detailType, detail: { ...detail, rhythm: rhythmDetail(after, context.asOf) } }];
  });
}
