import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { activity, colleague, customer, directoryUser } from '../../domain/providers/google/builders.ts';
import type { GoogleMishap, GoogleServerOptions } from '../../fakes/google/google-server.ts';
import { customerWorld, dailyUsage } from './live-world.ts';

const person = (name: string, digit: number, changes: JsonObject = {}): JsonObject =>
  directoryUser({ id: `10800000000000000001${digit}`, primaryEmail: `${name}@example.com`, ...changes });

/** Everybody is in use, and one source alone knows it; but for the last, who is idle. */
const [byImap, byToken, byLogin, flapping, silent] = [
  person('imap', 1),
  person('token', 2),
  person('login', 3, { lastLoginTime: daysAgo(20) }),
  person('flapping', 4),
  person('silent', 5),
] as const;
const everybody = [byToken, byImap, byLogin, flapping, silent, colleague];

const world: Partial<GoogleServerOptions> = {
  pageSize: 2,
  users: (read) =>
    everybody.map((user) => (user === flapping && read > 1 ? { ...user, lastLoginTime: daysAgo(4) } : user)),
  user: (id) => everybody.find((user) => user['id'] === id),
  usage: dailyUsage(everybody, (id) => (id === byImap['id'] ? { 'gmail:last_imap_time': daysAgo(20) } : {})),
  activities: new Map([
    ['token', [activity('token', 20, 'activity', { actor: { callerType: 'USER', profileId: byToken['id'] } })]],
  ]),
};

const faults: readonly Exclude<ReturnType<GoogleMishap>, undefined>[] = [
  'cut',
  ...['null', '{}', '[]', '{"users":[null]}', '{"nextPageToken":1}', 'nothing'].map((body) => ({ body })),
  { body: '{"kind":"admin#reports#usageReports","usageReports":[]}' },
  ...[400, 401, 403, 404, 429, 500, 503].map((status) => ({ status, reason: 'any' })),
  { status: 403, reason: 'quotaExceeded' },
];

async function statesWith(mishap: GoogleMishap): Promise<Record<string, string>> {
  const { scanAt, stop } = await customerWorld({ ...world, mishap });
  try {
    const { states } = await scanAt(now, customer());
    return Object.fromEntries(states);
  } finally {
    await stop();
  }
}

describe('a customer of Google Workspace', () => {
  it('is read from more than one source: each knows of somebody', async () => {
    const active = { imap: 'active', token: 'active', login: 'active', flapping: 'active', bob: 'active' };
    expect(await statesWith(() => undefined)).toEqual({ ...active, silent: 'idle' });
  });

  it('calls nobody in use unused, whatever goes wrong once or from any request on', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...faults), fc.nat({ max: 30 }), fc.boolean(), async (fault, at, isOnce) => {
        const states = await statesWith((request) => {
          const isFaulty = isOnce ? request === at + 1 : request > at;
          if (isFaulty) reached++;
          return isFaulty ? fault : undefined;
        });
        const unused = Object.entries(states).filter(([, state]) => state === 'idle' || state === 'never-used');
        expect(unused.filter(([name]) => name !== 'silent')).toEqual([]);
      }),
      { numRuns: 50 },
    );
    expect(reached).toBeGreaterThan(20);
  });
});
