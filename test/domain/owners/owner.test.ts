import { describe, expect, it } from 'vitest';
import { type OwnerHints, type OwnerSettings, ownerOf } from '../../../domain/owners/owner.ts';
import { personOf } from '../../../domain/owners/person.ts';
import { daysAgo, iamUser } from '../builders.ts';

const settings: OwnerSettings = {
  ownerTags: ['owner', 'team'],
  ownerRules: [
    { path: '/pay/', group: 'night', owner: 'night@example.com' },
    { path: '/pay/', owner: 'pay@example.com' },
    { group: 'Ops', owner: 'ops@example.com' },
    { owner: 'nobody@example.com' },
  ],
  fallbackOwner: 'it@example.com',
};
const everything: OwnerHints = {
  keptBy: 'arn:aws:sts::123456789012:assumed-role/admin/erin@example.com',
  groups: ['ops'],
  creator: { at: daysAgo(400), by: 'arn:aws:iam::123456789012:user/dan', person: 'dan' },
};

describe('the owner of a user', () => {
  it.each<[string, Parameters<typeof iamUser>[0], OwnerHints, string, string]>([
    ['a tag', { tags: [{ key: 'team', value: 'red' }] }, everything, 'red', 'tag'],
    ['no empty tag', { tags: [{ key: 'owner', value: ' ' }] }, everything, 'erin@example.com', 'keep'],
    ['whoever kept it before', {}, everything, 'erin@example.com', 'keep'],
    ['the rule of its path and group', { path: '/pay/x/' }, { groups: ['night'] }, 'night@example.com', 'rule'],
    ['the rule of its path', { path: '/pay/x/' }, {}, 'pay@example.com', 'rule'],
    ['the rule of its group, in any case', {}, { ...everything, keptBy: undefined }, 'ops@example.com', 'rule'],
    ['whoever created it', {}, { creator: everything.creator }, 'dan', 'creator'],
    [
      'the fallback, where a machine created it',
      {},
      { creator: { at: daysAgo(9), by: 'x' } },
      'it@example.com',
      'fallback',
    ],
  ])('is named by %s', (_, user, hints, name, from) => {
    expect(ownerOf(iamUser({ tags: [], path: '/', ...user }), hints, settings)).toEqual({ name, from });
  });

  it('is nobody where nothing names one and there is no fallback', () => {
    expect(ownerOf(iamUser({ tags: [] }), {}, { ownerTags: ['owner'], ownerRules: [] })).toBeUndefined();
  });
});

describe('the person behind an ARN', () => {
  it.each<[string, string | undefined]>([
    ['arn:aws:iam::123456789012:user/team/dan', 'dan'],
    ['arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_1/erin@example.com', 'erin@example.com'],
    ['arn:aws:sts::123456789012:assumed-role/ci/botocore-session-1700000000', undefined],
    ['arn:aws:sts::123456789012:assumed-role/web/i-0123456789abcdef0', undefined],
    ['arn:aws:iam::123456789012:root', undefined],
    ['cloudformation.amazonaws.com', undefined],
  ])('%s is %s', (arn, person) => {
    expect(personOf(arn)).toBe(person);
  });
});
