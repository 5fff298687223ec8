/** A user as the answers of its provider together describe it, and the facts that may be missing. */

import type { AccountId, UserId } from '../ids.ts';
import type { SightingSource } from '../provider.ts';
import { daysBetween, type Instant, laterOf } from '../time.ts';

/**
 * What the provider reports about one credential's use. `never` is evidence; `unknown` is the lack of it. `not-since`
 * is evidence of silence from a time on; of the time before, the provider says nothing.
 */
export type LastUse =
  | { readonly kind: 'at'; readonly at: Instant; readonly service?: string; readonly region?: string }
  | { readonly kind: 'never' }
  | { readonly kind: 'not-since'; readonly since: Instant }
  | { readonly kind: 'unknown'; readonly why: 'not-tracked' | 'not-reported' };

/** A way to act as the user. */
export type CredentialKind =
  | 'password'
  | 'access-key'
  | 'service-specific-credential'
  | 'ssh-public-key'
  | 'signing-certificate'
  /** Signing in to Entra ID or Google, by whatever method. */
  | 'sign-in'
  /** Use of Google's mail and other services without a sign-in: by an open session, IMAP, POP or an OAuth token. */
  | 'app-access'
  /** The account of an on-premises directory from which Entra ID's user is synced. */
  | 'on-premises-account'
  /** Authenticating as a service account of Google Cloud, with a key or without. */
  | 'authentication'
  | 'service-account-key'
  /** Keys of a service account whose use Google Cloud does not record. */
  | 'hmac-key'
  | 'api-key';

/** A credential in IAM's inventory. */
export interface Credential {
  readonly kind: CredentialKind;
  /** The id where IAM reports it. The credential report has no ids: there it is the column's name, `access_key_1`. */
  readonly id: string;
  readonly status: 'active' | 'inactive';
  /** When it was created, set or last rotated; undefined where IAM does not report it. */
  readonly createdAt: Instant | undefined;
  /** Where nobody reports the creation: a time at which it was there already. */
  readonly existsSince?: Instant | undefined;
  readonly lastUse: LastUse;
  /** The source of the last use; absent: the credential report. */
  readonly reportedBy?: EvidenceSource | undefined;
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
  | {
      readonly kind: 'field-unreadable';
      readonly source: InventorySource | ProviderList | ProviderReport;
      readonly field: string;
    }
  | { readonly kind: 'credentials-not-in-report'; readonly info: string }
  | { readonly kind: 'record-unreadable'; readonly field: string; readonly source?: SightingSource }
  /** An unreadable record of a user; it is not known which user. Without a source it is CloudTrail's. */
  | { readonly kind: 'record-unattributed'; readonly field: string; readonly source?: SightingSource }
  | { readonly kind: 'log-files-unreadable'; readonly files: number }
  | { readonly kind: 'use-not-recorded'; readonly credential: CredentialKind }
  | { readonly kind: 'all-silent-at-once'; readonly users: number }
  /** The source did not answer a request, or not completely. `why` is its error code, such as `Throttling`. */
  | {
      readonly kind: 'source-failed';
      readonly source: LiveSource | ProviderList | ProviderReport;
      readonly why: string;
    }
  /** The source answered completely and does not list this user, but another source does. */
  | { readonly kind: 'not-listed'; readonly source: InventorySource | ProviderList | ProviderReport }
  /** Nobody says when the user was created, and it was not there a threshold ago, as far as is known. */
  | { readonly kind: 'age-unknown'; readonly since: Instant }
  | ListGap;

/**
 * What keeps a provider's list, which may answer differently from call to call, from proving that a user was silent.
 */
export type ListGap =
  /** The list says of nobody when it was last used: a licence or a permission is missing. */
  | { readonly kind: 'activity-not-listed'; readonly source: EvidenceSource; readonly users: number }
  /** It was made then, which is more than a day ago. */
  | { readonly kind: 'list-stale'; readonly source: EvidenceSource; readonly madeAt: Instant }
  /** It is not known when it was made. Its newest time is this many days old; undefined: it has no time. */
  | { readonly kind: 'list-undated'; readonly source: EvidenceSource; readonly newestDaysOld?: number }
  | { readonly kind: 'list-read-once'; readonly source: EvidenceSource }
  | { readonly kind: 'list-reads-differ'; readonly source: EvidenceSource }
  /** The silence is longer than the threshold by less than the time by which the list may be behind. */
  | { readonly kind: 'list-behind'; readonly source: EvidenceSource; readonly hours: number }
  /** The user tried to sign in at that time; whether it succeeded is not known. */
  | { readonly kind: 'attempt-undecided'; readonly source: EvidenceSource; readonly at: Instant }
  /** The provider records such use since that time, which is inside the window. */
  | { readonly kind: 'recorded-since'; readonly source: EvidenceSource; readonly since: Instant }
  /** Nobody read the source, and it may know of a use. */
  | { readonly kind: 'source-not-read'; readonly source: EvidenceSource }
  /** The source was read, and this field of the user, which tells of a use, is not in it. */
  | { readonly kind: 'field-not-listed'; readonly source: EvidenceSource; readonly field: string }
  /** It looks at the time from one whole day to another, in which the user was silent for less than the threshold. */
  | {
      readonly kind: 'period-too-short';
      readonly source: EvidenceSource;
      readonly from: Instant;
      readonly to: Instant;
    };

/** The sources of IAM's inventory. */
export type InventorySource = 'credential-report' | 'authorization-details' | 'list-users';

/** The list of users of another provider than IAM. */
export type ProviderList = 'entra-users' | 'google-users' | 'gcp-service-accounts' | 'gcp-activities';

/** The reports of Google Workspace: the use of its services by day, and its activities. */
export type ProviderReport = 'google-usage-report' | Extract<SightingSource, `google-${string}`>;

/** The sources that a live run reads for a verdict. */
export type LiveSource =
  | InventorySource
  | 'service-specific-credentials'
  | 'ssh-public-keys'
  | 'event-history'
  | 'table';

/** A tag of a user. Its texts are strangers' words. */
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
  /** Where its provider reports no creation: a time at which the user was there already. */
  readonly existsSince?: Instant | undefined;
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
  /** What else its provider says that a reader of the verdict must know; absent: nothing. */
  readonly remarks?: readonly UserRemark[] | undefined;
}

