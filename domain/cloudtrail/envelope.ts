import { hasField, isJsonObject, type JsonObject } from '../json.ts';

/**
 * What one JSON value holds. `path` and `field` lead from that value to the thing itself (`Records[3]`,
 * `logEvents[0].message`) and are empty for the value as a whole.
 */
export type Enveloped =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly path: string }
  | { readonly kind: 'malformed'; readonly field: string; readonly why: string }
  | { readonly kind: 'skipped'; readonly what: NoRecords };

/** Things of CloudTrail and CloudWatch Logs that are sound and hold no records. */
export type NoRecords = 'control-message' | 'digest';

const wrapperKeys = ['Records', 'Events', 'events'] as const;
const deepest = 4;

/** Whether a top-level array of this name holds records: trail files, `lookup-events`, `logs filter-log-events`. */
export function isWrapperKey(key: string): boolean {
  return (wrapperKeys as readonly string[]).includes(key);
}

/**
 * The CloudTrail records in one parsed JSON value: a record itself, an EventBridge event, an answer of `lookup-events`, a
 * CloudWatch Logs message, a digest, and arrays or `Records` and `Events` objects of these. An object that is none of them
 * passes as a record: whether it is one is for the reader of records to say. Order is kept.
 */
export function recordsIn(value: unknown): Enveloped[] {
  const found: Enveloped[] = [];
  collect(value, '', 0, found);
  return found;
}

function collect(value: unknown, path: string, level: number, found: Enveloped[]): void {
  if (level > deepest) found.push({ kind: 'malformed', field: path, why: 'nested too deep' });
  else if (Array.isArray(value)) collectEach(value, path, level, found);
  else if (isJsonObject(value)) collectObject(value, path, level, found);
  else found.push({ kind: 'malformed', field: path, why: `${nameOf(value)}, not an object` });
}

function collectEach(values: readonly unknown[], path: string, level: number, found: Enveloped[]): void {
  values.forEach((value, index) => {
    collect(value, `${path}[${index}]`, level + 1, found);
  });
}

function collectObject(object: JsonObject, path: string, level: number, found: Enveloped[]): void {
  if (hasField(object, 'eventVersion')) found.push({ kind: 'record', record: object, path });
  else if (hasField(object, 'detail-type')) found.push(recordAt(object['detail'], below(path, 'detail')));
  else if (hasField(object, 'CloudTrailEvent'))
    collectText(object['CloudTrailEvent'], below(path, 'CloudTrailEvent'), level, found);
  else if (object['messageType'] === 'CONTROL_MESSAGE') found.push({ kind: 'skipped', what: 'control-message' });
  else if (hasField(object, 'logEvents')) collectLogEvents(object['logEvents'], below(path, 'logEvents'), level, found);
  else if (isDigest(object)) found.push({ kind: 'skipped', what: 'digest' });
  else if (isLogEvent(object)) collectText(object['message'], below(path, 'message'), level, found);
  else collectWrapper(object, path, level, found);
}

function collectLogEvents(values: unknown, path: string, level: number, found: Enveloped[]): void {
  if (!Array.isArray(values)) {
    found.push({ kind: 'malformed', field: path, why: `${nameOf(values)}, not an array` });
    return;
  }
  values.forEach((event: unknown, index) => {
    const at = `${path}[${index}]`;
    if (isJsonObject(event)) collectText(event['message'], below(at, 'message'), level + 1, found);
    else found.push({ kind: 'malformed', field: at, why: `${nameOf(event)}, not an object` });
  });
}

function collectWrapper(object: JsonObject, path: string, level: number, found: Enveloped[]): void {
  const keys = wrapperKeys.filter((key) => hasField(object, key));
  if (keys.length === 0) found.push({ kind: 'record', record: object, path });
  for (const key of keys) collectArray(object[key], below(path, key), level, found);
}

function collectArray(value: unknown, path: string, level: number, found: Enveloped[]): void {
  if (Array.isArray(value)) collectEach(value, path, level, found);
  else found.push({ kind: 'malformed', field: path, why: `${nameOf(value)}, not an array` });
}

function collectText(text: unknown, path: string, level: number, found: Enveloped[]): void {
  if (typeof text !== 'string') {
    found.push({ kind: 'malformed', field: path, why: `${nameOf(text)}, not a string of JSON` });
    return;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    found.push({ kind: 'malformed', field: path, why: 'not JSON' });
    return;
  }
  collect(value, path, level + 1, found);
}

function recordAt(value: unknown, path: string): Enveloped {
  if (isJsonObject(value)) return { kind: 'record', record: value, path };
  return { kind: 'malformed', field: path, why: `${nameOf(value)}, not an object` };
}

function isDigest(object: JsonObject): boolean {
  const has = (key: string) => hasField(object, key);
  return has('digestStartTime') && has('digestEndTime') && (has('digestS3Bucket') || has('logFiles'));
}

function isLogEvent(object: JsonObject): boolean {
  return typeof object['message'] === 'string' && typeof object['timestamp'] === 'number';
}

function nameOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
