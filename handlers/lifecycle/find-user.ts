/** Finds a user by its unique id: IAM's calls take names, and others may rename it or give its name to another user. */

import type { AccountId } from '../../domain/ids.ts';
import { isGone } from '../../domain/lifecycle/deletion/begun-deletion.ts';
import type { Step } from '../../domain/lifecycle/step.ts';
import type { UserAccess } from '../../domain/lifecycle/user-access.ts';
import type { ActPorts } from './act-ports.ts';

/**
 * Where the user is. `found`: under the name of its access, which others may have changed. `gone`: IAM lists no such
 * id. `unknown`: IAM did not say, or its answers do not agree yet.
 */
export type FoundUser =
  | { readonly kind: 'found'; readonly access: UserAccess }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unknown'; readonly why: string };

/**
 * Looks for the user under its name, then for its unique id in IAM's list. That nobody has the name proves nothing: a
 * user that was renamed is there, with all its access.
 */
export async function findUser(
  { userId, userName }: Pick<Step, 'userId' | 'userName'>,
  accountId: AccountId,
  { access, nameOf }: Pick<ActPorts, 'access' | 'nameOf'>,
): Promise<FoundUser> {
  const named = await access(userName);
  if (named.kind === 'answered' && named.value.userId === userId) return { kind: 'found', access: named.value };
  if (named.kind === 'failed' && !isGone(named, userId)) return unanswered(named.failure.why);
  const listed = await nameOf(accountId, userId);
  if (listed.kind === 'failed') return unanswered(listed.failure.why);
  if (listed.value === undefined) return { kind: 'gone' };
  const renamed = await access(listed.value);
  if (renamed.kind === 'answered' && renamed.value.userId === userId) return { kind: 'found', access: renamed.value };
  return { kind: 'unknown', why: `IAM lists it as ${listed.value} and does not find it by that name` };
}

const unanswered = (why: string) => ({ kind: 'unknown', why: `IAM did not answer about it (${why})` }) as const;
