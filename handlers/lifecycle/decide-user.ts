/** What a person decides about one user that is quarantined: to undo it, or to hold it. */

import { recordedUser } from '../../domain/evidence/act-facts.ts';
import type { IamUser } from '../../domain/inventory/iam-user.ts';
import type { LifecycleSettings } from '../../domain/lifecycle/settings.ts';
import { type Act, callsOf, type Step } from '../../domain/lifecycle/step.ts';
import { heldAt, releasedAt } from '../../domain/lifecycle/transition.ts';
import { hasTag, quarantineTag, type UserAccess, userArn } from '../../domain/lifecycle/user-access.ts';
import { type ActingAs, type ActPorts, type ActResult, dropped } from './act-ports.ts';
import { advance } from './advance.ts';
import { type FoundUser, findUser } from './find-user.ts';
import { type ReadUser, readUser } from './read-user.ts';
import { type Intended, recordAct } from './record-act.ts';
import { deletedBecause, isReleasable, release } from './release.ts';
import { withAnnouncement } from './tell-owner.ts';
import { overtakenWords } from './write-transition.ts';

/** A user, the person's reason, and the settings of the moment, for the record. */
export interface PersonsWord extends Pick<Step, 'userId' | 'userName' | 'arn' | 'reason'> {
  readonly settings: LifecycleSettings;
  /** What the latest scan says; undefined where it knows no such user. */
  readonly user?: IamUser | undefined;
}

/**
 * Undoes a quarantine at once, whatever brake, caps and window say. A user with our tag is released even where the
 * table does not know of its quarantine. Throws where the table or the evidence cannot be reached.
 */
export async function undoUser(word: PersonsWord, ports: ActPorts, as: ActingAs): Promise<ActResult> {
  const found = await readUser(ports.table, as.accountId, word.userId);
  const why = deletedBecause(found.entries);
  if (why !== undefined) return dropped(why);
  const user = await findUser(word, as.accountId, ports);
  const isMarked = user.kind === 'found' && hasTag(user.access.tags, quarantineTag);
  if (!isReleasable(found.entries) && !isMarked) {
    return { ...dropped('it is not quarantined: nothing is to be undone'), isAsWished: true };
  }
  return recordedRelease(word, found, user, ports, as);
}

/** Releases a user between the two records of the act, by the name that it has now, and tells its owner. */
export async function recordedRelease(
  word: PersonsWord,
  found: ReadUser,
  user: FoundUser,
  ports: ActPorts,
  as: ActingAs,
): Promise<ActResult> {
  const { access } = user.kind === 'found' ? user : {};
  const named = access === undefined ? word : namedNow(word, access, as);
  const intended = { ...intendedBy(named, 'release', found, ports), ...(access && { access }) };
  return recordAct(intended, ports, as, async (acting) => {
    const result = await release(named, acting, releasedAt(ports.clock()));
    return result.kind === 'done' ? withAnnouncement(result, named, found, acting) : result;
  });
}

function namedNow(word: PersonsWord, access: UserAccess, { accountId }: ActingAs): PersonsWord {
  const { userName } = access;
  return userName === word.userName ? word : { ...word, userName, arn: userArn(word.arn, accountId, access) };
}

/** Keeps a quarantined user as it is, until a person undoes it. Nothing changes in IAM. Throws as `undoUser` does. */
export async function holdUser(word: PersonsWord, ports: ActPorts, as: ActingAs): Promise<ActResult> {
  const found = await readUser(ports.table, as.accountId, word.userId);
  const { lifecycle, isUnreadable } = found.entries;
  if (isUnreadable) return dropped('its lifecycle in the table cannot be read; lastseen undo takes deny and tag away');
  if (lifecycle?.state !== 'quarantined')
    return dropped(`it is ${lifecycle?.state ?? 'not on its way out'}, not quarantined`);
  return recordAct(intendedBy(word, 'hold', found, ports), ports, as, async (acting) => {
    const held = await advance(acting, word, found.entries, 'held', heldAt(ports.clock()));
    if (held.kind === 'overtaken') return dropped(overtakenWords(held.entries));
    return withAnnouncement({ kind: 'done' }, word, found, acting);
  });
}

/** What is known before an act that rests on a word, not on a plan. */
export function intendedBy(word: PersonsWord, act: Act, { entries }: ReadUser, { clock }: ActPorts): Intended {
  const { lifecycle } = entries;
  return {
    act,
    reason: word.reason,
    user: recordedUser({ ...word, owner: lifecycle?.owner ?? '' }, word.user),
    settings: word.settings,
    ...callsOf(act, word, clock()),
    notices: lifecycle?.notices ?? [],
    neverRestored: [],
  };
}
