import { parseUserArn, parseUserId } from '../ids.ts';
import { type JsonObject, objectAt, textAt } from '../json.ts';

/** Why a record is no evidence of an IAM user's activity. Each ignored record counts under exactly one. */
export type IgnoredReason =
  | 'assumed-role'
  | 'aws-account'
  | 'aws-service'
  | 'check-mfa'
  | 'cross-account-copy'
  | 'digest'
  | 'directory'
  | 'failed-console-sign-in'
  | 'federated-user'
  | 'hidden-user-name'
  | 'identity-center-user'
  | 'insight'
  | 'network-activity'
  | 'no-user-identity'
  | 'role'
  | 'saml-user'
  | 'sign-in-event'
  | 'unknown-identity'
  | 'web-identity-user'
  /** Of the sign-in log of Entra ID. */
  | 'failed-sign-in'
  | 'not-a-user-sign-in'
  | 'other-tenant'
  /** Of the activities of Google Workspace. */
  | 'other-customer'
  | 'other-application';

const byKnownType = new Map<string, IgnoredReason>([
  ['AWSAccount', 'aws-account'],
  ['AWSService', 'aws-service'],
  ['AssumedRole', 'assumed-role'],
  ['Directory', 'directory'],
  ['IdentityCenterUser', 'identity-center-user'],
  ['Role', 'role'],
  ['SAMLUser', 'saml-user'],
  ['WebIdentityUser', 'web-identity-user'],
]);

const byType: ReadonlyMap<string | undefined, IgnoredReason> = byKnownType;

/** The types of identity that decide alone: no other field of the identity is read. */
export const decidingTypes: readonly string[] = [...byKnownType.keys()];

/** Whether an identity's type is one of them. */
export const isDecidingType = (type: string | undefined): boolean => byType.has(type);

const couldBeOurs: ReadonlySet<string | undefined> = new Set(['IAMUser', 'Root', 'FederatedUser']);

/** A type that means one of ours in another spelling than CloudTrail's: tools respell values too. */
export function isRespelledType(type: string): boolean {
  const letters = type.toLowerCase().replace(/[^a-z]/g, '');
  // Stryker disable next-line OptionalChaining: undefined is none of them.
  return !couldBeOurs.has(type) && [...couldBeOurs].some((ours) => ours?.toLowerCase() === letters);
}

/** Why a record is ignored because of its category: it is not a call. */
export function ignoredByCategory(record: JsonObject): IgnoredReason | undefined {
  const category = textAt(record, 'eventCategory');
  const eventType = textAt(record, 'eventType');
  if (category === 'Insight' || eventType === 'AwsCloudTrailInsight') return 'insight';
  if (category === 'NetworkActivity' || eventType === 'AwsVpceEvent') return 'network-activity';
  return eventType === 'AwsCloudTrailDigest' ? 'digest' : undefined;
}

/** Why a call is ignored because of its caller, whatever it did. */
export function ignoredByCaller(record: JsonObject, identity: JsonObject): IgnoredReason | undefined {
  const type = textAt(identity, 'type');
  if (couldBeOurs.has(type)) {
    return textAt(identity, 'userName') === 'HIDDEN_DUE_TO_SECURITY_REASONS' ? 'hidden-user-name' : undefined;
  }
  const reason = byType.get(type);
  if (reason !== undefined) return reason;
  if (isUserByArn(identity)) return undefined;
  return type === undefined && isByService(record, identity) ? 'aws-service' : 'unknown-identity';
}

/** Whether an identity without a type is an IAM user: it has a user's ARN and a user's unique id. */
export function isUserByArn(identity: JsonObject): boolean {
  return parseUserArn(identity['arn']) !== undefined && parseUserId(identity['principalId']) !== undefined;
}

/** Whether an AWS service made the call, by itself or in somebody's name. */
export function isByService(record: JsonObject, identity: JsonObject): boolean {
  return textAt(record, 'eventType') === 'AwsServiceEvent' || textAt(identity, 'invokedBy') !== undefined;
}

/** The event of a sign-in to the console, successful or not. */
export const loginName = 'ConsoleLogin';

/**
 * A record belongs to the sign-in service only if one of these is its `eventType` or `eventName`, or `signin.` is in
 * its `eventSource`.
 */
export const signInTexts = ['AwsConsoleSignIn', loginName] as const;

/** Whether a record comes from the sign-in service, by any of these fields. */
export function isSignIn(record: JsonObject): boolean {
  return (
    textAt(record, 'eventType') === 'AwsConsoleSignIn' ||
    // Stryker disable next-line StringLiteral: an absent source is no source of sign-ins, whatever stands for it.
    /(?:^|\.)signin\./.test(textAt(record, 'eventSource') ?? '') ||
    textAt(record, 'eventName') === loginName
  );
}

/** Sign-in events that anybody can cause by typing a user's name, or root's e-mail address: they are no evidence. */
const causedByAnybody: ReadonlyMap<string | undefined, IgnoredReason> = new Map([
  ['ConsoleLogin', 'failed-console-sign-in'],
  ['CheckMfa', 'check-mfa'],
  ['PasswordRecoveryRequested', 'sign-in-event'],
]);

/** Calls that only a user who is signed in can make: `aws login` asks for a token by them. */
const causedBySignedIn: readonly (string | undefined)[] = ['AuthorizeOAuth2Access', 'CreateOAuth2Token'];

/** Why an event of the sign-in service is no evidence; undefined where only the user can have caused it. */
export function ignoredSignIn(record: JsonObject, identity: JsonObject): IgnoredReason | undefined {
  if (isConsoleLogin(record)) return undefined;
  const name = textAt(record, 'eventName');
  const reason = causedByAnybody.get(name);
  if (reason !== undefined) return reason;
  if (carriesCredentials(identity)) return undefined;
  return causedBySignedIn.includes(name) && textAt(record, 'errorCode') === undefined ? undefined : 'sign-in-event';
}

function carriesCredentials(identity: JsonObject): boolean {
  const session = objectAt(identity, 'sessionContext') ?? {};
  return textAt(identity, 'accessKeyId') !== undefined || Object.keys(session).length > 0;
}

/** A console sign-in that succeeded. */
export function isConsoleLogin(record: JsonObject): boolean {
  const source = textAt(record, 'eventSource') ?? 'signin.amazonaws.com';
  const response = objectAt(record, 'responseElements');
  return (
    textAt(record, 'eventName') === loginName &&
    source === 'signin.amazonaws.com' &&
    response?.['ConsoleLogin'] === 'Success' &&
    textAt(record, 'errorCode') === undefined &&
    textAt(record, 'errorMessage') === undefined
  );
}
