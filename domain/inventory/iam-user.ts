/** An IAM user as IAM's answers together describe it, and the facts that may be missing. */

import type { AccountId, UserId } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';

/** What IAM reports about one credential's use. `never` is evidence; `unknown` is the lack of it. */
export type LastUse =
  | { readonly kind: 'at'; readonly at: Instant; readonly service?: string; readonly region?: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'unknown'; readonly why: 'not-tracked' | 'not-reported' };

export type CredentialKind =
  | 'password'
  | 'access-key'
  | 'service-specific-credential'
  | 'ssh-public-key'
  | 'signing-certificate';

/** A credential in IAM's inventory. */
export interface Credential {
  readonly kind: CredentialKind;
  /** The id where IAM reports it. The credential report has no ids: there it is the column's name, `access_key_1`. */
  readonly id: string;
  readonly status: 'active' | 'inactive';
  /** When it was created, set or last rotated; undefined where IAM does not report it. */
  readonly createdAt: Instant | undefined;
  readonly lastUse: LastUse;
  /** The service of a service-specific credential: `codecommit.amazonaws.com`. */
  readonly service?: string | undefined;
}

/** A fact about a user that should be known and is not. Without it, silence proves nothing. */
export type MissingFact =
  | { readonly kind: 'no-credential-report' }
  | { readonly kind: 'no-row' }
  | { readonly kind: 'row-of-another-user'; readonly rowCreatedAt: Instant }
  | { readonly kind: 'report-stale'; readonly generatedAt: Instant }
  /** It is not known when the report was made. Its newest entry is this many days old; undefined: it has no time. */
  | { readonly kind: 'report-undated'; readonly newestDaysOld?: number }
  | { readonly kind: 'field-unreadable'; readonly source: InventorySource; readonly field: string }
  | { readonly kind: 'credentials-not-in-report'; readonly info: string }
  | { readonly kind: 'record-unreadable'; readonly field: string }
  /** An unreadable record of an IAM user; it is not known which user. */
  | { readonly kind: 'record-unattributed'; readonly field: string }
  | { readonly kind: 'log-files-unreadable'; readonly files: number }
  | { readonly kind: 'use-not-recorded'; readonly credential: CredentialKind }
  | { readonly kind: 'all-silent-at-once'; readonly users: number }
  /** The source did not answer a request, or not completely. `why` is its error code, such as `Throttling`. */
  | { readonly kind: 'source-failed'; readonly source: LiveSource; readonly why: string }
  /** The source answered completely and does not list this user, but another source does. */
  | { readonly kind: 'not-listed'; readonly source: InventorySource };

export type InventorySource = 'credential-report' | 'authorization-details' | 'list-users';

/** The sources that a live run reads for a verdict. */
export type LiveSource =
  | InventorySource
  | 'service-specific-credentials'
  | 'ssh-public-keys'
  | 'event-history'
  | 'table';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A user, joined from IAM's answers. */
export interface IamUser {
  readonly accountId: AccountId;
  /** Undefined where only the credential report lists the user: it has no unique ids. */
  readonly userId: UserId | undefined;
  readonly userName: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant | undefined;
  readonly tags: readonly Tag[];
  readonly groups: readonly string[];
  /** Undefined where no source reports the credentials. */
  readonly credentials: readonly Credential[] | undefined;
  /** Whether the credentials include the SSH keys, which the credential report lacks. Else they are not known. */
  readonly sshKeysListed?: boolean | undefined;
  /** The last sign-in by ListUsers, which still reports it after the password is deleted. */
  readonly passwordLastUsed: Instant | undefined;
  readonly mfaActive: boolean | undefined;
  readonly gaps: readonly MissingFact[];
}

/**
 * Whether a source that should have answered did not. That nobody records the use of a credential is another matter:
 * CloudTrail may have watched it.
 */
export const isAnswerMissing = (gaps: readonly MissingFact[]): boolean =>
  gaps.some(({ kind }) => kind !== 'use-not-recorded');

/** The source of evidence of activity. */
export type EvidenceSource = 'cloudtrail' | 'credential-report' | 'list-users' | 'service-last-accessed';

/** Whether two answers with one name are about the same user, by the time of creation. */
export type CreationMatch = 'same' | 'different' | 'cannot-tell';

/** Two answers about one user may differ by this much: one source rounds, another one cuts. */
const roundingSeconds = 1;

/**
 * Whether two answers are about the same user, by the time of creation. A name can be reused, a time of creation
 * cannot. `cannot-tell` where an answer lacks the time; the caller decides what that means.
 */
export function matchCreation(a: Pick<IamUser, 'createdAt'>, b: Pick<IamUser, 'createdAt'>): CreationMatch {
  if (a.createdAt === undefined || b.createdAt === undefined) return 'cannot-tell';
  return Math.abs(daysBetween(a.createdAt, b.createdAt)) * 86_400 <= roundingSeconds ? 'same' : 'different';
}
