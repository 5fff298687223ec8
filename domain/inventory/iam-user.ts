import type { AccountId, UserId } from '../ids.ts';
import { daysBetween, type Instant } from '../time.ts';

/** What IAM says about one credential's use. `never` is evidence; `unknown` is the lack of it. */
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

/** A credential as IAM's inventory has it. */
export interface Credential {
  readonly kind: CredentialKind;
  /** The id where IAM tells it; in a credential report, which tells none, the name of the column: `access_key_1`. */
  readonly id: string;
  readonly status: 'active' | 'inactive';
  /** When it was created, set or last rotated; undefined where IAM does not say. */
  readonly createdAt: Instant | undefined;
  readonly lastUse: LastUse;
}

/** One thing that should be known of a user and is not, so that silence proves nothing. */
export type MissingFact =
  | { readonly kind: 'no-credential-report' }
  | { readonly kind: 'no-row' }
  | { readonly kind: 'row-of-another-user'; readonly rowCreatedAt: Instant }
  | { readonly kind: 'report-stale'; readonly generatedAt: Instant }
  /** Nobody said when the report was made; its newest entry is whole days old, or it holds no time at all. */
  | { readonly kind: 'report-undated'; readonly newestDaysOld?: number }
  | { readonly kind: 'field-unreadable'; readonly source: InventorySource; readonly field: string }
  | { readonly kind: 'credentials-not-in-report'; readonly info: string }
  | { readonly kind: 'record-unreadable'; readonly field: string }
  /** A record of an IAM user, nobody can tell of which, could not be read. */
  | { readonly kind: 'record-unattributed'; readonly field: string }
  | { readonly kind: 'log-files-unreadable'; readonly files: number }
  | { readonly kind: 'use-not-recorded'; readonly credential: CredentialKind }
  | { readonly kind: 'all-silent-at-once'; readonly users: number }
  /** The source was asked and did not answer, or not to its end; `why` in the source's own word, as `Throttling`. */
  | { readonly kind: 'source-failed'; readonly source: AskedSource; readonly why: string }
  /** The source answered to its end and does not know this user, whom another source knows. */
  | { readonly kind: 'not-listed'; readonly source: InventorySource };

export type InventorySource = 'credential-report' | 'authorization-details' | 'list-users';

/** Whatever a live run asks on the way to a verdict. */
export type AskedSource =
  | InventorySource
  | 'service-specific-credentials'
  | 'ssh-public-keys'
  | 'event-history'
  | 'table';

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A user as IAM's answers, joined, have it. */
export interface IamUser {
  readonly accountId: AccountId;
  /** Undefined where only the credential report, which has no unique ids, knows the user. */
  readonly userId: UserId | undefined;
  readonly userName: string;
  readonly arn: string;
  readonly path: string;
  readonly createdAt: Instant | undefined;
  readonly tags: readonly Tag[];
  readonly groups: readonly string[];
  /** Undefined where no source told which credentials there are. */
  readonly credentials: readonly Credential[] | undefined;
  /** Whether the SSH keys, which the credential report does not have, are among the credentials; else nobody looked. */
  readonly sshKeysListed?: boolean | undefined;
  /** ListUsers' own memory of the last sign-in, which outlives the password. */
  readonly passwordLastUsed: Instant | undefined;
  readonly mfaActive: boolean | undefined;
  readonly gaps: readonly MissingFact[];
}

/** Who says that there was activity. */
export type EvidenceSource = 'cloudtrail' | 'credential-report' | 'list-users';

/** What the time of creation says of two answers about one name. */
export type CreationMatch = 'same' | 'different' | 'cannot-tell';

/** Two answers about one user may differ by so much, where one rounds and another cuts. */
const roundingSeconds = 1;

/**
 * Whether two answers are about the same user, by the time of creation: a name is used again, a moment of creation is
 * not. `cannot-tell` where an answer lacks the time; the caller decides what that means.
 */
export function matchCreation(a: Pick<IamUser, 'createdAt'>, b: Pick<IamUser, 'createdAt'>): CreationMatch {
  if (a.createdAt === undefined || b.createdAt === undefined) return 'cannot-tell';
  return Math.abs(daysBetween(a.createdAt, b.createdAt)) * 86_400 <= roundingSeconds ? 'same' : 'different';
}
