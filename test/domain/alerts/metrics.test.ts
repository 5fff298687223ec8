import { expect, test } from 'vitest';
import { accountMetrics, idleDaysMetric } from '../../../domain/alerts/metrics.ts';
import { countAssessments } from '../../../domain/verdict/counts.ts';
import { account, now } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';

const owner = { accountId: account(), stackName: 'lastseen-prod' };

test('each name of the design carries its count, by account and once more by stack', () => {
  const users = [
    assessed('ann', 'active'),
    assessed('ben', 'idle'),
    assessed('cai', 'idle', { exempt: true }),
    assessed('dee', 'never-used'),
    assessed('eve', 'unknown'),
    assessed('fay', 'new'),
  ];
  const metrics = accountMetrics(owner, countAssessments(users), { blindRegions: 2, quietUsers: 3 });
  expect(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))).toEqual({
    Users: 6,
    ActiveUsers: 1,
    IdleUsers: 2,
    NeverUsedUsers: 1,
    UnusedUsers: 2,
    UnknownUsers: 1,
    QuietUsers: 3,
    UnusedAccessKeys: 0,
    UnusedPasswords: 3,
    UsersWithoutCredentials: 0,
    BlindRegions: 2,
    InventoryShrunk: 0,
  });
  expect(new Set(metrics.map(({ dimensions }) => JSON.stringify(dimensions)))).toEqual(
    new Set(['{"AccountId":"123456789012"}', '{"AccountId":"123456789012","Stack":"lastseen-prod"}']),
  );
  expect(metrics).toHaveLength(24);
});

test('idle days are whole days since the last activity, or since the creation', () => {
  const ben = { AccountId: '123456789012', UserName: 'ben' };
  expect(idleDaysMetric(assessed('ben', 'idle', { idleDays: 90 }), owner, now)).toEqual([
    { name: 'IdleDays', value: 90, dimensions: ben },
    { name: 'IdleDays', value: 90, dimensions: { ...ben, Stack: 'lastseen-prod' } },
  ]);
  expect(idleDaysMetric(assessed('dee', 'never-used'), owner, now)).toMatchObject([{ value: 400 }, { value: 400 }]);
});
