/** The record of an act on a user: what was about to be done and why, and what came of it. */

import type { AccountId, UserId } from '../ids.ts';
import type { EvidenceSource, Tag } from '../inventory/iam-user.ts';
import type { DeleteCall } from '../lifecycle/deletion/delete-call.ts';
import type { UserSnapshot } from '../lifecycle/deletion/user-snapshot.ts';
import type { Notice } from '../lifecycle/lifecycle.ts';
import type { LifecycleSettings } from '../lifecycle/settings.ts';
import type { Act, IamCall } from '../lifecycle/step.ts';
import type { UserAccess } from '../lifecycle/user-access.ts';
import type { Instant } from '../time.ts';
import type { State } from '../verdict/state.ts';

/** What a stored record says that it is. */
export const actRecordKind = 'lastseen-act';

/** The format of these records, stored with each. Raise it with every change that an older version would misread. */
export const actRecordFormat = 1;

/** Who the act is about. */
export interface RecordedUser {
  readonly userId: UserId;
  readonly userName: string;
  readonly arn: string;
  readonly path?: string | undefined;
  readonly createdAt?: Instant | undefined;
  readonly tags: readonly Tag[];
  /** Who called CreateUser; undefined where that is not known. */
  readonly creator?: string | undefined;
  readonly owner?: string | undefined;
}

/** The latest activity that one source reports, and how old it was at the time of the verdict. */
export interface RecordedActivity {
  readonly source: EvidenceSource;
  readonly at: Instant;
  readonly ageDays: number;
  readonly credential?: string | undefined;
}

/** The verdict that the act rests on. */
export interface RecordedVerdict {
  readonly state: State;
  readonly asOf: Instant;
  readonly thresholdDays: number;
  /** In words. */
  readonly reason: string;
  readonly evidence: readonly RecordedActivity[];
  readonly corroborated: boolean;
  /** How far CloudTrail covers the window; undefined where the table holds no run. */
  readonly coverage?: RecordedCoverage | undefined;
  /** Facts that are missing, in words. */
  readonly missing: readonly string[];
}

/** How far CloudTrail watched the window, at the latest run. */
export interface RecordedCoverage {
  readonly asOf: Instant;
  readonly kind: 'whole' | 'partial' | 'none';
  readonly gaps: readonly { readonly region: string; readonly from: string; readonly to: string }[];
}

/** A notice that was sent, with the id that its topic gave it. */
export interface RecordedNotice extends Notice {
  readonly messageId?: string | undefined;
}

/** Who allowed an act that needs a person. */
export interface RecordedApproval {
  /** ARN of the person; of a merged file `sha256:` and the hash of its bytes. */
  readonly by: string;
  /** How the person was authenticated. */
  readonly how: string;
  readonly at: Instant;
  readonly reason: string;
  /** The hash of the step that was approved; absent in records of earlier versions. */
  readonly step?: string | undefined;
  /** What the person knew and approved all the same. */
  readonly acknowledged?: readonly string[] | undefined;
}

/** Who else names the user, which kinds of resources were looked at, and which refused. */
export interface RecordedReferences {
  readonly found: readonly { readonly kind: string; readonly arn: string }[];
  readonly looked: readonly string[];
  readonly refused: readonly string[];
}

/** Days of a quarantine on which somebody listened in one Region. */
export interface RecordedListening {
  readonly region: string;
  readonly days: number;
  readonly ofDays: number;
}

/** What is known before an act. No secret is in it: none was read. */
export interface ActIntent {
  readonly at: Instant;
  readonly act: Act;
  readonly reason: string;
  /** ARN of who acts. */
  readonly actor: string;
  /** The version of lastseen. */
  readonly software: string;
  readonly user: RecordedUser;
  readonly planHash?: string | undefined;
  readonly settings: LifecycleSettings;
  /** The calls that will be sent, and those that take them back. */
  readonly calls: readonly (IamCall | DeleteCall)[];
  readonly undo: readonly IamCall[];
  /** The user's access before the act; undefined where the act does not ask for it. */
  readonly access?: UserAccess | undefined;
  /** Undefined where the act rests on a person's word alone. */
  readonly verdict?: RecordedVerdict | undefined;
  readonly notices: readonly RecordedNotice[];
  /** Days of the quarantine on which somebody listened. */
  readonly listenedDays?: number | undefined;
  /** The same, Region by Region. */
  readonly listened?: readonly RecordedListening[] | undefined;
  /** Copies of what a deletion takes, beside `access`. */
  readonly snapshot?: UserSnapshot | undefined;
  readonly approval?: RecordedApproval | undefined;
  readonly references?: RecordedReferences | undefined;
  /** What no undo brings back, in words; empty where everything can be restored. */
  readonly neverRestored: readonly string[];
}

/** A call that was sent, and how it ended: `done`, or the error code. */
export interface RecordedCall {
  readonly action: string;
  /** The name that the call took, where others had renamed the user of the record. */
  readonly userName?: string | undefined;
  readonly at: Instant;
  readonly requestId?: string | undefined;
  readonly outcome: string;
}

/** What came of an act. */
export interface ActOutcome {
  readonly at: Instant;
  /** The sequence of its intent. */
  readonly intent: number;
  /** `dropped`: the user had changed, so no call was sent. `failed`: a call was refused; `calls` ends there. */
  readonly result: 'done' | 'dropped' | 'failed';
  /** Why it was dropped or failed, in words. */
  readonly why?: string | undefined;
  readonly actor: string;
  readonly software: string;
  /** In the order in which they were sent. */
  readonly calls: readonly RecordedCall[];
}

/** The place of a record in the account's chain. */
export interface ChainPlace {
  readonly accountId: AccountId;
  /** Of this record alone, so that no two records have the same bytes. */
  readonly id: string;
  /** From 1, without a gap. */
  readonly sequence: number;
  /** SHA-256 of the bytes of the record before; undefined for the first. */
  readonly before?: string | undefined;
  /** ARN of the key in KMS whose signature stands beside the record; undefined where none signs it. */
  readonly key?: string | undefined;
  /** Why the key gave no signature, in words. Only an undo is done and recorded without the one that it should have. */
  readonly unsigned?: string | undefined;
}

/** What a record says, without its place. */
export type ActEntry = ({ readonly phase: 'intent' } & ActIntent) | ({ readonly phase: 'outcome' } & ActOutcome);

/** One record of the chain. */
export type ActRecord = ChainPlace & ActEntry;
