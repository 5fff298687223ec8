/** Reads one CloudTrail record: whose activity it shows, and through which credential. */

import { type CredentialUsed, credentialOfKey } from '../credential.ts';
import { type AccountId, accountText, parseAccountId, parseUserArn, parseUserId, parseUserName } from '../ids.ts';
import { isJsonObject, type JsonObject, objectAt, textAt } from '../json.ts';
import type { Sighting, Subject } from '../sightings/sighting.ts';
import { type Instant, parseEventTime, plusMinutes } from '../time.ts';
import { type WrongType, wrongCall, wrongCaller, wrongSignIn } from './field-types.ts';
import {
  type IgnoredReason,
  ignoredByCaller,
  ignoredByCategory,
  ignoredSignIn,
  isConsoleLogin,
  isSignIn,
} from './ignored-record.ts';

/**
 * What one CloudTrail record shows. `malformed`: it claims to be of an IAM user or of root and cannot be read. `field`
 * is the path of the wrong field. `subject`, where it is known, is the user whose activity is therefore unknown.
 */
export type Reading =
  | { readonly kind: 'sighting'; readonly subject: Subject; readonly sighting: Sighting }
  | { readonly kind: 'ignored'; readonly reason: IgnoredReason }
  | Malformed;

/** A record that cannot be understood, and the field that is to blame. It may hide a use. */
export interface Malformed {
  readonly kind: 'malformed';
  readonly field: string;
  readonly why: string;
  readonly subject: Subject | undefined;
  /** The user's name in the record. An inventory without unique ids is matched by it. */
  readonly userName: string | undefined;
}

/** The time of a malformed record lies in the future. A later reading may accept it. */
export const inTheFuture = 'in the future';

/** Another clock may be ahead of ours by this much. A later time is malformed. */
export const clockSkewMinutes = 15;

/**
 * Reads one record: strict about records of IAM users, indifferent to all others. `now` bounds the future. A field of
 * the wrong type is never read as absent: the record is malformed, so that no tool's mistake makes a user look silent.
 * Only listed sign-in events count: anybody can cause the others by typing a name.
 * Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html
 */
export function readRecord(record: unknown, now: Instant): Reading {
  if (!isJsonObject(record)) return malformed('$', 'not a JSON object');
  const category = ignoredByCategory(record);
  if (category !== undefined) return { kind: 'ignored', reason: category };
  const wrong = wrongCaller(record);
  if (wrong !== undefined) return malformed(wrong.field, wrong.why);
  const claim = readClaimedIdentity(record, objectAt(record, 'userIdentity'));
  if (claim.kind === 'ignored') return claim;
  const wrongly = wrongCall(record) ?? (isSignIn(record) ? wrongSignIn(record) : undefined);
  const reason = wrongly === undefined && isSignIn(record) ? ignoredSignIn(record, claim.identity) : undefined;
  return reason === undefined ? readClaim(record, claim, wrongly, now) : { kind: 'ignored', reason };
}

/** The identity behind a record: the session's issuer for a federated user, else the caller. */
interface Claim {
  readonly kind: 'claim';
  readonly who: 'user' | 'root' | 'root-by-service';
  readonly holder: JsonObject;
  readonly identity: JsonObject;
  readonly federated: boolean;
}

type Ignored = Extract<Reading, { readonly kind: 'ignored' }>;

function readClaimedIdentity(record: JsonObject, identity: JsonObject | undefined): Claim | Ignored {
  if (identity === undefined) return { kind: 'ignored', reason: 'no-user-identity' };
  const reason = ignoredByCaller(record, identity);
  if (reason !== undefined) return { kind: 'ignored', reason };
  const own = { kind: 'claim', holder: identity, identity, federated: false } as const;
  if (textAt(identity, 'type') === 'Root') return { ...own, who: rootOf(identity) };
  if (textAt(identity, 'type') !== 'FederatedUser') return { ...own, who: 'user' };
  const issuer = objectAt(objectAt(identity, 'sessionContext'), 'sessionIssuer');
  if (issuer === undefined || textAt(issuer, 'type') !== 'IAMUser') {
    return { kind: 'ignored', reason: 'federated-user' };
  }
  return { ...own, who: 'user', holder: issuer, federated: true };
}

/** The console, when it acts for the user who is signed in. */
const console = 'signin.amazonaws.com';

