/** Finds the CloudTrail records inside a JSON value. */

import { hasField, isJsonObject, type JsonObject, kindOf, parsedText } from '../json.ts';
import { deliveredBy, folded, isBase64, isNotice, namesCloudTrail, type OtherJson, otherJsonOf } from './other-json.ts';
import { recordOfRow } from './row.ts';
import { insideOf, isQueryAnswer, type Unpack, unpackNothing, wrappers } from './wrappers.ts';

/**
 * What one JSON value holds. `path` and `field` lead from that value to the thing itself (`Records[3]`,
 * `logEvents[0].message`) and are empty for the value as a whole. What is not understood names fields of CloudTrail and
 * is of no form that is read.
 */
export type Enveloped =
  | { readonly kind: 'record'; readonly record: JsonObject; readonly path: string }
  | { readonly kind: 'malformed'; readonly field: string; readonly why: string }
  | { readonly kind: 'not-understood'; readonly path: string }
  | { readonly kind: 'skipped'; readonly what: NoRecords };

/** Valid things that hold no records. */
export type NoRecords = 'control-message' | 'digest' | OtherJson;

const wrapperKeys = ['Records', 'Events', 'events'] as const;
const streamedKeys: readonly string[] = [...wrapperKeys, 'records', 'rows'];
const deepest = 24;

/** Whether a top-level array of this name may be read element by element. */
export function isWrapperKey(key: string): boolean {
  return streamedKeys.includes(key);
}

/**
 * The CloudTrail records in one parsed JSON value: a record itself, an EventBridge event, an answer of `lookup-events`,
 * a CloudWatch Logs message, a digest, and arrays or `Records` and `Events` objects of these. Any other object passes
 * as a record; the reader of records decides whether it is one. Order is kept.
 */
export function recordsIn(value: unknown, unpack: Unpack = unpackNothing): Enveloped[] {
  return new Opener(unpack).open(value, '', 0);
}

class Opener {
  private readonly unpack: Unpack;

  constructor(unpack: Unpack) {
    this.unpack = unpack;
  }

  open(value: unknown, path: string, level: number): Enveloped[] {
    if (level > deepest) return [{ kind: 'malformed', field: path, why: 'nested too deep' }];
    if (Array.isArray(value)) return value.flatMap((each, index) => this.open(each, `${path}[${index}]`, level + 1));
    if (isJsonObject(value)) return this.openObject(value, path, level);
    const parsed = parsedText(value);
    return parsed === undefined ? [this.unknown(value, path)] : this.open(parsed, path, level + 1);
  }

  private openObject(object: JsonObject, path: string, level: number): Enveloped[] {
    if (isNotice(object)) return [{ kind: 'skipped', what: 'notice' }];
    if (hasField(object, 'eventVersion') && !hasField(object, 'kinesis')) return [recordAt(object, path)];
    if (hasField(object, 'detail-type')) return this.openDetail(object['detail'], below(path, 'detail'), level);
    if (typeof object['CloudTrailEvent'] === 'string')
      return this.openText(object['CloudTrailEvent'], below(path, 'CloudTrailEvent'), level);
    if (object['messageType'] === 'CONTROL_MESSAGE') return [{ kind: 'skipped', what: 'control-message' }];
    if (isDigest(object)) return [{ kind: 'skipped', what: 'digest' }];
    if (hasField(object, 'logEvents')) return this.openLogEvents(object['logEvents'], below(path, 'logEvents'), level);
    if (isLogEvent(object)) return this.openText(object['message'], below(path, 'message'), level);
    const keys = wrapperKeys.filter((key) => hasField(object, key));
    if (keys.length > 0) {
      const found = keys.flatMap((key) => this.openArray(object[key], below(path, key), level));
      const others = Object.keys(object).filter((key) => !keys.some((known) => known === key));
      return [...found, ...others.flatMap((key) => this.openBeside(object[key], below(path, key), level))];
    }
    return this.openWrapper(object, path, level) ?? [this.rowAt(object, path)];
  }

  /** What the first wrapper that leads to anything of CloudTrail holds; undefined where none does. */
  private openWrapper(object: JsonObject, path: string, level: number): Enveloped[] | undefined {
    const keys = new Map(Object.keys(object).map((key) => [folded(key), key]));
    for (const wrapper of wrappers) {
      const key = keys.get(wrapper.key);
      // Stryker disable next-line ConditionalExpression: what is not there leads to nothing.
      if (key === undefined) continue;
      const found = this.openInside(insideOf(wrapper, object[key]), below(path, key), level);
      if (found.some(isOfCloudTrail)) return found;
      if (isQueryAnswer(wrapper, object[key])) return [{ kind: 'not-understood', path: below(path, key) }];
    }
    return undefined;
  }

