import { gapWords } from '../../domain/inventory/gap-words.ts';
import { completeInventory, failuresOf, type GatheredInventory } from '../../domain/inventory/gathered-inventory.ts';
import type { IamUser, MissingFact } from '../../domain/inventory/iam-user.ts';
import { permissionWords } from '../../domain/inventory/missing-permission.ts';
import type { Question } from '../../domain/question.ts';
import { type Entry, userEntry } from '../../domain/sightings/entry.ts';
import { knownUsers, type StoredAccount } from '../../domain/table/stored-account.ts';
import { assess } from '../../domain/verdict/assessment.ts';
import type { Inventory } from './read-inventory.ts';

/** The inventory as IAM told it now; each source that refused is named with what the policy lacks. */
export function liveInventory(gathered: GatheredInventory, stored: StoredAccount, { now }: Question): Inventory {
  const { users } = completeInventory(gathered, knownUsers(stored), now);
  const missing = failuresOf(gathered).map((gap) => `${gapWords(gap)}${permissionOf(gap)}`);
  const roots = 'value' in gathered.report ? gathered.report.value.roots : [];
  return { users, roots, accounts: [stored.accountId], missing };
}

const permissionOf = (gap: MissingFact) => (gap.kind === 'source-failed' ? permissionWords(gap.source, gap.why) : '');

/** The users whom IAM's own word does not make active: of them CloudTrail may know more. */
export function usersInQuestion(users: readonly IamUser[], question: Question): IamUser[] {
  const unheard = { lastSeen: undefined, coverage: { kind: 'none' }, gaps: [], exemption: undefined } as const;
  return users.filter((user) => assess({ user, ...unheard }, question).state !== 'active');
}

/** The users, each with a gap where the event history did not say what it should have. */
export function withDoubts(users: readonly IamUser[], doubts: ReadonlyMap<Entry, readonly string[]>): IamUser[] {
  return users.map((user) => {
    const why = user.userId === undefined ? undefined : doubts.get(userEntry(user.userId));
    if (why === undefined) return user;
    const gap: MissingFact = { kind: 'source-failed', source: 'event-history', why: wordsOf(why) };
    return { ...user, gaps: [...user.gaps, gap] };
  });
}

/** The first Regions, by name, and how many more. */
function wordsOf(doubts: readonly string[]): string {
  const told = doubts.toSorted().slice(0, 3).join(', ');
  return doubts.length > 3 ? `${told} and ${doubts.length - 3} Regions more` : told;
}