/** Root, or an AWS service that acts in root's name: it is recorded as root, without a key of root's. */
function rootOf(identity: JsonObject): 'root' | 'root-by-service' {
  const by = textAt(identity, 'invokedBy') ?? console;
  return by !== console && textAt(identity, 'accessKeyId') === undefined ? 'root-by-service' : 'root';
}

function readClaim(record: JsonObject, claim: Claim, wrong: WrongType | undefined, now: Instant): Reading {
  const recipient = accountText(record['recipientAccountId']);
  const named = accountOf(claim, recipient);
  const accountId = parseAccountId(named);
  if (accountId === undefined) return malformed('userIdentity.accountId', 'not the 12 digits of an account');
  if (recipient !== undefined && recipient !== named) {
    if (parseAccountId(recipient) === undefined) {
      return malformed('recipientAccountId', 'not the 12 digits of an account');
    }
    return typeof record['recipientAccountId'] === 'number'
      ? malformed('recipientAccountId', "a number that is not the caller's account")
      : { kind: 'ignored', reason: 'cross-account-copy' };
  }
  const subject = subjectOf(claim, accountId);
  if (subject === undefined) return malformed('userIdentity.userName', 'neither a unique id nor a user name');
  if (wrong !== undefined) return malformed(wrong.field, wrong.why, subject, claim);
  return readMoment(record, claim, subject, now);
}

/** The account. A number counts only if it equals the account that the record was written for. */
function accountOf({ holder, identity }: Claim, recipient: string | undefined): string | undefined {
  const stated = parseAccountId(identity['accountId']) ?? parseAccountId(holder['accountId']);
  const own = accountText(identity['accountId']);
  const agreed = own === undefined || own === recipient ? recipient : undefined;
  return stated ?? parseUserArn(holder['arn'])?.accountId ?? agreed;
}

function subjectOf({ who, holder }: Claim, accountId: AccountId): Subject | undefined {
  if (who !== 'user') return { kind: who, accountId };
  const userId = parseUserId(holder['principalId']);
  if (userId !== undefined) return { kind: 'user', accountId, userId };
  const userName = parseUserName(holder['userName']) ?? parseUserArn(holder['arn'])?.userName;
  return userName === undefined ? undefined : { kind: 'name', accountId, userName };
}

function readMoment(record: JsonObject, claim: Claim, subject: Subject, now: Instant): Reading {
  const at = parseEventTime(record['eventTime']);
  if (at === undefined) {
    return malformed('eventTime', record['eventTime'] === undefined ? 'missing' : 'not a time', subject, claim);
  }
  // Stryker disable next-line ConditionalExpression,EqualityOperator: a short cut, for few records are ahead.
  const isAhead = at > now;
  if (isAhead && at > plusMinutes(now, clockSkewMinutes)) {
    return malformed('eventTime', inTheFuture, subject, claim);
  }
  return { kind: 'sighting', subject, sighting: sightingOf(record, claim, at) };
}

function credentialOf(record: JsonObject, { identity, federated }: Claim): CredentialUsed | undefined {
  if (federated) return 'federation';
  const fromConsole = record['sessionCredentialFromConsole'];
  if (isConsoleLogin(record) || fromConsole === true || fromConsole === 'true') return 'console';
  const used = credentialOfKey(textAt(identity, 'accessKeyId'));
  const isSession = used === 'session' || used === undefined;
  return isSession && textAt(identity, 'invokedBy') === console ? 'console' : used;
}

function sightingOf(record: JsonObject, claim: Claim, at: Instant): Sighting {
  const { holder, identity } = claim;
  return {
    at,
    credential: credentialOf(record, claim),
    eventId: textAt(record, 'eventID', 64),
    eventName: textAt(record, 'eventName', 128),
    eventSource: textAt(record, 'eventSource', 128),
    region: textAt(record, 'awsRegion', 32),
    sourceAddress: textAt(record, 'sourceIPAddress', 64),
    userAgent: textAt(record, 'userAgent', 96),
    accessKeyId: textAt(identity, 'accessKeyId', 128),
    errorCode: textAt(record, 'errorCode', 64),
    userName: userNameOf(claim),
    arn: textAt(holder, 'arn', 640),
  };
}

function malformed(field: string, why: string, subject?: Subject, claim?: Claim): Malformed {
  return { kind: 'malformed', field, why, subject, userName: claim === undefined ? undefined : userNameOf(claim) };
}

function userNameOf({ holder }: Claim): string | undefined {
  return textAt(holder, 'userName', 64) ?? parseUserArn(holder['arn'])?.userName;
}
