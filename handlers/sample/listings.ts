/** IAM's listings of the made-up account. */

import { type Instant, plusDays } from '../../domain/time.ts';
import { usedAt } from './credential-use.ts';
import type { Person } from './person.ts';
import type { Random } from './random.ts';

/** The answer of GetAccountAuthorizationDetails with the filters User and Group. */
export function authorizationDetailsOf(people: readonly Person[], account: string, endsAt: Instant, random: Random) {
  const users = people.map((person) => ({
    ...listed(person, endsAt),
    GroupList: [groupOf(person)],
    AttachedManagedPolicies: [],
    Tags: Object.entries(person.part.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
  }));
  const groups = [...new Set(people.map(groupOf))].map((GroupName) => ({
    Path: '/',
    GroupName,
    GroupId: random.id('AGPA'),
    Arn: `arn:aws:iam::${account}:group/${GroupName}`,
    CreateDate: plusDays(endsAt, -1300),
    GroupPolicyList: [],
    AttachedManagedPolicies: [{ PolicyName: 'ReadOnlyAccess', PolicyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }],
  }));
  return { UserDetailList: users, GroupDetailList: groups, RoleDetailList: [], Policies: [], IsTruncated: false };
}

const groupOf = ({ path }: Person): string => (path === '/robots/' ? 'robots' : 'people');

/** The answer of ListUsers. */
export function userListOf(people: readonly Person[], endsAt: Instant) {
  const users = people.map((person) => {
    const { password, passwordGone } = person.part;
    const used = usedAt(person, password?.used ?? passwordGone?.used, endsAt);
    return { ...listed(person, endsAt), ...(used !== undefined && { PasswordLastUsed: used }) };
  });
  return { Users: users };
}

function listed({ path, userName, userId, arn, part }: Person, endsAt: Instant) {
  return { Path: path, UserName: userName, UserId: userId, Arn: arn, CreateDate: plusDays(endsAt, -part.created) };
}
