import { describe, expect, it } from 'vitest';
import { answered, type FailureKind, failed } from '../../../domain/answer.ts';
import { diagnoseTenant, type TenantFacts } from '../../../domain/doctor/tenant-checks.ts';
import { daysAgo, now } from '../builders.ts';

const sound: TenantFacts = {
  now,
  serverTime: answered(now),
  token: answered('token'),
  users: answered({ listed: 100, withActivity: 80 }),
  latestSignIn: answered(daysAgo(0, -60)),
  throttled: 0,
};
const refusal = (why: string, kind: FailureKind = 'denied') => failed({ kind, why });
const troubles = (changes: Partial<TenantFacts>) =>
  diagnoseTenant({ ...sound, ...changes })
    .filter(({ status }) => status !== 'ok')
    .map(({ check, status }) => `${status} ${check}`);

describe('the doctor of a tenant', () => {
  it('finds nothing where everything answers', () => {
    expect(diagnoseTenant(sound).map(({ check, status }) => `${status} ${check}`)).toEqual([
      'ok clock',
      'ok token',
      'ok users',
      'ok sign-in-log',
      'ok quota',
    ]);
  });

  it.each<[string, Partial<TenantFacts>]>([
    ['fail clock', { serverTime: refusal('ENOTFOUND', 'unreachable') }],
    ['fail clock', { serverTime: answered(daysAgo(0, -301)) }],
    ['fail token', { token: refusal('no token: invalid_client', 'no-credentials') }],
    ['fail licence', { users: refusal('Authentication_RequestFromNonPremiumTenantOrB2CTenant') }],
    ['fail users', { users: refusal('Authorization_RequestDenied') }],
    ['warn users', { users: refusal('503', 'throttled') }],
    ['warn users', { users: answered({ listed: 100, withActivity: 0 }) }],
    ['warn sign-in-log', { latestSignIn: refusal('Authorization_RequestDenied') }],
    ['warn sign-in-log', { latestSignIn: answered(daysAgo(1, -1)) }],
    ['warn sign-in-log', { latestSignIn: answered(undefined) }],
    ['warn quota', { throttled: 2 }],
  ])('says %s, and what to do', (finding, changes) => {
    expect(troubles(changes)).toEqual([finding]);
    expect(
      diagnoseTenant({ ...sound, ...changes }).every(({ status, todo }) => (status === 'ok') === (todo === undefined)),
    ).toBe(true);
  });
});
