import type { Answer } from '../../domain/answer.ts';
import type { StoredApproval } from '../../domain/approvals/standing-approval.ts';
import type { RecordedCall } from '../../domain/evidence/act-record.ts';
import type { AccountId, UserId } from '../../domain/ids.ts';
import type { Again } from '../../domain/lifecycle/acting/again.ts';
import type { UserSnapshot } from '../../domain/lifecycle/deletion/user-snapshot.ts';
import type { UserAccess } from '../../domain/lifecycle/user-access.ts';
import type { NoticeEvent } from '../../domain/notices/notice-event.ts';
import type { Instant } from '../../domain/time.ts';
import type { ActLog } from '../../infra/ports/act-log.ts';
import type { UserDeleter } from '../../infra/ports/deletion/user-deleter.ts';
import type { IamWriter } from '../../infra/ports/iam-writer.ts';
import type { LifecycleStore } from '../../infra/ports/lifecycle-store.ts';
import type { NoticeSender } from '../../infra/ports/notice-sender.ts';
import type { ReadUser } from './read-user.ts';

/** What an act works with. */
export interface ActPorts {
  readonly table: Pick<LifecycleStore, 'readLifecycleOf' | 'writeLifecycle'>;
  readonly iam: IamWriter;
  /** Undefined where nobody is deleted. */
  readonly deleter?: UserDeleter | undefined;
  /** The approvals of the step with this hash (a consistent read). Throws where the table cannot be reached. */
  readonly approvalsOf: (accountId: AccountId, step: string) => Promise<readonly StoredApproval[]>;
  /** What IAM says about the user with this name now. Never throws. */
  readonly access: (userName: string) => Promise<Answer<UserAccess>>;
  /** The name under which IAM lists the user with this id now; undefined where it lists none. Never throws. */
  readonly nameOf: (accountId: AccountId, userId: UserId) => Promise<Answer<string | undefined>>;
  readonly log: Pick<ActLog, 'appendIntent' | 'appendOutcome'>;
  /** Undefined where nobody can be told: then nobody is noticed. */
  readonly notices: NoticeSender | undefined;
  /** Puts an event on the bus, for chat and programs; undefined where there is no bus. Throws where it was refused. */
  readonly publishEvent?: ((event: NoticeEvent) => Promise<void>) | undefined;
  readonly clock: () => Instant;
  readonly pause: (ms: number) => Promise<void>;
}

/** What a step rests on, found a moment ago. */
export interface Looked extends Again, ReadUser {
  /** Copies of what a deletion takes; only before one. */
  readonly snapshot?: Answer<UserSnapshot> | undefined;
}

/** In whose name an act is done. */
export interface ActingAs {
  readonly accountId: AccountId;
  /** ARN of who holds the credentials. */
  readonly actor: string;
  /** The version of this program. */
  readonly software: string;
}

/** What came of an act, and why in words. `dropped`: nothing was sent to IAM. */
export interface ActResult {
  readonly kind: 'done' | 'dropped' | 'failed';
  readonly why?: string | undefined;
  /** Dropped, since all was as it was wished for. */
  readonly isAsWished?: boolean;
}

export const dropped = (why: string): ActResult => ({ kind: 'dropped', why });

/** An act under way: its ports, its actor, the user's name in its record, and the calls that were sent so far. */
export interface Acting {
  readonly ports: ActPorts;
  readonly as: ActingAs;
  readonly userName: string;
  readonly calls: RecordedCall[];
}
