import { describe, expect, it } from 'vitest';
import { answered, type FailureKind, failed } from '../../../domain/answer.ts';
import { type CustomerFacts, diagnoseCustomer } from '../../../domain/doctor/customer-checks.ts';
import { daysAgo, now } from '../builders.ts';

const token = answered('token');
const sound: CustomerFacts = {
  now,
  account: { email: 'lastseen@project.iam.gserviceaccount.com', clientId: '1000' },
  serverTime: answered(now),
  tokens: { users: token, usage: token, activities: token },
  users: answered({ listed: 100, withLogin: 80, customer: 'C03az79cb' }),
  reportDay: answered(daysAgo(3).slice(0, 10)),
  latestLogin: answered(daysAgo(0, -60)),
  throttled: 0,
};
const refusal = (why: string, kind: FailureKind = 'denied') => failed({ kind, why });
const noToken = (why: string) => refusal(`no token: ${why}`, 'no-credentials');
const found = (changes: Partial<CustomerFacts>) =>
  diagnoseCustomer({ ...sound, ...changes }).filter(({ status }) => status !== 'ok');

describe('the doctor of a customer of Google Workspace', () => {
  it('finds nothing where everything answers', () => {
    expect(diagnoseCustomer(sound).map(({ check, status }) => `${status} ${check}`)).toEqual([
      'ok key',
      'ok clock',
      'ok delegation-users',
      'ok delegation-usage',
      'ok delegation-activities',
      'ok users',
      'ok usage-report',
      'ok activities',
      'ok quota',
    ]);
  });

  it.each<[string, string, Partial<CustomerFacts>]>([
    ['fail clock', 'check the network', { serverTime: refusal('ENOTFOUND', 'unreachable') }],
    ['fail clock', 'set the clock of this machine', { serverTime: answered(daysAgo(0, -301)) }],
    [
      'fail delegation-usage',
      'delegate https://www.googleapis.com/auth/admin.reports.usage.readonly to the service account (client ID 1000)',
      { tokens: { ...sound.tokens, usage: noToken('unauthorized_client') } },
    ],
    [
      'fail delegation-users',
      "check the administrator's address, the key and the clock",
      { tokens: { ...sound.tokens, users: noToken('invalid_grant') } },
    ],
    [
      'fail users',
      'name an administrator whose role has the privilege Users, Read',
      { users: refusal('403 forbidden') },
    ],
    ['fail users', 'enable the Admin SDK API', { users: refusal('403 accessNotConfigured') }],
    ['warn users', 'try again', { users: refusal('503 backendError', 'throttled') }],
    ['warn users', 'look whether', { users: answered({ listed: 9, withLogin: 0, customer: undefined }) }],
    ['fail usage-report', 'privilege Reports', { reportDay: refusal('403 forbidden') }],
    ['warn usage-report', 'are late', { reportDay: answered(daysAgo(6).slice(0, 10)) }],
    ['fail activities', 'privilege Reports', { latestLogin: refusal('403 forbidden') }],
    ['warn activities', 'nobody logged in', { latestLogin: answered(daysAgo(3)) }],
    ['warn activities', 'nobody logged in', { latestLogin: answered(undefined) }],
    ['warn quota', 'scan later', { throttled: 2 }],
  ])('says %s, and to %s', (finding, todo, changes) => {
    expect(found(changes).map(({ check, status, todo: says }) => [`${status} ${check}`, says])).toEqual([
      [finding, expect.stringContaining(todo)],
    ]);
  });
});
