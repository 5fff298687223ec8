/** Who is who across accounts and providers. It joins no verdicts: each user keeps its own. */

import { groupsByKey } from '../group-by.ts';
import type { IamUser } from '../inventory/iam-user.ts';
import { providerOf } from '../provider.ts';
import type { StatedPerson } from './stated-people.ts';
import { addressIn, verifiedAddressOf } from './verified-address.ts';

/** A person to whom a user belongs. */
export interface Person {
  readonly name: string;
  /** Who says so: the file that somebody wrote, or an address that two providers have verified, which is a hint. */
  readonly by: 'file' | 'address';
}

/** The persons of users. */
export interface People {
  /** Undefined where nobody says whose the user is. */
  readonly personOf: (user: IamUser) => Person | undefined;
  readonly usersOf: (name: string) => readonly IamUser[];
  /** What the file says that cannot be followed, in words. */
  readonly problems: readonly string[];
}

/** Joins the users of a table: as the file says, and then by equal verified addresses. */
export function joinPeople(users: readonly IamUser[], stated: readonly StatedPerson[]): People {
  const { claims, problems } = claimsOf(users, stated);
  const persons = new Map<IamUser, Person>(
    [...claims].flatMap(([user, [name, other]]) => {
      return name === undefined || other !== undefined ? [] : [[user, { name, by: 'file' }]];
    }),
  );
  for (const [address, group] of groupsByKey(users.filter(hasAddress), (user) => verifiedAddressOf(user) ?? '')) {
    const free = group.filter((user) => !claims.has(user));
    const name = isAmbiguous(group) ? undefined : nameOf(address, group, persons);
    if (name !== undefined) for (const user of free) persons.set(user, { name, by: 'address' });
  }
  const groups = groupsByKey([...persons.keys()], (user) => persons.get(user)?.name ?? '');
  return { personOf: (user) => persons.get(user), usersOf: (name) => groups.get(name) ?? [], problems };
}

const hasAddress = (user: IamUser): boolean => verifiedAddressOf(user) !== undefined;

/** An address of two users of one provider is an address that was moved or given again: it joins nobody. */
const isAmbiguous = (group: readonly IamUser[]): boolean =>
  new Set(group.map(({ accountId }) => providerOf(accountId))).size < group.length;

/** The one whom the file names for one of them; else the address itself, where several have it. */
function nameOf(address: string, group: readonly IamUser[], persons: ReadonlyMap<IamUser, Person>): string | undefined {
  const [named, other] = new Set(group.flatMap((user) => persons.get(user)?.name ?? []));
  if (other !== undefined) return undefined;
  return named ?? (group.length > 1 ? address : undefined);
}

/** The names that the file gives each user. Two names for one user contradict each other. */
function claimsOf(users: readonly IamUser[], stated: readonly StatedPerson[]) {
  const byText = groupsByKey(
    users.flatMap((user) => textsOf(user).map((text) => ({ text, user }))),
    ({ text }) => text,
  );
  const claims = new Map<IamUser, string[]>();
  const problems: string[] = [];
  for (const { name, users: texts } of stated) {
    for (const text of texts) {
      const found = byText.get(addressIn(text) ?? text)?.map(({ user }) => user) ?? [];
      const isClear = found.length === 1 || (addressIn(text) !== undefined && !isAmbiguous(found));
      if (found.length === 0) problems.push(`${text} of ${name}: no user of the table has this id or verified address`);
      else if (!isClear) problems.push(`${text} of ${name}: several users of one provider have it; give their ids`);
      else for (const user of found) claims.set(user, [...new Set([...(claims.get(user) ?? []), name])]);
    }
  }
  for (const [{ accountId, userName }, names] of claims) {
    if (names.length > 1)
      problems.push(`${userName} in ${accountId} is given to ${names.join(' and ')}: to nobody, then`);
  }
  return { claims, problems };
}

/** What may stand in the file for a user. A name alone may be another's. */
function textsOf(user: IamUser): string[] {
  const { accountId, userId, arn } = user;
  const address = verifiedAddressOf(user);
  const id = userId === undefined ? [] : [`${accountId}/${userId}`];
  return [...new Set([arn, ...id, ...(address === undefined ? [] : [address])])];
}
