/** Records of calls that change what a trail records. */

import type { FieldSelector, TrailSelector } from '../coverage/trail-selectors.ts';
import { type AccountId, parseAccountId, parseRegion, type Region } from '../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { type Instant, parseEventTime } from '../time.ts';

/** The source of every call to CloudTrail itself. */
export const trailEventSource = 'cloudtrail.amazonaws.com';

/** What a call did to a trail. `unreadable`: it changed something that this version cannot read. */
export type TrailEffect =
  | { readonly kind: 'created' | 'deleted' | 'started' | 'stopped' | 'unreadable' }
  | { readonly kind: 'selected'; readonly selectors: readonly TrailSelector[] }
  /** Whether the events of global services are recorded; undefined where the call left that as it was. */
  | { readonly kind: 'updated'; readonly globalServices: boolean | undefined };

/** A call that succeeded, on the trail with this name and home Region. */
export interface TrailChange {
  readonly at: Instant;
  readonly eventId: string;
  readonly accountId: AccountId;
  readonly home: Region;
  readonly trail: string;
  readonly effect: TrailEffect;
}

const effects: { readonly [eventName: string]: (record: JsonObject) => TrailEffect } = {
  CreateTrail: () => ({ kind: 'created' }),
  DeleteTrail: () => ({ kind: 'deleted' }),
  StartLogging: () => ({ kind: 'started' }),
  StopLogging: () => ({ kind: 'stopped' }),
  UpdateTrail: updateOf,
  PutEventSelectors: selectionOf,
};

/** The names of the calls that change what a trail records. */
export const trailChangeNames: readonly string[] = Object.keys(effects);

/**
 * The change that a record shows; undefined for any other record and for a call that failed. A trail is named by its
 * name, or by its ARN, which also tells its account and Region.
 * Source: CloudTrail API reference, "Actions"; a record holds the parameters with their first letter in lower case.
 */
export function readTrailChange(record: JsonObject): TrailChange | undefined {
  const effectOf = effects[textAt(record, 'eventName') ?? ''];
  if (effectOf === undefined || textAt(record, 'eventSource') !== trailEventSource) return undefined;
  if (record['errorCode'] !== undefined && record['errorCode'] !== null) return undefined;
  const at = parseEventTime(record['eventTime']);
  const place = trailOf(record);
  if (at === undefined || place === undefined) return undefined;
  return { at, eventId: textAt(record, 'eventID', 64) ?? '', ...place, effect: effectOf(record) };
}

/** The order of changes: by time, and of the same second by the event id. */
export const compareTrailChanges = (a: TrailChange, b: TrailChange): number =>
  a.at === b.at ? (a.eventId < b.eventId ? -1 : 1) : a.at < b.at ? -1 : 1;

/** The same for equal changes only. */
export const keyOfChange = ({ at, eventId, accountId, home, trail, effect }: TrailChange): string =>
  [at, eventId, accountId, home, trail, effect.kind].join('\n');

const trailArn = /^arn:[a-z-]+:cloudtrail:([a-z0-9-]+):(\d{12}):trail\/(.+)$/;

function trailOf(record: JsonObject): Pick<TrailChange, 'accountId' | 'home' | 'trail'> | undefined {
  const parameters = objectAt(record, 'requestParameters') ?? {};
  const named = textAt(parameters, 'trailName') ?? textAt(parameters, 'name');
  if (named === undefined) return undefined;
  const [, region, account, name] = trailArn.exec(named) ?? [];
  const home = parseRegion(region ?? record['awsRegion']);
  const accountId = parseAccountId(account ?? record['recipientAccountId']);
  return home && accountId && { accountId, home, trail: name ?? named };
}

function updateOf(record: JsonObject): TrailEffect {
  const given = objectAt(record, 'requestParameters')?.['includeGlobalServiceEvents'];
  if (given === undefined || given === null) return { kind: 'updated', globalServices: undefined };
  return typeof given === 'boolean' ? { kind: 'updated', globalServices: given } : { kind: 'unreadable' };
}

/** The answer names every selector as it is stored; the request may leave out what is the default. */
function selectionOf(record: JsonObject): TrailEffect {
  for (const place of ['responseElements', 'requestParameters']) {
    const holder = objectAt(record, place);
    const basic = listOf(holder?.['eventSelectors'], basicSelector);
    const advanced = listOf(holder?.['advancedEventSelectors'], advancedSelector);
    if (basic === 'unreadable' || advanced === 'unreadable') return { kind: 'unreadable' };
    const selectors = [...basic, ...advanced];
    if (selectors.length > 0) return { kind: 'selected', selectors };
  }
  return { kind: 'unreadable' };
}

function listOf<T>(value: unknown, read: (item: JsonObject) => T | undefined): T[] | 'unreadable' {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return 'unreadable';
  const items = value.map((item) => (isJsonObject(item) ? read(item) : undefined));
  const sound = items.filter((item) => item !== undefined);
  return sound.length === items.length ? sound : 'unreadable';
}

function basicSelector(item: JsonObject): TrailSelector | undefined {
  const excludedSources = textsOf(item['excludeManagementEventSources']);
  const includes = item['includeManagementEvents'];
  if (excludedSources === undefined) return undefined;
  const includesManagement = typeof includes === 'boolean' ? includes : undefined;
  return { kind: 'basic', readWriteType: textAt(item, 'readWriteType'), includesManagement, excludedSources };
}

function advancedSelector(item: JsonObject): TrailSelector | undefined {
  const fields = listOf(item['fieldSelectors'], fieldSelector);
  return fields === 'unreadable' ? undefined : { kind: 'advanced', fields };
}

function fieldSelector({ field, ...operators }: JsonObject): FieldSelector | undefined {
  if (typeof field !== 'string') return undefined;
  const used = Object.entries(operators).map(([name, values]) => [name, textsOf(values)] as const);
  if (used.some(([, values]) => values === undefined)) return undefined;
  return {
    field,
    operators: Object.fromEntries(used.flatMap(([name, values]) => (values?.length ? [[name, values]] : []))),
  };
}

function textsOf(value: unknown): readonly string[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