  private openInside(value: unknown, path: string, level: number): Enveloped[] {
    const packed = typeof value === 'string' && isBase64(value) ? this.unpack.values(value) : undefined;
    if (packed === undefined) return this.open(value, path, level + 1);
    return packed.flatMap((each) => this.open(each, path, level + 1));
  }

  private openDetail(detail: unknown, path: string, level: number): Enveloped[] {
    const isHolder = typeof detail === 'object' && detail !== null;
    return isHolder ? this.open(detail, path, level + 1) : [wrongKind(detail, path, 'an object')];
  }

  private openLogEvents(values: unknown, path: string, level: number): Enveloped[] {
    if (!Array.isArray(values)) return [wrongKind(values, path, 'an array')];
    return values.flatMap((event: unknown, index) => {
      const at = `${path}[${index}]`;
      if (!isJsonObject(event)) return [wrongKind(event, at, 'an object')];
      return this.openText(event['message'], below(at, 'message'), level);
    });
  }

  private openText(text: unknown, path: string, level: number): Enveloped[] {
    if (typeof text !== 'string') return [wrongKind(text, path, 'a string of JSON')];
    const parsed = parsedText(text);
    return parsed === undefined
      ? [{ kind: 'malformed', field: path, why: 'not JSON' }]
      : this.open(parsed, path, level + 1);
  }

  /** In an array that should hold records, what is neither an object nor the text of one is malformed. */
  private openArray(values: unknown, path: string, level: number): Enveloped[] {
    if (!Array.isArray(values)) return [wrongKind(values, path, 'an array')];
    return values.flatMap((each: unknown, index) => {
      const at = `${path}[${index}]`;
      const isHolder = typeof each === 'object' && each !== null;
      return isHolder || parsedText(each) !== undefined
        ? this.open(each, at, level + 1)
        : [wrongKind(each, at, 'an object')];
    });
  }

  /**
   * A row is a record if it names the caller and either the time or the event with its source, or if it has event,
   * source and time under CloudTrail's own names.
   */
  private rowAt(object: JsonObject, path: string): Enveloped {
    const row = recordOfRow(object);
    const isCall =
      row['eventTime'] !== undefined || (row['eventName'] !== undefined && row['eventSource'] !== undefined);
    if (row['userIdentity'] !== undefined && isCall) return { kind: 'record', record: row, path };
    const isPlain = ['eventName', 'eventSource', 'eventTime'].every((name) => hasField(object, name));
    return isPlain ? { kind: 'record', record: object, path } : this.unknown(object, path);
  }

  private unknown(value: unknown, path: string): Enveloped {
    const other = isJsonObject(value) ? otherJsonOf(value) : undefined;
    if (other !== undefined) return { kind: 'skipped', what: other };
    const delivered = isJsonObject(value) ? deliveredBy(value) : undefined;
    if (namesCloudTrail(delivered ?? value, this.unpack.text)) return { kind: 'not-understood', path };
    return { kind: 'skipped', what: delivered === undefined ? 'other' : 'notice' };
  }

  /** Records in an array of another name beside one that is known. */
  private openBeside(value: unknown, path: string, level: number): Enveloped[] {
    return Array.isArray(value) ? this.open(value, path, level + 1).filter(({ kind }) => kind === 'record') : [];
  }
}

function isOfCloudTrail(found: Enveloped): boolean {
  return found.kind === 'record' || (found.kind === 'skipped' && found.what !== 'other');
}

/** A record whose caller is an object under its own names, expressly nobody, or nowhere at all is taken as it is. */
function recordAt(record: JsonObject, path: string): Enveloped {
  const identity = record['userIdentity'];
  const isPlain =
    identity === null || (isJsonObject(identity) && (hasField(identity, 'type') || hasField(identity, 'invokedBy')));
  return { kind: 'record', record: isPlain || !namesCaller(record) ? record : recordOfRow(record), path };
}

const namesCaller = (record: JsonObject) => Object.keys(record).some((key) => /^user[^a-z0-9]*identity/i.test(key));

function wrongKind(value: unknown, field: string, wanted: string): Enveloped {
  return { kind: 'malformed', field, why: `${kindOf(value)}, not ${wanted}` };
}

function isDigest(object: JsonObject): boolean {
  const has = (key: string) => hasField(object, key);
  return has('digestStartTime') && has('digestEndTime') && (has('digestS3Bucket') || has('logFiles'));
}

function isLogEvent(object: JsonObject): boolean {
  return (
    typeof object['message'] === 'string' &&
    typeof object['timestamp'] === 'number' &&
    /^\s*[[{]/.test(object['message'])
  );
}

function below(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
