/** Calls that change users, as CloudTrail's own log files have them. */

import { type AccountId, parseAccountId } from '../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import { isDenyAll, quarantineTag } from '../lifecycle/user-access.ts';
import { type Instant, parseEventTime } from '../time.ts';

/** One call to IAM that CloudTrail recorded. */
export interface WitnessedCall {
  readonly accountId: AccountId;
  readonly requestId: string;
  readonly at: Instant;
  readonly action: string;
  readonly userName: string | undefined;
  /** ARN of the caller. */
  readonly caller: string;
  /** Undefined where the call succeeded. */
  readonly errorCode: string | undefined;
}

/** What log files say of the calls that records name, and of further calls that quarantine, release or delete users. */
export interface Witness {
  /** By request id. CloudTrail may deliver a record twice. */
  readonly calls: Map<string, WitnessedCall>;
  /** The first and the last record of IAM in the log files, by account. */
  readonly spans: Map<AccountId, { readonly from: Instant; readonly to: Instant }>;
}

export const newWitness = (): Witness => ({ calls: new Map(), spans: new Map() });

/** Adds a record of a log file; `named` are the request ids of the records of acts. */
export function addToWitness({ calls, spans }: Witness, record: unknown, named: ReadonlySet<string>): void {
  if (!isJsonObject(record) || record['eventSource'] !== 'iam.amazonaws.com') return;
  const accountId = parseAccountId(record['recipientAccountId'] ?? objectAt(record, 'userIdentity')?.['accountId']);
  const at = parseEventTime(record['eventTime']);
  if (accountId === undefined || at === undefined) return;
  const { from = at, to = at } = spans.get(accountId) ?? {};
  spans.set(accountId, { from: from < at ? from : at, to: to > at ? to : at });
  const requestId = textAt(record, 'requestID');
  if (requestId === undefined || !(named.has(requestId) || isOfQuarantine(record))) return;
  calls.set(requestId, {
    accountId,
    requestId,
    at,
    action: textAt(record, 'eventName') ?? '',
    userName: userNameOf(record),
    caller: callerOf(record),
    errorCode: textAt(record, 'errorCode'),
  });
}

function userNameOf(record: JsonObject): string | undefined {
  const parameters = objectAt(record, 'requestParameters');
  return parameters && textAt(parameters, 'userName');
}

function callerOf(record: JsonObject): string {
  const identity = objectAt(record, 'userIdentity') ?? {};
  return textAt(identity, 'arn') ?? textAt(identity, 'principalId') ?? 'somebody without a name';
}

/** Whether the call sets or takes away our tag or the deny of a user, or the user. */
function isOfQuarantine(record: JsonObject): boolean {
  const { policyArn, tags, tagKeys } = objectAt(record, 'requestParameters') ?? {};
  switch (record['eventName']) {
    case 'AttachUserPolicy':
    case 'DetachUserPolicy':
      return typeof policyArn === 'string' && isDenyAll(policyArn);
    case 'TagUser':
      return Array.isArray(tags) && tags.some((tag) => isJsonObject(tag) && tag['key'] === quarantineTag);
    case 'UntagUser':
      return Array.isArray(tagKeys) && tagKeys.includes(quarantineTag);
    case 'DeleteUser':
      return true;
    default:
      return false;
  }
}
