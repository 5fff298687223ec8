import { isJsonObject, type JsonObject, objectAt } from '../json.ts';

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

const envelopeFields: readonly string[] = ['eventname', 'eventsource', 'eventid', 'eventversion', 'eventsourcearn'];

/**
 * What a function receives from a queue, a topic or a stream without the fields of the delivery, which bear names of
 * CloudTrail (`"eventSource": "aws:sqs"`); undefined where the object is no delivery.
 */
export function deliveredBy(object: JsonObject): JsonObject | undefined {
  const fields = Object.entries(object);
  const isDelivery = fields.some(([key, value]) => folded(key) === 'eventsource' && /^aws:/.test(String(value)));
  return isDelivery ? Object.fromEntries(fields.filter(([key]) => !envelopeFields.includes(folded(key)))) : undefined;
}

/** Names that other data shares are none: `event_timestamp`, `eventSourceARN`, `eventIdentifier`. */
const names: readonly RegExp[] = [
  /eventname/,
  /eventsource(?!arn)/,
  /eventtime(?!stamp)/,
  /useridentity/,
  /eventid(?!ent)/,
  /eventversion/,
  /recipientaccountid/,
];

/**
 * The letters and digits of a name, in lower case. Tools spell one name as `event_name`, `EventName` or `eventName`.
 */
export const folded = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The most values to search. Larger JSON counts as naming CloudTrail: no file of another kind is so large. */
const valuesAtMost = 100_000;
const textAtMost = 2_000_000;

/** The text of base64, unpacked where it is gzip; undefined where it cannot be unpacked. */
export type Reveal = (base64: string) => string | undefined;

/**
 * Whether JSON names at least two of CloudTrail's own fields, at any depth and in any spelling, as keys or inside
 * texts, also in base64: then it may hold records in a form that is not supported. So may gzip in base64 that cannot be
 * unpacked. Events of OCSF and of Google's UDM use none of these names, but name their product.
 */
export function namesCloudTrail(value: unknown, reveal: Reveal = () => undefined): boolean {
  const found = new Set<RegExp>();
  const waiting: unknown[] = [value];
  for (let seen = 0; waiting.length > 0; seen++) {
    if (seen > valuesAtMost) return true;
    const next = waiting.pop();
    // Stryker disable next-line StringLiteral: no other text without a name adds one.
    if (typeof next === 'string') {
      const inside = isBase64(next) || isPackedGzip(next) ? reveal(next) : '';
      if (inside === undefined && isPackedGzip(next)) return true;
      addNames(found, `${next} ${inside ?? ''}`);
    } else if (typeof next === 'object' && next !== null) {
      if (isOfProduct(next)) return true;
      // Stryker disable next-line ConditionalExpression: the indexes of an array are no names.
      if (!Array.isArray(next)) for (const key of Object.keys(next)) addNames(found, key);
      for (const each of Object.values(next)) waiting.push(each);
    }
    if (found.size >= 2) return true;
  }
  return false;
}

/** How many of CloudTrail's own fields a text names. */
export function namesIn(text: string): number {
  const found = new Set<RegExp>();
  addNames(found, text);
  return found.size;
}

/**
 * What tools write inside a name, `Event ID` or `user_identity`; commas and the like stand between two. It matches from
 * the start of a run alone: a file of blanks takes time in proportion to its length, not to its square.
 */
const insideNames = /(?<![\s_.\\-])[\s_.\\-]+(?=[a-z])/g;

function addNames(found: Set<RegExp>, text: string): void {
  const letters = text.slice(0, textAtMost).toLowerCase().replace(insideNames, '');
  for (const name of names) if (name.test(letters)) found.add(name);
}

/** Long enough to hold anything. */
export const isBase64 = (text: string): boolean => text.length >= 24 && /^[A-Za-z0-9+/_-]+=*\s*$/.test(text);

/** Whether a text begins as gzip in base64 does, also where the rest of it is damaged. */
const isPackedGzip = (text: string): boolean => text.length >= 24 && text.startsWith('H4sI');

const productFields: readonly string[] = ['productname', 'deviceproduct', 'logtype'];

function isOfProduct(value: object): boolean {
  // Stryker disable next-line ConditionalExpression: an array has none of these fields.
  if (!isJsonObject(value)) return false;
  const product = Object.hasOwn(value, 'class_uid') ? objectAt(objectAt(value, 'metadata'), 'product') : undefined;
  const ocsf = product && JSON.stringify([product['name'], product['feature']]);
  const named = Object.entries(value).filter(([key]) => productFields.includes(folded(key)));
  return [ocsf, ...named.map(([, text]) => text)].some((text) => typeof text === 'string' && /cloudtrail/i.test(text));
}
