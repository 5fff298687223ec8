import { expect, it } from 'vitest';
import { answered } from '../../../domain/answer.ts';
import { epochMs } from '../../../domain/time.ts';
import { askCustomer } from '../../../infra/google/customer-facts.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import {
  activity,
  colleague,
  customer,
  directoryUser,
  never,
  usageReport,
} from '../../domain/providers/google/builders.ts';
import { startGoogleServer } from '../../fakes/google/google-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';
import { admin, serviceAccount, trusted } from './delegate.ts';

it('the doctor asks for clock, tokens, users, reports and activities, and counts what was refused', async () => {
  const clock = jumpingClock(epochMs(now));
  const server = await startGoogleServer({
    clock,
    ...trusted,
    users: () => [colleague, directoryUser({ lastLoginTime: never })],
    usage: (day) => (day <= daysAgo(3).slice(0, 10) ? [usageReport(0, {}, { date: day })] : undefined),
    activities: new Map([['login', [activity('login', 9), activity('login', 1)]]]),
    mishap: (request) => (request === 2 ? { status: 403, reason: 'userRateLimitExceeded' } : undefined),
  });
  const delegate = { hosts: server.hosts, key: serviceAccount(), admin };
  const facts = await askCustomer(delegate, 'my_customer', clock, () => now).finally(server.stop);
  expect(facts).toMatchObject({
    now,
    account: { email: 'lastseen@lastseen.iam.gserviceaccount.com', clientId: '100000000000000000001' },
    serverTime: { kind: 'answered' },
    tokens: { users: { kind: 'answered' }, usage: { kind: 'answered' }, activities: { kind: 'answered' } },
    users: answered({ listed: 2, withLogin: 1, customer: customer() }),
    reportDay: answered(daysAgo(3).slice(0, 10)),
    latestLogin: answered(daysAgo(1)),
    throttled: 1,
  });
});
