/** Where a user stands on its way out, and the events that led there. */

import type { CampaignId, UserId } from '../ids.ts';
import type { Instant } from '../time.ts';
import type { DeleteCall } from './deletion/delete-call.ts';

/**
 * `none`: nothing is planned, or a quarantine was undone. `noticed`: the owner was told. `quarantining`, `releasing`
 * and `deleting`: the change was begun and is not confirmed; the next run completes it. `held`: a quarantined user
 * showed up or was changed by others, or could not be deleted whole, so a person decides. `deleted`: for ever.
 */
export const lifecycleStates = [
  'none',
  'noticed',
  'quarantining',
  'quarantined',
  'held',
  'releasing',
  'deleting',
  'deleted',
] as const;
export type LifecycleState = (typeof lifecycleStates)[number];

/** A notice about a user: when, and to whom. */
export interface Notice {
  readonly at: Instant;
  readonly to: string;
}

/** A deletion that was begun: what must still be known once IAM has no such user. */
export interface BegunDeletion {
  readonly at: Instant;
  readonly arn: string;
  /** All calls that it took then. A virtual MFA device that is deactivated is in no list of the user any more. */
  readonly calls: readonly DeleteCall[];
}

/** The lifecycle of one user. A user without an entry is in the state `none`, at version 0. */
export interface Lifecycle {
  readonly userId: UserId;
  readonly userName: string;
  readonly state: LifecycleState;
  /** The number of its last event; each write needs the version before. */
  readonly version: number;
  readonly since: Instant;
  /** When the quarantine is due; only of `noticed`. */
  readonly due?: Instant | undefined;
  /** The plan that led here. */
  readonly planHash?: string | undefined;
  readonly owner: string;
  readonly notices: readonly Notice[];
  /** Of the user's access when it was noticed. */
  readonly fingerprint?: string | undefined;
  /** The user's last activity as known then; anything later ends the way to quarantine. */
  readonly lastActivity?: Instant | undefined;
  /** The latest quarantine; it stays after the release, for the caps. */
  readonly quarantinedAt?: Instant | undefined;
  /** When a quarantined user showed up or was released. */
  readonly returnedAt?: Instant | undefined;
  /** The deletion that was begun; it stays, for the caps. */
  readonly deletion?: BegunDeletion | undefined;
}

/** A call that was sent to IAM, and IAM's id of it. */
export interface SentCall {
  readonly action: string;
  readonly requestId?: string | undefined;
}

/** One change of a lifecycle. It is written before the entry that it leads to. */
export interface LifecycleEvent {
  readonly seq: number;
  readonly from: LifecycleState;
  /** The entry that it leads to. */
  readonly to: Lifecycle;
  readonly cause: string;
  /** ARN of who did it. */
  readonly actor: string;
  readonly at: Instant;
  readonly calls: readonly SentCall[];
  /** The hash of the event before; undefined for the first. */
  readonly before?: string | undefined;
}

/** A person's word that a user is needed. */
export interface Keep {
  /** The last day (UTC) on which it holds, `2027-03-31`. */
  readonly until: string;
  readonly reason: string;
  readonly by: string;
  readonly at: Instant;
  /** The review in which it was said. */
  readonly campaign?: CampaignId | undefined;
}

/**
 * What a review ended with against a user. `asked`: somebody said that it may go. `silence`: nobody answered, and the
 * campaign had said what that means.
 */
export interface Removal {
  readonly kind: 'asked' | 'silence';
  readonly campaign: CampaignId;
  /** ARN of who said so; of silence, of who started the campaign. */
  readonly by: string;
  readonly at: Instant;
  readonly reason?: string | undefined;
}

/** The account's brake, as somebody set it. A released brake also answers what stopped earlier plans. */
export interface SetBrake {
  readonly state: 'on' | 'off';
  readonly by: string;
  readonly at: Instant;
  readonly reason?: string | undefined;
}

/** A brake that cannot be read holds. */
export type Brake = SetBrake | { readonly state: 'unreadable' };

/** What the table holds of one user's lifecycle. */
export interface UserEntries {
  readonly lifecycle: Lifecycle | undefined;
  /** The latest events, by number. */
  readonly events: readonly LifecycleEvent[];
  readonly keep: Keep | undefined;
  readonly removal: Removal | undefined;
  /** Whether an entry is of another version or was changed: then nothing is done to the user. */
  readonly isUnreadable: boolean;
}

/** What the table holds of an account's lifecycles. */
export interface LifecycleEntries {
  readonly users: ReadonlyMap<UserId, UserEntries>;
  readonly brake: Brake | undefined;
}

export const noEntries: UserEntries = {
  lifecycle: undefined,
  events: [],
  keep: undefined,
  removal: undefined,
  isUnreadable: false,
};

/** Whether a keep still holds; its last day counts whole. */
export const isKept = ({ keep }: Pick<UserEntries, 'keep'>, now: Instant): boolean =>
  keep !== undefined && now.slice(0, 10) <= keep.until;

/** A lifecycle before its first event. */
export function unbegun(userId: UserId, userName: string, now: Instant): Lifecycle {
  return { userId, userName, state: 'none', version: 0, since: now, owner: '', notices: [] };
}
