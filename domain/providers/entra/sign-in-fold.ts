/** Sums up many records of the sign-in log: last seen and watches as for a trail, and who only failed. */

import { mergeRecordFolds, newRecordFold, type RecordFold } from '../../cloudtrail/record-fold.ts';
import { addProof, type WatchFold } from '../../coverage/watch.ts';
import type { AccountId } from '../../ids.ts';
import type { JsonObject } from '../../json.ts';
import type { Instant } from '../../time.ts';
import { addReading } from '../log-parts.ts';
import { type Attempt, streamOf } from './activity.ts';
import type { Person } from './person.ts';
import { readSignIn, type SignInReading, streamRegion } from './records.ts';

/** The failures of a person: the latest, by stream. */
export type Failures = Map<string, Attempt>;

/** What the log says beside the sightings: the latest failures, by object id and stream, and who succeeded. */
export interface SignInFold {
  readonly records: RecordFold;
  readonly failures: Failures;
  readonly succeeded: Set<string>;
}

/** An empty log: nothing was read. */
export const newSignInFold = (): SignInFold => ({
  records: newRecordFold(),
  failures: new Map(),
  succeeded: new Set(),
});

/** Reads one record of the tenant's log and adds it to the fold. Returns the reading. */
export function foldSignIn(fold: SignInFold, value: JsonObject, accountId: AccountId, now: Instant): SignInReading {
  const reading = readSignIn(value, accountId, now);
  addReading(fold.records, reading, accountId);
  if (reading.kind === 'use') fold.succeeded.add(reading.subject.userId);
  if (reading.kind === 'no-use') addFailure(fold.failures, `${reading.subject.userId}/${reading.stream}`, reading);
  if (reading.kind === 'use' || reading.kind === 'no-use') witness(fold, accountId, reading);
  return reading;
}

/** Adds a part of the log, of which these days are watched; do not use it again. */
export function mergeSignIns(into: SignInFold, { records, failures, succeeded }: SignInFold, watches: WatchFold): void {
  mergeRecordFolds(into.records, { ...records, watches });
  for (const [key, failure] of failures) addFailure(into.failures, key, failure);
  for (const userId of succeeded) into.succeeded.add(userId);
}

type Signed = Extract<SignInReading, { kind: 'use' | 'no-use' }>;

/** A sign-in of anybody, failed or not, shows that its stream was recorded on its day. */
function witness({ records }: SignInFold, accountId: AccountId, { at, stream }: Signed): void {
  const region = streamRegion(stream);
  if (region !== undefined) addProof(records.watches, accountId, region, at);
}

function addFailure(failures: Failures, key: string, { at, requestId }: Attempt): void {
  const known = failures.get(key);
  if (known === undefined || at > known.at) failures.set(key, { at, requestId });
}

/**
 * Whether the log shows that an attempt of a person failed. The attempt's own record must be the latest failure of its
 * stream, by its id, or by its time where the list gives no id; and the log must hold no success of the person.
 */
export function hasFailedBy({ failures, succeeded }: Pick<SignInFold, 'failures' | 'succeeded'>) {
  return ({ listed, activity }: Person, attempt: Attempt): boolean => {
    const failure = failures.get(`${listed.objectId}/${streamOf(activity, attempt)}`);
    if (failure === undefined || succeeded.has(listed.objectId)) return false;
    return attempt.requestId === undefined ? failure.at === attempt.at : failure.requestId === attempt.requestId;
  };
}
