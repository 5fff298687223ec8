import { keysRemembered } from '../../../domain/sightings/last-seen.ts';
import type { SightingWrite } from '../../../domain/table/table-write.ts';
import type { Instant } from '../../../domain/time.ts';
import type { PendingAwakenings, StoredEntry } from '../../ports/sighting-table.ts';
import type { UpdateExpression } from './update-expression.ts';

/** The attribute that holds pending awakenings: a map by id; absent or empty where there are none. */
export const awakeningsAttribute = 'awakenings';

const isKey = (id: string): boolean => id.startsWith('AKIA');

/** The conditions under which a write needs no look at the entry. */
export function notDormantConditions(
  update: UpdateExpression,
  { latest, credentials }: SightingWrite,
  dormantSince: Instant | undefined,
): string[] {
  const conditions = [`attribute_exists(${update.path('entry')})`, noneIsPending(update)];
  const keys = [...credentials.keys()].filter(isKey);
  for (const id of keys) {
    const room = update.value(keysRemembered - keys.length);
    const path = update.path('credentials', id);
    conditions.push(`(attribute_exists(${path}) OR size(${update.path('credentials')}) <= ${room})`);
  }
  if (dormantSince === undefined) return conditions;
  // Named only where it is used: DynamoDB refuses a value that no condition asks for.
  const ats = keys.map((id) => update.path('credentials', id, 'at'));
  const since = latest === undefined && ats.length === 0 ? undefined : update.value(dormantSince);
  if (latest !== undefined) conditions.push(`${update.path('lastSeen')} > ${since}`);
  for (const at of ats) conditions.push(`(attribute_not_exists(${at}) OR ${at} > ${since})`);
  return conditions;
}

/** The conditions under which an entry is as it was read. */
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
