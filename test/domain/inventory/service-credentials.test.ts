import { describe, expect, it } from 'vitest';
import { joinServiceCredentials, type ServiceCredential } from '../../../domain/inventory/join-inventory.ts';
import { accessKey, daysAgo, iamUser, notTracked, password } from '../builders.ts';

const listed = (userName: string, id: string, createdAt = daysAgo(10)): ServiceCredential => ({
  userName,
  credential: accessKey({ kind: 'service-specific-credential', id, createdAt, lastUse: notTracked }),
});
const alice = iamUser({ createdAt: daysAgo(50) });
const idsOf = (user: typeof alice, ...credentials: ServiceCredential[]) =>
  joinServiceCredentials([user], credentials)[0]?.credentials?.map(({ id }) => id);

describe('service-specific credentials', () => {
  it('go to the user of their name, without regard to case, behind those that are known', () => {
    expect(idsOf(alice, listed('Alice', 'ACCA1'), listed('bob', 'ACCA2'), listed('alice', 'ACCA3'))).toEqual([
      'password',
      'ACCA1',
      'ACCA3',
    ]);
    const capital = iamUser({ userName: 'ALICE', credentials: [password()] });
    expect(idsOf(capital, listed('alice', 'ACCA1'))).toEqual(['password', 'ACCA1']);
  });

  it.each([
    ['a second before the user', -1, false],
    ['with the user', 0, true],
    ['a second after the user', 1, true],
  ])('made %s are of the user or not', (_, seconds, isOwn) => {
    expect(idsOf(alice, listed('alice', 'ACCA1', daysAgo(50, seconds)))).toEqual(
      isOwn ? ['password', 'ACCA1'] : ['password'],
    );
  });

  it('may be of a user whose creation is not known, and of any if theirs is not', () => {
    expect(idsOf(iamUser({ createdAt: undefined }), listed('alice', 'ACCA1'))).toEqual(['password', 'ACCA1']);
    const undated = { userName: 'alice', credential: accessKey({ id: 'ACCA1', createdAt: undefined }) };
    expect(idsOf(alice, undated)).toEqual(['password', 'ACCA1']);
  });

  it('do not make known what nobody told of the other credentials', () => {
    expect(idsOf(iamUser({ credentials: undefined }), listed('alice', 'ACCA1'))).toBeUndefined();
  });

  it('leave a user without any as it was', () => {
    expect(joinServiceCredentials([alice], [listed('bob', 'ACCA1')])[0]).toBe(alice);
  });
});
