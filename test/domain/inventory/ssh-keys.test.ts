import { describe, expect, it } from 'vitest';
import { answered, failed } from '../../../domain/answer.ts';
import { notLookedAt, readSshKeys, unansweredSshKeys, withSshKeys } from '../../../domain/inventory/ssh-keys.ts';
import { iamUser, instant, password } from '../builders.ts';

const entry = (changes: object = {}) => ({
  UserName: 'alice',
  SSHPublicKeyId: 'APKA1',
  Status: 'Active',
  UploadDate: '2024-01-10T09:00:00+00:00',
  ...changes,
});
const key = {
  kind: 'ssh-public-key',
  id: 'APKA1',
  status: 'active',
  createdAt: instant('2024-01-10T09:00:00Z'),
  lastUse: { kind: 'unknown', why: 'not-tracked' },
} as const;

describe('a list of SSH keys', () => {
  it('has each key, whose use IAM does not record', () => {
    const pages = [{ SSHPublicKeys: [entry()], IsTruncated: true }, { SSHPublicKeys: [entry({ Status: 'Inactive' })] }];
    expect(readSshKeys(pages)).toEqual({
      keys: [key, { ...key, status: 'inactive' }],
      userNames: ['alice', 'alice'],
      problem: undefined,
    });
  });

  it.each<[string, object, object]>([
    ['of unknown status may be active', { Status: 'New' }, { status: 'active' }],
    ['without a time has none', { UploadDate: 'x' }, { createdAt: undefined }],
  ])('whose key %s', (_, changes, expected) => {
    expect(readSshKeys([{ SSHPublicKeys: [entry(changes)] }])?.keys).toMatchObject([expected]);
  });

  it.each<[string, object, string]>([
    [
      'a key without an id',
      { SSHPublicKeys: [entry(), entry({ SSHPublicKeyId: 7 })] },
      'SSHPublicKeys[1]: SSHPublicKeyId is missing',
    ],
    ['what is no key', { SSHPublicKeys: [7] }, 'SSHPublicKeys[0]: SSHPublicKeyId is missing'],
    ['an end that did not come', { SSHPublicKeys: [], IsTruncated: true }, 'more pages follow'],
    ['an end that the AWS CLI cut', { SSHPublicKeys: [], NextToken: 'x' }, 'more pages follow'],
  ])('with %s is not whole', (_, page, problem) => {
    expect(readSshKeys([page])?.problem).toBe(problem);
  });

  it('has the keys and names that can be read beside what cannot', () => {
    const entries = [7, entry({ SSHPublicKeyId: 7, UserName: 7 }), entry()];
    expect(readSshKeys([{ SSHPublicKeys: entries }])).toMatchObject({ keys: [key], userNames: ['alice'] });
  });

  it.each([[[]], [[{ Users: [] }]], [['x']], [[{ SSHPublicKeys: [] }, {}]]])('is not %j', (pages) => {
    expect(readSshKeys(pages)).toBeUndefined();
  });
});

describe('what IAM answered of SSH keys', () => {
  const [alice, bob, cai, dan] = [
    iamUser({ credentials: [password()] }),
    iamUser({ userName: 'bob' }),
    iamUser({ userName: 'cai', credentials: undefined }),
    iamUser({ userName: 'dan' }),
  ];
  const denial = failed({ kind: 'denied', why: 'AccessDenied' });
  const answers = new Map([
    [alice, answered([key])],
    [bob, denial],
    [cai, answered([key])],
  ]);

  it('becomes a credential, a gap, or nothing where nobody asked', () => {
    expect(withSshKeys([alice, bob, cai, dan], answers)).toEqual([
      { ...alice, credentials: [password(), key], sshKeysListed: true },
      { ...bob, gaps: [...bob.gaps, { kind: 'source-failed', source: 'ssh-public-keys', why: 'AccessDenied' }] },
      { ...cai, sshKeysListed: true },
      dan,
    ]);
  });

  it('is missing once for each failure, with what the policy lacks', () => {
    expect(unansweredSshKeys(new Map([...answers, [dan, denial]]))).toEqual([
      'the list of SSH keys could not be read (AccessDenied); the policy lacks {"Effect":"Allow","Action":["iam:ListSSHPublicKeys"],"Resource":"*"}',
    ]);
  });
});

it('the users for whom no time was left are counted', () => {
  expect(notLookedAt('SSH keys', 0)).toEqual([]);
  expect(notLookedAt('SSH keys', 1)).toEqual(['SSH keys not looked at for 1 user: no time was left']);
  expect(notLookedAt('ids of access keys', 1234)).toEqual([
    'ids of access keys not looked at for 1,234 users: no time was left',
  ]);
});
