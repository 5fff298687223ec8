/** Sums up many activities: last seen and watches as for a trail. */

import { newRecordFold, type RecordFold } from '../../cloudtrail/record-fold.ts';
import { addProof } from '../../coverage/watch.ts';
import type { AccountId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import { endOfDay, type Instant, plusDays } from '../../time.ts';
import { addReading } from '../log-parts.ts';
import { type ActivityReading, type Application, activityRegion, readActivity } from './records.ts';

/** The activities that were read, and the watches that they prove. */
export interface ActivityFold {
  readonly records: RecordFold;
}

/** Nothing was read. */
export const newActivityFold = (): ActivityFold => ({ records: newRecordFold() });

/** Reads one activity of the customer and adds it to the fold. Returns the reading. */
export function foldActivity(
  { records }: ActivityFold,
  value: JsonObject,
  accountId: AccountId,
  now: Instant,
): ActivityReading {
  const reading = readActivity(value, accountId, now);
  addReading(records, reading, accountId);
  return reading;
}

/** A time that a whole answer covers, both ends inclusive. */
export interface AnsweredSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * Adds the proof that an application's activities of a span were read, all of them: a day without any is a silent day.
 * The first day counts only where the span has it from its start.
 */
export function proveSpan(
  { records }: ActivityFold,
  accountId: AccountId,
  application: Application,
  { from, to }: AnsweredSpan,
): void {
  const region = activityRegion(application);
  if (region === undefined) return;
  const first = from.endsWith('T00:00:00Z') ? from : endOfDay(from.slice(0, 10));
  for (let at = first; at <= to; at = plusDays(at, 1)) addProof(records.watches, accountId, region, at);
  if (first <= to) addProof(records.watches, accountId, region, to);
}
