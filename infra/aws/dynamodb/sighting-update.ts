/** The updates that write sightings, each on condition that they are later. */

import { isAccessKey } from '../../../domain/credential.ts';
import { daysOfBits } from '../../../domain/day-set.ts';
import { keysRemembered } from '../../../domain/sightings/last-seen.ts';
import type { SightingWrite } from '../../../domain/table/table-write.ts';
import type { Instant } from '../../../domain/time.ts';
import type { PendingAwakenings, StoredEntry } from '../../ports/sighting-table.ts';
import { awakeningsAttribute, callerAttribute, daysAttribute, sightingFields } from './sighting-item.ts';
import { UpdateExpression } from './update-expression.ts';

/** Adds to an update, and returns further conditions for the whole update. */
type Guard = (update: UpdateExpression) => readonly string[];

const unguarded: Guard = () => [];

/** The update of an existing entry by a whole write, on condition that each part is later. */
export function updateOf(write: SightingWrite, guard: Guard = unguarded) {
  const update = new UpdateExpression();
  setSubject(update, write);
  for (const [id, sighting] of write.credentials) update.set(update.path('credentials', id), sighting);
  for (const id of write.forget) update.remove(update.path('credentials', id));
  for (const caller of write.forgetCallers.keys()) update.remove(update.path(callerAttribute(caller)));
  if (write.credentials.size === 0 && write.forget.length === 0) update.setIfAbsent(update.path('credentials'), {});
  return update.parameters([...laterConditions(update, write), ...guard(update)].join(' AND '));
}

/** The update that creates the entry, on condition that there is none. */
export function creationOf(write: SightingWrite, guard: Guard = unguarded) {
  const update = new UpdateExpression();
  setSubject(update, write);
  update.set(update.path('credentials'), Object.fromEntries(write.credentials));
  return update.parameters([`attribute_not_exists(${update.path('entry')})`, ...guard(update)].join(' AND '));
}

function setSubject(update: UpdateExpression, write: SightingWrite): void {
  const { latest, lastSuccess, days = new Map(), callers } = write;
  if (latest !== undefined) {
    update.set(update.path('lastSeen'), latest.at);
    for (const field of sightingFields) update.set(update.path(field), latest[field]);
  }
  if (lastSuccess !== undefined) update.set(update.path('lastSuccess'), lastSuccess);
  for (const [caller, day] of callers) update.set(update.path(callerAttribute(caller)), day);
  for (const [month, bits] of days) update.add(update.path(daysAttribute(month)), new Set(daysOfBits(bits)));
}

function laterConditions(update: UpdateExpression, write: SightingWrite): string[] {
  const { latest, lastSuccess, credentials } = write;
  const conditions: string[] = [];
  if (latest !== undefined) conditions.push(isLater(update, update.path('lastSeen'), update.path('eventId'), latest));
  if (lastSuccess !== undefined) {
    const path = update.path('lastSuccess');
    conditions.push(`(attribute_not_exists(${path}) OR ${path} < ${update.value(lastSuccess)})`);
  }
  for (const [id, sighting] of credentials) {
    const path = update.path('credentials', id);
    conditions.push(isLater(update, `${path}.${update.path('at')}`, `${path}.${update.path('eventId')}`, sighting));
  }
  for (const [caller, day] of [...write.callers, ...write.forgetCallers]) {
    const path = update.path(callerAttribute(caller));
    conditions.push(`(attribute_not_exists(${path}) OR ${path} <= ${update.value(day)})`);
  }
  return conditions;
}

/** The condition that the stored sighting is not later, by time, then by event id. It holds for the same event too. */
function isLater(
  update: UpdateExpression,
  atPath: string,
  idPath: string,
  { at, eventId }: { readonly at: string; readonly eventId: string | undefined },
): string {
  const time = update.value(at);
  const noId = `attribute_not_exists(${idPath})`;
  const tie = eventId === undefined ? noId : `(${noId} OR ${idPath} <= ${update.value(eventId)})`;
  return `(attribute_not_exists(${atPath}) OR ${atPath} < ${time} OR (${atPath} = ${time} AND ${tie}))`;
}

/** The conditions under which a write may skip reading the entry. */
export function notDormantConditions(
  update: UpdateExpression,
  { latest, credentials }: SightingWrite,
  dormantSince: Instant | undefined,
): string[] {
  const conditions = [`attribute_exists(${update.path('entry')})`, noneIsPending(update)];
  const keys = [...credentials.keys()].filter(isAccessKey);
  for (const id of keys) {
    const room = update.value(keysRemembered - keys.length);
    const path = update.path('credentials', id);
    conditions.push(`(attribute_exists(${path}) OR size(${update.path('credentials')}) <= ${room})`);
  }
  if (dormantSince === undefined) return conditions;
  // Added only where it is used: DynamoDB refuses a value that no expression uses.
  const ats = keys.map((id) => update.path('credentials', id, 'at'));
  const since = latest === undefined && ats.length === 0 ? undefined : update.value(dormantSince);
  if (latest !== undefined) conditions.push(`${update.path('lastSeen')} > ${since}`);
  for (const at of ats) conditions.push(`(attribute_not_exists(${at}) OR ${at} > ${since})`);
  return conditions;
}

/** The conditions under which an entry is unchanged since it was read. */
export function unchangedConditions(update: UpdateExpression, { lastSeen, pendingAwakenings }: StoredEntry): string[] {
  const is = (value: string | undefined, ...path: string[]) =>
    value === undefined
      ? `attribute_not_exists(${update.path(...path)})`
      : `${update.path(...path)} = ${update.value(value)}`;
  const { latest, lastSuccess, credentials } = lastSeen;
  return [
    is(latest.at, 'lastSeen'),
    is(latest.eventId, 'eventId'),
    is(lastSuccess, 'lastSuccess'),
    `size(${update.path('credentials')}) = ${update.value(credentials.size)}`,
    ...[...credentials].flatMap(([id, { at, eventId }]) => [
      is(at, 'credentials', id, 'at'),
      is(eventId, 'credentials', id, 'eventId'),
    ]),
    ...(pendingAwakenings.size === 0 ? [noneIsPending(update)] : sameArePending(update, pendingAwakenings)),
  ];
}

function noneIsPending(update: UpdateExpression): string {
  const path = update.path(awakeningsAttribute);
  return `(attribute_not_exists(${path}) OR size(${path}) = ${update.value(0)})`;
}

function sameArePending(update: UpdateExpression, pending: PendingAwakenings): string[] {
  return [
    `size(${update.path(awakeningsAttribute)}) = ${update.value(pending.size)}`,
    ...[...pending.keys()].map((id) => `attribute_exists(${update.path(awakeningsAttribute, id)})`),
  ];
}
