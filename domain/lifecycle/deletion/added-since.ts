/** What others gave a user while it is deleted, and what is still to be sent. */

import { isSameData } from '../../same-data.ts';
import type { Lifecycle } from '../lifecycle.ts';
import type { UserAccess } from '../user-access.ts';
import { type DeleteCall, deleteCalls, isDeviceDelete, isLast } from './delete-call.ts';
import { takenWords } from './deletion-words.ts';

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
