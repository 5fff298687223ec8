/** What others did to a user while it is deleted, and what is still to be sent. */

import { isSameData } from '../../same-data.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { UserAccess } from '../user-access.ts';
import { type DeleteCall, deleteCalls, isDeviceDelete, isLast } from './delete-call.ts';
import { addedWords, renamedWords, takenWords } from './deletion-words.ts';

/** What a lifecycle says of a deletion that was begun. */
type Begun = Pick<Lifecycle, 'since' | 'quarantinedAt' | 'deletion'>;

/**
 * What the user has and did not have when its deletion was begun, each in words. Nobody approved that this goes, and
 * somebody wants the user: it is never deleted. A password is told by its age, since its call names none; whatever is
 * listed again under an id or a name that was approved goes again.
 */
export function addedSince(begun: Begun, access: UserAccess): string[] {
  const approved = (begun.deletion?.calls ?? []).map(thingOf);
  const added = deleteCalls(access).filter((call) => !approved.some((each) => isSameData(each, thingOf(call))));
  const words = added.flatMap((call) => takenWords(call) ?? []);
  const { passwordCreatedAt = '' } = access;
  const isReset = passwordCreatedAt > (begun.quarantinedAt ?? begun.since);
  return [...new Set([...(isReset ? ['a password'] : []), ...words])];
}

/** The path and the name of an IAM user's ARN: `/team/alice`. */
const placeIn = (arn: string): string => arn.slice(arn.indexOf(':user/') + ':user'.length);

/** That others renamed the user or moved it to another path since then, in words; undefined where they did not. */
export function movedSince(
  { deletion }: Pick<Begun, 'deletion'>,
  { path, userName }: Pick<UserAccess, 'path' | 'userName'>,
): string | undefined {
  const [before, after] = [placeIn(deletion?.arn ?? ''), `${path}${userName}`];
  if (deletion === undefined || before === after) return undefined;
  const former = before.slice(before.lastIndexOf('/') + 1);
  return before === `${path}${former}` ? renamedWords(former, userName) : `others moved it from ${before} to ${after}`;
}

/** Why a person decides about a user whose deletion was begun, each in words: somebody wants it, or hides it. */
export function wantedSince(begun: Begun, access: UserAccess): string[] {
  const moved = movedSince(begun, access);
  const added = addedSince(begun, access);
  return [...(moved === undefined ? [] : [moved]), ...(added.length === 0 ? [] : [addedWords(added)])];
}

/** What a call takes, whatever the user is called. */
const thingOf = ({ userName: _, ...thing }: DeleteCall) => thing;

/**
 * The calls of a deletion that was begun, but the last two. A new password may be somebody else's: its call is sent
 * only where IAM says that there is one.
 */
export function begunCalls({ deletion }: Pick<Begun, 'deletion'>): DeleteCall[] {
  return (deletion?.calls ?? []).filter((call) => call.action !== 'DeleteLoginProfile' && !isLast(call));
}

/** Serial numbers of virtual devices that the deletion was to take and that the user has no more. */
export function freedDevices({ deletion }: Pick<Begun, 'deletion'>, { mfaDevices }: UserAccess): string[] {
  const virtual = (deletion?.calls ?? []).filter(isDeviceDelete).map(({ serialNumber }) => serialNumber);
  return virtual.filter((serialNumber) => !mfaDevices.includes(serialNumber));
}

/** What a person must know of these devices where the deletion does not go on. */
export const freedWords = (begun: Pick<Begun, 'deletion'>, access: UserAccess): string[] =>
  freedDevices(begun, access).map((serial) => `MFA device ${serial} may be left without a user`);
