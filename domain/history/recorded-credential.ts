import { isAccessKey } from '../credential.ts';
import { type CredentialKind, matchCreation } from '../inventory/iam-user.ts';
import type { Instant } from '../time.ts';
import type { Assessment } from '../verdict/assessment.ts';
import type { State } from '../verdict/state.ts';

/** What the history says of one credential of a user. */
export interface RecordedCredential {
  readonly kind: CredentialKind;
  readonly id: string;
  readonly status: 'active' | 'inactive';
  /** The last state that was not `unknown`, where there is one. */
  readonly state: State;
  readonly createdAt: Instant | undefined;
}

/** IAM allows a user about twenty credentials. An inventory file may list any number. */
const mostCredentials = 50;

/**
 * The credentials after a verdict. Those of an incomplete inventory are not taken: a credential that is not listed
 * there may still exist. An unknown state says nothing: the last known one stays.
 */
export function recordedCredentials(
  { user, credentials }: Assessment,
  before: readonly RecordedCredential[],
  isListed: boolean,
): readonly RecordedCredential[] {
  if (user.credentials === undefined || (!isListed && before.length > 0)) return before;
  return credentials.slice(0, mostCredentials).map(({ credential, id, state }) => {
    const { kind, status, createdAt } = credential;
    const now = { kind, id, status, state, createdAt };
    const known = state === 'unknown' ? before.find((one) => isSameCredential(one, now)) : undefined;
    return known === undefined ? now : { ...now, state: known.state };
  });
}

/**
 * Whether two runs mean the same credential. The credential report calls a key by its column, so the id may become
 * known later; a column may hold another key later. A password is the same after it was set again.
 */
export function isSameCredential(a: RecordedCredential, b: RecordedCredential): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === 'password') return true;
  if (isAccessKey(a.id) && isAccessKey(b.id)) return a.id === b.id;
  const match = matchCreation(a, b);
  return match === 'cannot-tell' ? a.id === b.id : match === 'same';
}
