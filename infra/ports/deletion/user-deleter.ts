import type { Answer } from '../../../domain/answer.ts';
import type { UserId } from '../../../domain/ids.ts';
import type { Tag } from '../../../domain/inventory/iam-user.ts';
import type { DeleteCall } from '../../../domain/lifecycle/deletion/delete-call.ts';
import type { UserSnapshot } from '../../../domain/lifecycle/deletion/user-snapshot.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import type { CallAnswer } from '../iam-writer.ts';

/** Who has a name now. */
export interface NamedNow {
  readonly userId: UserId;
  /** With a slash at both ends. */
  readonly path: string;
  readonly tags: readonly Tag[];
}

/** Deletes users and what they hold. Nothing that it does can be undone. */
export interface UserDeleter {
  /** Who has the name, by GetUser alone. Never throws. */
  who(userName: string): Promise<Answer<NamedNow>>;
  /** What of the user can be made again only from a copy. Never throws: one part that is missing fails the whole. */
  snapshot(access: UserAccess): Promise<Answer<UserSnapshot>>;
  /** Sends one call. Never throws. What is gone already counts as done. An answer that was lost is a failure. */
  send(call: DeleteCall): Promise<CallAnswer>;
}
