import { expect, test } from 'vitest';
import { accountMetrics, idleDaysMetric } from '../../../domain/alerts/metrics.ts';
import { countAssessments } from '../../../domain/verdict/counts.ts';
import { account, now } from '../builders.ts';
import { assessed } from '../verdict/assessed.ts';

test('each name of the design carries its count, by account', () => {
  const users = [
    assessed('ann', 'active'),
    assessed('ben', 'idle'),
    assessed('cai', 'idle', { exempt: true }),
    assessed('dee', 'never-used'),
    assessed('eve', 'unknown'),
    assessed('fay', 'new'),
  ];
  const metrics = accountMetrics(account(), countAssessments(users), 2);
  expect(Object.fromEntries(metrics.map(({ name, value }) => [name, value]))).toEqual({
    Users: 6,
    ActiveUsers: 1,
    IdleUsers: 2,
    NeverUsedUsers: 1,
    UnusedUsers: 2,
    UnknownUsers: 1,
    UnusedAccessKeys: 0,
    UnusedPasswords: 3,
    UsersWithoutCredentials: 0,
    BlindRegions: 2,
    InventoryShrunk: 0,
  });
  expect(new Set(metrics.map(({ dimensions }) => JSON.stringify(dimensions)))).toEqual(
    new Set(['{"AccountId":"123456789012"}']),
  );
});

test('idle days are whole days since the last activity, or since the creation', () => {
  expect(idleDaysMetric(assessed('ben', 'idle', { idleDays: 90 }), now)).toEqual({
    name: 'IdleDays',
    value: 90,
    dimensions: { AccountId: '123456789012', UserName: 'ben' },
  });
  expect(idleDaysMetric(assessed('dee', 'never-used'), now).value).toBe(400);
});
