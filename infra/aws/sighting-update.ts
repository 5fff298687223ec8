import type { SightingWrite } from '../../domain/table-write.ts';
import { sightingFields } from './table-item.ts';
import { UpdateExpression } from './update-expression.ts';

/** The update of a whole write on an entry that exists: all of its parts, on condition that each is later. */
export function updateOf(write: SightingWrite) {
  const update = new UpdateExpression();
  const conditions = [latestPart(update, write), successPart(update, write), ...credentialParts(update, write)];
  for (const id of write.forget) update.remove(update.path('credentials', id));
  if (write.credentials.size === 0 && write.forget.length === 0) update.setIfAbsent(update.path('credentials'), {});
  return update.parameters(conditions.filter((condition) => condition !== undefined).join(' AND '));
}

/** The update that makes the entry, on condition that there is none. */
export function creationOf(write: SightingWrite) {
  const update = new UpdateExpression();
  latestPart(update, write);
  successPart(update, write);
  update.set(update.path('credentials'), Object.fromEntries(write.credentials));
  return update.parameters(`attribute_not_exists(${update.path('entry')})`);
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

function latestPart(update: UpdateExpression, { latest }: SightingWrite): string | undefined {
  if (latest === undefined) return undefined;
  update.set(update.path('lastSeen'), latest.at);
  for (const field of sightingFields) update.set(update.path(field), latest[field]);
  return isLater(update, update.path('lastSeen'), update.path('eventId'), latest);
}

function successPart(update: UpdateExpression, { lastSuccess }: SightingWrite): string | undefined {
  if (lastSuccess === undefined) return undefined;
  const path = update.path('lastSuccess');
  update.set(path, lastSuccess);
  return `(attribute_not_exists(${path}) OR ${path} < ${update.value(lastSuccess)})`;
}

function credentialParts(update: UpdateExpression, { credentials }: SightingWrite): string[] {
  return [...credentials].map(([id, sighting]) => {
    const path = update.path('credentials', id);
    update.set(path, sighting);
    return isLater(update, `${path}.${update.path('at')}`, `${path}.${update.path('eventId')}`, sighting);
  });
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
