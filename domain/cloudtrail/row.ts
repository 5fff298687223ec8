/** Reads records in rows of tables and logs, whose columns other tools named. */

import { isJsonObject, type JsonObject, parsedText } from '../json.ts';
import { parseTime } from '../time.ts';
import { folded } from './other-json.ts';

const userIdentity = 'userIdentity';
const session = 'userIdentity.sessionContext';
const issuer = 'userIdentity.sessionContext.sessionIssuer';
const below = (parent: string, fields: string) => fields.split(' ').map((field) => `${parent}.${field}`);

const objects = [userIdentity, session, issuer, 'userIdentity.sessionContext.attributes', 'responseElements'];
const fields = [
  ...'eventVersion eventTime eventID eventName eventSource eventType eventCategory awsRegion'.split(' '),
  ...'recipientAccountId sourceIPAddress userAgent errorCode errorMessage readOnly managementEvent'.split(' '),
  'sessionCredentialFromConsole',
  ...below(userIdentity, 'type principalId arn accountId userName accessKeyId invokedBy'),
  ...below('userIdentity.sessionContext.attributes', 'creationDate mfaAuthenticated'),
  ...below(issuer, 'type principalId arn accountId userName'),
  'responseElements.ConsoleLogin',
];

/** Columns with another name than the field: those of Microsoft Sentinel's table. */
const columns: readonly (readonly [string, string])[] = [
  ['timegenerated', 'eventTime'],
  ['awseventid', 'eventID'],
  ['eventtypename', 'eventType'],
  ...below(issuer, 'type principalId arn accountId userName').map((path) => [folded(path.slice(28)), path] as const),
];

const pathByName = new Map([...columns, ...[...objects, ...fields].map((path) => [folded(path), path] as const)]);

/**
 * The record in a row of a table or of a log. Its columns are CloudTrail's fields in another spelling (`event_name`,
 * `EventName`, `userIdentity.arn`, `UserIdentityArn`), with objects as objects, as JSON text or flattened. Where
 * several columns name one field, CloudTrail's own spelling wins. No value changes its type; a time is written as
 * CloudTrail writes it.
 */
export function recordOfRow(row: JsonObject): JsonObject {
  const values = new Map<string, unknown>();
  place(row, '', values);
  const record: { [field: string]: unknown } = {};
  for (const path of [...values.keys()].sort()) set(record, path.split('.'), values.get(path));
  return record;
}

function place(part: JsonObject, prefix: string, values: Map<string, unknown>): void {
  for (const [key, value] of Object.entries(part)) {
    const path = pathByName.get(folded(`${prefix}${key}`));
    if (path === undefined) continue;
    const isExact = key === path.split('.').at(-1);
    const inner = objects.includes(path) ? objectOf(value) : undefined;
    if (inner !== undefined) {
      if (!values.has(path)) values.set(path, {});
      place(inner, path, values);
    } else if (isExact || !values.has(path)) values.set(path, path === 'eventTime' ? timeOf(value) : value);
  }
}

const timeOf = (value: unknown): unknown => parseTime(value) ?? value;

/** An object, or one that a tool wrote as JSON text into a column. */
function objectOf(value: unknown): JsonObject | undefined {
  const object = parsedText(value) ?? value;
  return isJsonObject(object) ? object : undefined;
}

/** Sets one field. A value where an object should be stays: then the reader of records names it. */
// Stryker disable next-line StringLiteral: a path has a first name.
function set(record: { [field: string]: unknown }, [first = '', ...rest]: readonly string[], value: unknown): void {
  if (rest.length === 0) {
    record[first] = value;
    return;
  }
  const inner = record[first] ?? {};
  record[first] = inner;
  if (isJsonObject(inner)) set(inner as { [field: string]: unknown }, rest, value);
}
