import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';

/** Valid JSON without CloudTrail records, by its kind. `other`: no field of CloudTrail is in it. */
export type OtherJson = 'config' | 'guard-duty' | 'inventory' | 'notice' | 'resolver' | 'waf' | 'other';

/** The fields of each kind. An object that has all of them is of that kind. */
const kinds: readonly (readonly [OtherJson, readonly string[]])[] = [
  ['inventory', ['UserDetailList']],
  ['inventory', ['Users']],
  ['inventory', ['UserName', 'UserId', 'CreateDate']],
  ['inventory', ['Content', 'ReportFormat']],
  ['inventory', ['Content', 'GeneratedTime']],
  ['config', ['configurationItems']],
  ['config', ['configurationItem']],
  ['config', ['configSnapshotId']],
  ['guard-duty', ['schemaVersion', 'severity', 'service']],
  ['guard-duty', ['schemaVersion', 'service', 'resource']],
  ['resolver', ['query_name', 'query_type']],
  ['waf', ['webaclId', 'httpRequest']],
];

/** The kind of an object that is known not to come from CloudTrail; undefined for any other object. */
export function otherJsonOf(object: JsonObject): OtherJson | undefined {
  return kinds.find(([, fields]) => fields.every((field) => Object.hasOwn(object, field)))?.[0];
}

/** Whether an object is a notification of S3 or a change in DynamoDB: both have `eventSource`, as a record has. */
export const isNotice = (object: JsonObject): boolean =>
  Object.hasOwn(object, 'eventSource') && (Object.hasOwn(object, 's3') || Object.hasOwn(object, 'dynamodb'));

const names = [
  'eventname',
  'eventsource',
  'eventtime',
  'useridentity',
  'eventid',
  'eventversion',
  'recipientaccountid',
] as const;

/**
 * The letters and digits of a name, in lower case. Tools spell one name as `event_name`, `EventName` or `eventName`.
 */
export const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The most values to search. Larger JSON counts as naming CloudTrail: no file of another kind is so large. */
const valuesAtMost = 100_000;
const textAtMost = 1_000_000;

/**
 * Whether JSON names at least two of CloudTrail's own fields, at any depth and in any spelling, as keys or inside
 * texts: then it may hold records in a form that is not supported. An OCSF event of CloudTrail uses none of these
 * names, but names its product.
 */
export function namesCloudTrail(value: unknown): boolean {
  if (isOcsfOfCloudTrail(value)) return true;
  const found = new Set<string>();
  const waiting: unknown[] = [value];
  for (let seen = 0; waiting.length > 0; seen++) {
    if (seen > valuesAtMost) return true;
    const next = waiting.pop();
    if (typeof next === 'string') addNames(found, next);
    else if (typeof next === 'object' && next !== null) {
      if (!Array.isArray(next)) for (const key of Object.keys(next)) addNames(found, key);
      waiting.push(...Object.values(next));
    }
    if (found.size >= 2) return true;
  }
  return false;
}

function addNames(found: Set<string>, text: string): void {
  const letters = folded(text.slice(0, textAtMost));
  for (const name of names) if (letters.includes(name)) found.add(name);
}

function isOcsfOfCloudTrail(value: unknown): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'class_uid')) return false;
  const product = objectAt(objectAt(value, 'metadata'), 'product') ?? {};
  return /cloudtrail/i.test(`${textAt(product, 'name') ?? ''} ${JSON.stringify(product['feature'] ?? '')}`);
}
