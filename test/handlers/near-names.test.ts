import { expect, it } from 'vitest';
import { nearNames } from '../../handlers/near-names.ts';

const known = ['alice', 'alice.smith', 'bob', 'Carol', 'svc-deploy', 'svc-backup'];

it.each([
  ['alcie', ['alice']],
  ['ALICE.SMTIH', ['alice.smith']],
  ['carl', ['Carol']],
  ['smith', ['alice.smith']],
  ['svc-deplyo', ['svc-deploy']],
  ['zzzzzz', []],
])('%s may mean %j', (given, near) => {
  expect(nearNames(given, known)).toEqual(near);
});

it('at most three names are near, the nearest first', () => {
  expect(nearNames('user', ['user1', 'user22', 'users', 'userx', 'use'])).toHaveLength(3);
});
