import type { SightingWrite } from '../../../domain/table/table-write.ts';
import { sightingFields } from './table-item.ts';
import { UpdateExpression } from './update-expression.ts';

/** What else an update does, and the further conditions under which it does anything. */
export type Guard = (update: UpdateExpression) => readonly string[];

const unguarded: Guard = () => [];

/** The update of a whole write on an entry that exists: all of its parts, on condition that each is later. */
export function updateOf(write: SightingWrite, guard: Guard = unguarded) {
  const update = new UpdateExpression();
  setSubject(update, write);
  for (const [id, sighting] of write.credentials) update.set(update.path('credentials', id), sighting);
  for (const id of write.forget) update.remove(update.path('credentials', id));
  if (write.credentials.size === 0 && write.forget.length === 0) update.setIfAbsent(update.path('credentials'), {});
  return update.parameters([...conditionsOf(update, write), ...guard(update)].join(' AND '));
}

/** The update that makes the entry, on condition that there is none. */
export function creationOf(write: SightingWrite, guard: Guard = unguarded) {
  const update = new UpdateExpression();
  setSubject(update, write);
  update.set(update.path('credentials'), Object.fromEntries(write.credentials));
  return update.parameters([`attribute_not_exists(${update.path('entry')})`, ...guard(update)].join(' AND '));
}

function setSubject(update: UpdateExpression, { latest, lastSuccess }: SightingWrite): void {
  if (latest !== undefined) {
    update.set(update.path('lastSeen'), latest.at);
    for (const field of sightingFields) update.set(update.path(field), latest[field]);
  }
  if (lastSuccess !== undefined) update.set(update.path('lastSuccess'), lastSuccess);
}

function conditionsOf(update: UpdateExpression, { latest, lastSuccess, credentials }: SightingWrite): string[] {
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
  return conditions;
}

/** The write cut into parts that stand alone; where the whole one lost, some of them may still be later. */
export function partsOf(write: SightingWrite): SightingWrite[] {
  const none = { ...write, latest: undefined, lastSuccess: undefined, credentials: new Map(), forget: [] };
  const credentials = [...write.credentials].map((part) => ({ ...none, credentials: new Map([part]) }));
  return [
    ...(write.latest === undefined ? [] : [{ ...none, latest: write.latest }]),
    ...(write.lastSuccess === undefined ? [] : [{ ...none, lastSuccess: write.lastSuccess }]),
    ...credentials,
  ];
}

/** The stored sighting is not later than ours: by time, then by event id; the same event may be written again. */
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
