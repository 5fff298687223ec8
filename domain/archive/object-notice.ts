/** Reads the messages of S3 and CloudTrail about new log files. */

import { hasField, isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';

/** An object in S3. The key is not URL-encoded. */
export interface ObjectName {
  readonly bucket: string;
  readonly key: string;
}

/**
 * The new objects that one message lists. The list is empty for a valid message about something else: the test that S3
 * sends when notifications are set up, a deletion, a message of the topic itself.
 */
export type ObjectNotice =
  | { readonly kind: 'notice'; readonly objects: readonly ObjectName[] }
  | { readonly kind: 'malformed'; readonly field: string; readonly why: string };

/** The message that CloudTrail sends once to a topic that it is configured with. */
const validation = 'CloudTrail validation message.';

/**
 * Reads a message about new objects in each form that S3 and CloudTrail send: S3's notification (keys URL-encoded), the
 * same wrapped by SNS, EventBridge's `Object Created` (keys not encoded), and CloudTrail's message to a topic
 * (`s3ObjectKey`).
 * Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html,
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/configure-sns-notifications-for-cloudtrail.html
 */
export function readObjectNotice(text: unknown): ObjectNotice {
  return readText(text, 'body');
}

function readText(text: unknown, path: string): ObjectNotice {
  let value: unknown;
  try {
    value = JSON.parse(String(text));
  } catch {
    return malformed(path, 'not JSON');
  }
  return isJsonObject(value) ? readMessage(value, path) : malformed(path, 'not a JSON object');
}

function readMessage(message: JsonObject, path: string): ObjectNotice {
  if (Array.isArray(message['Records'])) return readRecords(message['Records'], `${path}.Records`);
  if (hasField(message, 'detail-type')) return readEvent(message, path);
  if (hasField(message, 's3ObjectKey')) return readCloudTrails(message, path);
  if (message['Event'] === 's3:TestEvent') return nothing;
  if (hasField(message, 'Type') && hasField(message, 'TopicArn')) return readFromTopic(message, path);
  return malformed(path, 'no notification of new objects');
}

const nothing: ObjectNotice = { kind: 'notice', objects: [] };

/** SNS wraps the published message as text. Its messages about subscriptions list no objects. */
function readFromTopic(message: JsonObject, path: string): ObjectNotice {
  if (message['Type'] !== 'Notification' || message['Message'] === validation) return nothing;
  return readText(message['Message'], `${path}.Message`);
}

function readRecords(records: readonly unknown[], path: string): ObjectNotice {
  return records.map((record, index) => readRecord(record, `${path}[${index}]`)).reduce(both, nothing);
}

function both(a: ObjectNotice, b: ObjectNotice): ObjectNotice {
  if (a.kind === 'malformed' || b.kind === 'malformed') return a.kind === 'malformed' ? a : b;
  return { kind: 'notice', objects: [...a.objects, ...b.objects] };
}

function readRecord(record: unknown, path: string): ObjectNotice {
  if (!isJsonObject(record) || record['eventSource'] !== 'aws:s3')
    return malformed(`${path}.eventSource`, 'not aws:s3');
  const eventName = textAt(record, 'eventName');
  if (eventName === undefined) return malformed(`${path}.eventName`, 'missing');
  if (!/^(?:s3:)?ObjectCreated:/.test(eventName)) return nothing;
  const s3 = objectAt(record, 's3');
  const key = decoded(objectAt(s3, 'object')?.['key']);
  return named(objectAt(s3, 'bucket')?.['name'], [key], `${path}.s3`);
}

/** Keys are form-encoded: a space is `+`, other characters are percent-encoded. */
function decoded(key: unknown): unknown {
  if (typeof key !== 'string') return undefined;
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function readEvent(event: JsonObject, path: string): ObjectNotice {
  if (event['source'] !== 'aws.s3') return malformed(`${path}.source`, 'not aws.s3');
  if (event['detail-type'] !== 'Object Created') return nothing;
  const detail = objectAt(event, 'detail');
  return named(objectAt(detail, 'bucket')?.['name'], [objectAt(detail, 'object')?.['key']], `${path}.detail`);
}

function readCloudTrails(message: JsonObject, path: string): ObjectNotice {
  const keys = message['s3ObjectKey'];
  return named(message['s3Bucket'], Array.isArray(keys) ? keys : [keys], path);
}

function named(bucket: unknown, keys: readonly unknown[], path: string): ObjectNotice {
  if (!isName(bucket)) return malformed(path, 'names no bucket');
  if (!keys.every(isName)) return malformed(path, 'names no object, or its key cannot be decoded');
  return { kind: 'notice', objects: keys.map((key) => ({ bucket, key })) };
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 1024;

function malformed(field: string, why: string): ObjectNotice {
  return { kind: 'malformed', field, why };
}
