import { createHash } from 'node:crypto';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../../domain/json.ts';

/** A refusal as CloudTrail words it. */
export class Refusal extends Error {
  readonly code: string;

  constructor(code: string, message = code) {
    super(message);
    this.code = code;
  }
}

/** One question as it came over the wire, checked against the API's reference; times in milliseconds. */
export interface Query {
  readonly region: string;
  readonly key: string | undefined;
  readonly value: string | undefined;
  readonly startMs: number;
  readonly endMs: number;
  readonly maxResults: number;
  readonly token: string | undefined;
}

const ninetyDaysMs = 90 * 86_400_000;
const fields = ['LookupAttributes', 'StartTime', 'EndTime', 'EventCategory', 'MaxResults', 'NextToken'];
const keys = ['EventId', 'EventName', 'ReadOnly', 'Username', 'ResourceType', 'ResourceName', 'EventSource'];

/** Source: https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html */
export function readQuery(body: unknown, region: string): Query {
  if (!isJsonObject(body)) throw new Refusal('SerializationException');
  const unknown = Object.keys(body).find((field) => !fields.includes(field));
  if (unknown !== undefined) throw new Refusal('SerializationException', unknown);
  const attributes = (body['LookupAttributes'] ?? []) as readonly JsonObject[];
  if (attributes.length > 1) throw new Refusal('InvalidLookupAttributesException');
  const [{ AttributeKey: key, AttributeValue: value } = {}] = attributes;
  if (attributes.length === 1 && !(keys.includes(String(key)) && typeof value === 'string' && value !== ''))
    throw new Refusal('InvalidLookupAttributesException');
  const maxResults = body['MaxResults'] ?? 50;
  if (!(Number.isInteger(maxResults) && Number(maxResults) >= 1 && Number(maxResults) <= 50))
    throw new Refusal('InvalidMaxResultsException');
  const [startMs, endMs] = [timeOf(body['StartTime'], 0), timeOf(body['EndTime'], Number.POSITIVE_INFINITY)];
  if (startMs > endMs) throw new Refusal('InvalidTimeRangeException');
  const token = textAt(body, 'NextToken');
  const asked = { key: key as string | undefined, value: value as string | undefined };
  return { region, ...asked, startMs, endMs, maxResults: Number(maxResults), token };
}

/** The wire has Unix times in seconds. */
function timeOf(seconds: unknown, absent: number): number {
  if (seconds === undefined) return absent;
  if (typeof seconds !== 'number' || seconds < 1e9 || seconds > 1e10) throw new Refusal('SerializationException');
  return seconds * 1000;
}

/** The Region's management events of the last 90 days that match the question, newest first: one page and its token. */
export function pageOf(records: readonly JsonObject[], query: Query, nowMs: number) {
  const matching = records
    .filter((record) => record['awsRegion'] === query.region && isManagement(record))
    .filter((record) => query.key === undefined || attributeOf(record, query.key) === query.value)
    .map((record) => ({ record, ms: Date.parse(String(record['eventTime'])) }))
    .filter(({ ms }) => ms >= Math.max(query.startMs, nowMs - ninetyDaysMs) && ms <= query.endMs)
    .sort((a, b) => b.ms - a.ms);
  const start = query.token === undefined ? 0 : offsetOf(query.token, query);
  const end = start + query.maxResults;
  const Events = matching.slice(start, end).map(({ record, ms }) => eventOf(record, ms));
  return end < matching.length ? { Events, NextToken: tokenOf(query, end) } : { Events };
}

const isManagement = (record: JsonObject) =>
  (record['eventCategory'] ?? 'Management') === 'Management' && record['managementEvent'] !== false;

function attributeOf(record: JsonObject, key: string): string | undefined {
  if (key === 'Username') return usernameOf(record);
  if (key === 'EventName') return textAt(record, 'eventName');
  throw new Refusal('InvalidLookupAttributesException', `${key} is not known here`);
}

/** A user's name; of a session, of a role or federated, the session's name; `root`. */
function usernameOf(record: JsonObject): string | undefined {
  const identity = objectAt(record, 'userIdentity') ?? {};
  const type = textAt(identity, 'type');
  if (type === 'Root') return 'root';
  if (type === 'AssumedRole' || type === 'FederatedUser') return textAt(identity, 'principalId')?.split(':')[1];
  return textAt(identity, 'userName');
}

function eventOf(record: JsonObject, ms: number) {
  return {
    EventId: record['eventID'],
    EventName: record['eventName'],
    EventSource: record['eventSource'],
    EventTime: ms / 1000,
    ReadOnly: String(record['readOnly'] ?? true),
    Username: usernameOf(record),
    Resources: [],
    CloudTrailEvent: record['raw'] ?? JSON.stringify(record),
  };
}

/** A token holds for the same question in the same Region only. */
const sealOf = ({ token: _, ...question }: Query) =>
  createHash('sha256').update(JSON.stringify(question)).digest('base64url');

const tokenOf = (query: Query, offset: number) => `${sealOf(query)}.${offset}`;

function offsetOf(token: string, query: Query): number {
  const [seal, offset] = token.split('.');
  if (seal !== sealOf(query) || !/^\d+$/.test(offset ?? '')) throw new Refusal('InvalidNextTokenException');
  return Number(offset);
}
