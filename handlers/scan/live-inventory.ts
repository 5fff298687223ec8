import { gapWords } from '../../domain/inventory/gap-words.ts';
import {
  completeInventory,
  failedSource,
  failuresOf,
  type GatheredInventory,
} from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser, MissingFact } from '../../domain/inventory/iam-user.ts';
import { permissionWords } from '../../domain/inventory/missing-permission.ts';
import type { Question } from '../../domain/question.ts';
import { type Entry, userEntry } from '../../domain/sightings/entry.ts';
import { knownUsers, type StoredAccount } from '../../domain/table/stored-account.ts';
import { assess } from '../../domain/verdict/assessment.ts';
import type { Inventory } from './read-inventory.ts';

/** The present inventory from IAM. Each source that refused is reported with what the policy lacks. */
export function liveInventory(gathered: GatheredInventory, stored: StoredAccount, { now }: Question): Inventory {
  const { users } = completeInventory(gathered, knownUsers(stored), now);
  const missing = failuresOf(gathered).map(
    (failed) => `${gapWords(failedSource(failed))}${permissionWords(failed.source, failed.failure)}`,
  );
  const roots = gathered.report.kind === 'answered' ? gathered.report.value.roots : [];
  return { users, roots, accounts: [stored.accountId], missing, incomplete: [], notJudged: [], notes: [] };
}

/** The users that are not active by IAM's own evidence: CloudTrail may know more about them. */
export function usersInQuestion(users: readonly IamUser[], question: Question): IamUser[] {
  const unheard = { lastSeen: undefined, coverage: { kind: 'none' }, gaps: [], exemption: undefined } as const;
  return users.filter((user) => assess({ user, ...unheard }, question).state !== 'active');
}

/** The users, each with a gap where the event history gave no complete answer. */
export function withUnanswered(
  users: readonly IamUser[],
  unanswered: ReadonlyMap<Entry, readonly string[]>,
): IamUser[] {
  return users.map((user) => {
    const why = user.userId === undefined ? undefined : unanswered.get(userEntry(user.userId));
    if (why === undefined) return user;
    const gap: MissingFact = { kind: 'source-failed', source: 'event-history', why: wordsOf(why) };
    return { ...user, gaps: [...user.gaps, gap] };
  });
}

/** The first Regions, by name, and how many more. */
function wordsOf(unanswered: readonly string[]): string {
  const listed = unanswered.toSorted().slice(0, 3).join(', ');
  return unanswered.length > 3 ? `${listed} and ${unanswered.length - 3} Regions more` : listed;
}
