import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import {
  hasNoId,
  type ListedAccessKey,
  readAccessKeys,
  unansweredKeyIds,
  withKeyIds,
} from '../../../domain/inventory/access-keys.ts';
import type { Credential } from '../../../domain/inventory/iam-user.ts';
import { accessKey, daysAgo, iamUser, key, password } from '../builders.ts';

const [first, second] = [key('AKIAFIRST00000000001'), key('AKIASECOND0000000002')];
const listed = (
  id: typeof first,
  days: number,
  seconds = 0,
  status: Credential['status'] = 'active',
): ListedAccessKey => ({
  id,
  status,
  createdAt: daysAgo(days, seconds),
});
const column = (slot: 1 | 2, days: number, changes: Partial<Credential> = {}) =>
  accessKey({ id: `access_key_${slot}`, createdAt: daysAgo(days), ...changes });

/** The ids of the credentials after IAM listed these keys. */
function idsOf(credentials: readonly Credential[], ...keys: readonly ListedAccessKey[]) {
  return withKeyIds(iamUser({ credentials }), answered(keys)).credentials?.map(({ id }) => id);
}

describe('a list of access keys', () => {
  const entry = { UserName: 'alice', AccessKeyId: first, Status: 'Active', CreateDate: '2024-01-10T09:00:00+00:00' };
  it('has id, status and creation of each; what is no access key is left out', () => {
    const others = [{ ...entry, AccessKeyId: 'ASIA0000000000000001' }, { ...entry, AccessKeyId: [first] }, 7, null];
    const entries = [entry, ...others, { ...entry, Status: 'Inactive' }, { ...entry, Status: 'Odd' }];
    expect(readAccessKeys([{ AccessKeyMetadata: entries }])).toEqual([
      { id: first, status: 'active', createdAt: '2024-01-10T09:00:00Z' },
      { id: first, status: 'inactive', createdAt: '2024-01-10T09:00:00Z' },
      { id: first, status: undefined, createdAt: '2024-01-10T09:00:00Z' },
    ]);
  });

  it.each([[[]], [[{ Users: [] }]], [['x']], [[{ AccessKeyMetadata: [] }, {}]]])('is not %j', (pages) => {
    expect(readAccessKeys(pages)).toBeUndefined();
  });
});

describe('the ids of access keys', () => {
  it('belong to the columns that were created at the same time, whatever the order', () => {
    expect(idsOf([password(), column(1, 100), column(2, 50)], listed(second, 50, 1), listed(first, 100))).toEqual([
      'password',
      first,
      second,
    ]);
  });

  it.each<[string, Credential[], ListedAccessKey[], string[]]>([
    ['two seconds apart', [column(1, 100)], [listed(first, 100, 2)], ['access_key_1']],
    ['rotated since the report', [column(1, 100)], [listed(first, 1)], ['access_key_1']],
    ['of unknown creation', [column(1, 0, { createdAt: undefined })], [listed(first, 100)], ['access_key_1']],
    ['of twins', [column(1, 9), column(2, 9)], [listed(first, 9), listed(second, 9)], ['access_key_1', 'access_key_2']],
    ['with two candidates', [column(1, 9)], [listed(first, 9), listed(second, 9, 1)], ['access_key_1']],
    ['with none', [column(1, 9)], [], ['access_key_1']],
    ['of two columns', [column(1, 9), column(2, 9)], [listed(first, 9)], ['access_key_1', 'access_key_2']],
  ])('are not guessed for keys %s', (_, columns, keys, ids) => {
    expect(idsOf(columns, ...keys)).toEqual(ids);
  });

  it('are no ids of what is no column, though it was made at the same time', () => {
    const others = [password({ createdAt: daysAgo(9) }), accessKey({ id: second, createdAt: daysAgo(9) })];
    expect(idsOf([...others, column(1, 9)], listed(first, 9))).toEqual(['password', second, first]);
    expect([...others, column(1, 9)].map(hasNoId)).toEqual([false, false, true]);
  });

  it('of twins of which one is inactive are told apart by the status', () => {
    const twins = [column(1, 9, { status: 'inactive' }), column(2, 9)];
    expect(idsOf(twins, listed(first, 9), listed(second, 9, 0, 'inactive'))).toEqual([second, first]);
    expect(idsOf(twins, { ...listed(first, 9), status: undefined }, listed(second, 9))).toEqual([
      'access_key_1',
      second,
    ]);
  });

  it('that IAM did not list leave the user as it was, without a gap', () => {
    const user = iamUser({ credentials: [column(1, 100)] });
    const denial = failed({ kind: 'denied', why: 'AccessDenied' });
    expect(withKeyIds(user, denial)).toBe(user);
    expect(withKeyIds(user, undefined)).toBe(user);
    const unreported = iamUser({ credentials: undefined });
    expect(withKeyIds(unreported, answered([listed(first, 100)]))).toBe(unreported);
    expect(
      unansweredKeyIds(
        new Map([
          [iamUser({ userName: 'a' }), denial],
          [iamUser({ userName: 'b' }), answered([])],
          [iamUser({ userName: 'c' }), denial],
        ]),
      ),
    ).toEqual([
      'the ids of access keys could not be read (AccessDenied); the policy lacks {"Effect":"Allow","Action":["iam:ListAccessKeys"],"Resource":"*"}',
    ]);
  });
});
