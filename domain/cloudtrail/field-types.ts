/** Checks that the fields of a record have CloudTrail's types. */

import { accountText, parseUserArn } from '../ids.ts';
import { isJsonObject, type JsonObject, kindOf, objectAt, textAt } from '../json.ts';
import { isByService, isDecidingType, isRespelledType, isUserByArn } from './ignored-record.ts';
import { folded } from './other-json.ts';

/** A field that has another type than CloudTrail gives it: its path, and what it holds. */
export interface WrongType {
  readonly field: string;
  readonly why: string;
}

type Kind = 'a string' | 'an object' | 'an account' | 'a boolean or a string';
type Fields = { readonly [field: string]: Kind };

const text = 'a string';
const place: Fields = { userIdentity: 'an object', awsRegion: text, recipientAccountId: 'an account' };
const call: Fields = {
  eventName: text,
  eventSource: text,
  eventType: text,
  errorCode: text,
  sessionCredentialFromConsole: 'a boolean or a string',
};
const signIn: Fields = { responseElements: 'an object', errorMessage: text };
const caller: Fields = {
  accountId: 'an account',
  principalId: text,
  arn: text,
  userName: text,
  accessKeyId: text,
  invokedBy: text,
  sessionContext: 'an object',
};
const issuer: Fields = { type: text, principalId: text, arn: text, userName: text };

/**
 * The first field about the caller or the place that has the wrong type; null counts as absent. If the type of the
 * caller decides alone, its other fields are not checked. An account may be a number: JSON tools turn its digits into
 * one.
 */
export function wrongCaller(record: JsonObject): WrongType | undefined {
  const identity = objectAt(record, 'userIdentity');
  const wrong = wrongIn(record, '', place);
  if (wrong !== undefined) return wrong;
  if (identity === undefined) return renamedCaller(record);
  const wrongType = wrongIn(identity, 'userIdentity.', { type: text }) ?? respelledType(identity);
  if (wrongType !== undefined || isDecidingType(textAt(identity, 'type'))) return wrongType;
  const wrongField = wrongIn(identity, 'userIdentity.', caller) ?? wrongIssuer(identity);
  return wrongField ?? (isUntyped(record, identity) ? { field: 'userIdentity.type', why: 'missing' } : undefined);
}

/** The objects of a record in which the fields of a caller mean somebody or something else. */
const otherObjects: readonly string[] = [
  ...'requestParameters responseElements additionalEventData serviceEventDetails insightDetails addendum'.split(' '),
  ...'tlsDetails eventContext edgeDeviceDetails'.split(' '),
];
const callerFields: readonly string[] = ['type', ...Object.keys(caller).map(folded)];

/**
 * A caller under another name than `userIdentity`: any other object with two of a caller's fields. A tool renamed it.
 */
function renamedCaller(record: JsonObject): WrongType | undefined {
  const isCaller = ([field, value]: [string, unknown]) =>
    isJsonObject(value) &&
    !otherObjects.includes(field) &&
    Object.keys(value).filter((name) => callerFields.includes(folded(name))).length >= 2;
  const found = Object.entries(record).find(isCaller);
  return found && { field: found[0].slice(0, 64), why: 'a caller, whose name in CloudTrail is userIdentity' };
}

function respelledType(identity: JsonObject): WrongType | undefined {
  const type = textAt(identity, 'type');
  if (type === undefined || !isRespelledType(type)) return undefined;
  return { field: 'userIdentity.type', why: `${JSON.stringify(type.slice(0, 32))}, not as CloudTrail spells it` };
}

/**
 * Only AWS services call without a type. If there is no ARN of another kind of caller either, a tool renamed or dropped
 * fields, and the caller may have been a user.
 */
function isUntyped(record: JsonObject, identity: JsonObject): boolean {
  if (textAt(identity, 'type') !== undefined || isByService(record, identity)) return false;
  const isOfAnother = textAt(identity, 'arn') !== undefined && parseUserArn(identity['arn']) === undefined;
  return !isOfAnother && !isUserByArn(identity);
}

function wrongIssuer(identity: JsonObject): WrongType | undefined {
  const session = objectAt(identity, 'sessionContext');
  if (session === undefined || identity['type'] !== 'FederatedUser') return undefined;
  const wrong = wrongIn(session, 'userIdentity.sessionContext.', { sessionIssuer: 'an object' });
  const issuerOf = objectAt(session, 'sessionIssuer');
  if (issuerOf === undefined) return wrong;
  return wrongIn(issuerOf, 'userIdentity.sessionContext.sessionIssuer.', issuer);
}

/** The first field about the call that has the wrong type. */
export const wrongCall = (record: JsonObject): WrongType | undefined => wrongIn(record, '', call);

/** The first field about the result of a sign-in that has the wrong type. */
export function wrongSignIn(record: JsonObject): WrongType | undefined {
  const answer = objectAt(record, 'responseElements');
  const wrong = wrongIn(record, '', signIn);
  return wrong ?? (answer && wrongIn(answer, 'responseElements.', { ConsoleLogin: text }));
}

function wrongIn(parent: JsonObject, path: string, fields: Fields): WrongType | undefined {
  for (const [field, kind] of Object.entries(fields)) {
    const value = parent[field];
    if (value === undefined || value === null || isOfKind(value, kind)) continue;
    return { field: `${path}${field}`, why: `${kindOf(value)}, not ${kind}` };
  }
  return undefined;
}

function isOfKind(value: unknown, kind: Kind): boolean {
  if (kind === 'an object') return isJsonObject(value);
  if (kind === 'an account') return value === '' || accountText(value) !== undefined;
  return typeof value === 'string' || (kind !== text && typeof value === 'boolean');
}