/** What a provider says about a user beside its use. It never changes the verdict. */
export type UserRemark =
  | { readonly kind: 'guest' | 'disabled' | 'invitation-open' | 'suspended' | 'archived' | 'terms-open' }
  /** The latest attempt to sign in that is not known to have succeeded. */
  | { readonly kind: 'attempted'; readonly at: Instant }
  /** Successful use is recorded since that time, and the user is older. */
  | { readonly kind: 'recorded-since'; readonly since: Instant }
  /** Nobody read this source, which few customers need. */
  | { readonly kind: 'source-not-read'; readonly source: EvidenceSource }
  /** Ways to use a service account of Google Cloud that nobody records. */
  | { readonly kind: 'ways-not-seen' };

/** The time from which on the provider knows that the user was silent; undefined where it names no such time. */
export function silentSince({ credentials }: Pick<IamUser, 'credentials'>): Instant | undefined {
  return (credentials ?? [])
    .map(({ lastUse }) => (lastUse.kind === 'not-since' ? lastUse.since : undefined))
    .reduce<Instant | undefined>(laterOf, undefined);
}

/**
 * Whether a source that should have answered did not. That nobody records the use of a credential is another matter:
 * CloudTrail may have watched it.
 */
export const isAnswerMissing = (gaps: readonly MissingFact[]): boolean =>
  gaps.some(({ kind }) => kind !== 'use-not-recorded');

/** The source of evidence of activity. */
export type EvidenceSource =
  | SightingSource
  | 'credential-report'
  | 'list-users'
  | 'service-last-accessed'
  | 'entra-sign-in-activity'
  | 'google-last-login'
  | 'google-usage-report';

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
