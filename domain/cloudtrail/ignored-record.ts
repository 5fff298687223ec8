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
  | 'web-identity-user';

const byType: { readonly [type: string]: IgnoredReason } = {
  AWSAccount: 'aws-account',
  AWSService: 'aws-service',
  AssumedRole: 'assumed-role',
  Directory: 'directory',
  IdentityCenterUser: 'identity-center-user',
  Role: 'role',
  SAMLUser: 'saml-user',
  WebIdentityUser: 'web-identity-user',
};

/** The types of identity for which nothing else that the identity says is asked. */
export const decidingTypes: readonly string[] = Object.keys(byType);

const couldBeOurs = new Set(['IAMUser', 'Root', 'FederatedUser']);

/** The reason for which a record is ignored whatever it did, by its category and by who called; undefined if it is none. */
export function ignoredByIdentity(record: JsonObject, identity: JsonObject | undefined): IgnoredReason | undefined {
  return ignoredByCategory(record) ?? (identity === undefined ? 'no-user-identity' : ignoredByType(record, identity));
}

function ignoredByCategory(record: JsonObject): IgnoredReason | undefined {
  const category = textAt(record, 'eventCategory');
  const eventType = textAt(record, 'eventType');
  if (category === 'Insight' || eventType === 'AwsCloudTrailInsight') return 'insight';
  if (category === 'NetworkActivity' || eventType === 'AwsVpceEvent') return 'network-activity';
  return eventType === 'AwsCloudTrailDigest' ? 'digest' : undefined;
}

function ignoredByType(record: JsonObject, identity: JsonObject): IgnoredReason | undefined {
  const type = textAt(identity, 'type');
  if (type !== undefined && couldBeOurs.has(type)) {
    return textAt(identity, 'userName') === 'HIDDEN_DUE_TO_SECURITY_REASONS' ? 'hidden-user-name' : undefined;
  }
  if (type !== undefined && Object.hasOwn(byType, type)) return byType[type];
  if (type === undefined || type === 'Unknown') {
    if (parseUserArn(identity['arn']) !== undefined && parseUserId(identity['principalId']) !== undefined) {
      return undefined;
    }
  }
  const byService = textAt(record, 'eventType') === 'AwsServiceEvent' || textAt(identity, 'invokedBy') !== undefined;
  return type === undefined && byService ? 'aws-service' : 'unknown-identity';
}

/**
 * Without one of these as its `eventType` or `eventName`, and without `signin.` in its `eventSource`, a record is not of the
 * sign-in service.
 */
export const signInTexts = ['AwsConsoleSignIn', 'ConsoleLogin'] as const;

/** A record of the sign-in service, whatever it says of itself. */
export function isSignIn(record: JsonObject): boolean {
  return (
    textAt(record, 'eventType') === 'AwsConsoleSignIn' ||
    /(?:^|\.)signin\./.test(textAt(record, 'eventSource') ?? '') ||
    textAt(record, 'eventName') === 'ConsoleLogin'
  );
}

/** A console sign-in that succeeded. */
export function isConsoleLogin(record: JsonObject): boolean {
  const source = textAt(record, 'eventSource') ?? 'signin.amazonaws.com';
  const response = objectAt(record, 'responseElements');
  return (
    textAt(record, 'eventName') === 'ConsoleLogin' &&
    source === 'signin.amazonaws.com' &&
    response?.['ConsoleLogin'] === 'Success' &&
    textAt(record, 'errorCode') === undefined &&
    textAt(record, 'errorMessage') === undefined
  );
}
