import { isJsonObject, type JsonObject, objectAt } from '../json.ts';

/** Sound JSON that holds no CloudTrail records, by kind; `other` names nothing of CloudTrail. */
export type OtherJson = 'config' | 'guard-duty' | 'inventory' | 'notice' | 'resolver' | 'waf' | 'other';

/** By which fields a kind is known: an object that has all of them is of that kind. */
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

/** The kind of an object that is recognisably something else than CloudTrail; undefined where it is not recognised. */
export function otherJsonOf(object: JsonObject): OtherJson | undefined {
  return kinds.find(([, fields]) => fields.every((field) => Object.hasOwn(object, field)))?.[0];
}

/** A notification of S3 or a change in DynamoDB: it is built like a record, and is none. */
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

/** The letters and digits of a name: tools spell one name as `event_name`, `EventName` or `userIdentity.arn`. */
export const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Values looked at before JSON is taken to name whatever it may: what is so large is no file of another kind. */
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
      for (const each of Object.values(next)) waiting.push(each);
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
  return /cloudtrail/i.test(JSON.stringify([product['name'], product['feature']]));
}
