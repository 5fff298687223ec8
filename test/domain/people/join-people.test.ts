import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountId, UserId } from '../../../domain/ids.ts';
import { parseCustomerId, parseProfileId } from '../../../domain/ids.ts';
import type { IamUser } from '../../../domain/inventory/iam-user.ts';
import { joinPeople } from '../../../domain/people/join-people.ts';
import type { StatedPerson } from '../../../domain/people/stated-people.ts';
import { verifiedAddressOf } from '../../../domain/people/verified-address.ts';
import { account, iamUser } from '../builders.ts';
import { objectId, tenant } from '../providers/entra/builders.ts';
import { project, serviceAccountId } from '../providers/gcp/builders.ts';

const customer = parseCustomerId('C03az79cb') ?? account();
const profile = parseProfileId('110000000000000000001') ?? objectId();

const userOf = (accountId: AccountId, userId: UserId, userName: string, more: Partial<IamUser> = {}): IamUser => ({
  ...iamUser(),
  accountId,
  userId,
  userName,
  arn: `test:${accountId}/${userId}`,
  ...more,
});

const ofAws = iamUser();
const ofEntra = userOf(tenant(), objectId(), 'Alice@Example.com');
const ofGoogle = userOf(customer, profile, 'alice@example.com');
const all = [ofAws, ofEntra, ofGoogle];
const alice = (...users: string[]): StatedPerson => ({ name: 'Alice', users });

const namesOf = (users: readonly IamUser[], stated: readonly StatedPerson[] = []) => {
  const { personOf, problems } = joinPeople(users, stated);
  return { persons: users.map((user) => personOf(user) ?? null), problems };
};

describe('a verified address', () => {
  it.each([
    ['a member of a tenant', ofEntra, 'alice@example.com'],
    ['a user of Google Workspace', ofGoogle, 'alice@example.com'],
    ['a guest, whose address is of another tenant', { ...ofEntra, remarks: [{ kind: 'guest' as const }] }, undefined],
    ['a guest by name', userOf(tenant(), objectId(), 'alice_x.com#EXT#@contoso.com'), undefined],
    ['an IAM user called like an address', { ...ofAws, userName: 'alice@example.com' }, undefined],
    ['a service account', userOf(project(), serviceAccountId(), 'a@p.iam.gserviceaccount.com'), undefined],
    ['a user without an address', userOf(tenant(), objectId(), objectId()), undefined],
  ])('of %s', (_, user, address) => {
    expect(verifiedAddressOf(user)).toBe(address);
  });
});

describe('people', () => {
  it('are found by equal verified addresses, which is a hint', () => {
    const hint = { name: 'alice@example.com', by: 'address' };
    expect(namesOf(all)).toEqual({ persons: [null, hint, hint], problems: [] });
  });

  it('are as the file says, and the address adds to it', () => {
    const { persons, problems } = namesOf(all, [alice(ofAws.arn, `${tenant()}/${objectId()}`)]);
    const byFile = { name: 'Alice', by: 'file' };
    expect(persons).toEqual([byFile, byFile, { name: 'Alice', by: 'address' }]);
    expect(problems).toEqual([]);
  });

  it('are named in the file by an address, in any case', () => {
    const { persons } = namesOf(all, [alice('ALICE@example.com')]);
    expect(persons).toEqual([null, { name: 'Alice', by: 'file' }, { name: 'Alice', by: 'file' }]);
  });

  it('are not joined by an address that two users of one provider have', () => {
    const again = userOf(parseCustomerId('C03other99') ?? customer, profile, 'alice@example.com');
    expect(namesOf([...all, again]).persons).toEqual([null, null, null, null]);
    const { persons, problems } = namesOf([...all, again], [alice('alice@example.com')]);
    expect(persons).toEqual([null, null, null, null]);
    expect(problems).toEqual(['alice@example.com of Alice: several users of one provider have it; give their ids']);
  });

  it('are not two at once: two names for one user contradict each other', () => {
    const { persons, problems } = namesOf(all, [alice(ofAws.arn), { name: 'Bob', users: [ofAws.arn] }]);
    expect(persons[0]).toBeNull();
    expect(problems).toEqual(['alice in 123456789012 is given to Alice and Bob: to nobody, then']);
  });

  it('do not join by an address whose users the file gives to two persons', () => {
    const third = userOf(project(), serviceAccountId(), 'x');
    const stated = [alice(ofEntra.arn), { name: 'Bob', users: [ofGoogle.arn] }];
    expect(namesOf([ofEntra, ofGoogle, third], stated).persons.map((person) => person?.name)).toEqual([
      'Alice',
      'Bob',
      undefined,
    ]);
  });

  it('say what of the file nobody in the table is', () => {
    expect(namesOf(all, [alice('alice', 'bob@example.com')]).problems).toEqual([
      'alice of Alice: no user of the table has this id or verified address',
      'bob@example.com of Alice: no user of the table has this id or verified address',
    ]);
  });

  it('do not depend on the order of users and rows', () => {
    const stated = [alice(ofAws.arn), { name: 'Bob', users: [ofGoogle.arn] }, alice(ofEntra.arn)];
    const inOrder = new Map(all.map((user, index) => [user, namesOf(all, stated).persons[index]]));
    fc.assert(
      fc.property(
        fc.shuffledSubarray(all, { minLength: 3 }),
        fc.shuffledSubarray(stated, { minLength: 3 }),
        (users, rows) => {
          const { personOf } = joinPeople(users, rows);
          for (const user of users) expect(personOf(user) ?? null).toEqual(inOrder.get(user));
        },
      ),
      { numRuns: 20 },
    );
  });
});
