import { expect, it } from 'vitest';
import { answered } from '../../../domain/answer.ts';
import { epochMs } from '../../../domain/time.ts';
import { askTenant } from '../../../infra/entra/tenant-facts.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { colleague, signInRecord, tenant } from '../../domain/providers/entra/builders.ts';
import { startGraphServer } from '../../fakes/entra/graph-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';

it('the doctor asks for clock, token, users and log, and counts what was refused', async () => {
  const clock = jumpingClock(epochMs(now));
  const users = [colleague, { ...colleague, signInActivity: null }];
  const mishap = (request: number) => (request === 1 ? { status: 429, code: 'TooManyRequests' } : undefined);
  const server = await startGraphServer({ clock, users: () => users, signIns: [signInRecord()], mishap });
  const cloud = { graph: server.origin, login: server.origin };
  const application = {
    cloud,
    tenantId: tenant(),
    clientId: 'client',
    proof: { kind: 'secret', secret: 's' },
  } as const;
  const facts = await askTenant(application, clock, () => now).finally(server.stop);
  expect(facts).toMatchObject({
    now,
    token: { kind: 'answered' },
    serverTime: { kind: 'answered' },
    users: answered({ listed: 2, withActivity: 1 }),
    latestSignIn: answered(daysAgo(5)),
    throttled: 1,
  });
  expect(server.log).toHaveLength(3);
});
