import type { JsonObject } from '../../../domain/json.ts';
import { parseSettings } from '../../../domain/settings/settings.ts';
import { epochMs, type Instant } from '../../../domain/time.ts';
import { livePorts } from '../../../handlers/cli/commands/google/live-customer.ts';
import { scanCustomerLive } from '../../../handlers/google/scan-customer-live.ts';
import { daysAgo, now } from '../../domain/builders.ts';
import { okOf } from '../../domain/ok-of.ts';
import {
  colleague,
  directoryUser,
  ofColleague,
  profileId,
  usageReport,
} from '../../domain/providers/google/builders.ts';
import { type GoogleMishap, type GoogleServerOptions, startGoogleServer } from '../../fakes/google/google-server.ts';
import { jumpingClock } from '../../fakes/http/jumping-clock.ts';
import { memoryLastSeenTable } from '../../fakes/memory-last-seen-table.ts';
import { admin, serviceAccount, trusted } from '../../infra/google/delegate.ts';

/** The usage report of each user on each day up to the day before yesterday, with these times for some. */
export const dailyUsage =
  (users: readonly JsonObject[], timesOf: (id: unknown) => JsonObject = () => ({})) =>
  (day: string): JsonObject[] | undefined =>
    day > daysAgo(2).slice(0, 10)
      ? undefined
      : users.map(({ id, primaryEmail, customerId }) => ({
          ...usageReport(0, timesOf(id)),
          date: day,
          entity: { type: 'USER', customerId, userEmail: primaryEmail, profileId: id },
        }));

const both = [directoryUser(), colleague];

/** A customer of alice, who is silent, and bob, who is there every day; each part may be another. */
export async function customerWorld(options: Partial<GoogleServerOptions> = {}) {
  const clock = jumpingClock(epochMs(now));
  const world: { mishap: GoogleMishap | undefined } = { mishap: options.mishap };
  const server = await startGoogleServer({
    clock,
    ...trusted,
    users: () => both,
    usage: dailyUsage(both),
    activities: new Map(['login', 'token'].map((application) => [application, [ofColleague(application, 0)]])),
    ...options,
    mishap: (request, url) => world.mishap?.(request, url),
  });
  const delegate = { hosts: server.hosts, key: serviceAccount(), admin };
  const table = memoryLastSeenTable();
  const scanAt = async (at: Instant = now, given?: Parameters<typeof scanCustomerLive>[0]) => {
    const from = server.log.length;
    const ports = { ...livePorts({ delegate, customer: given, clock }, { quiet: true }), clock: () => at };
    const settings = okOf(parseSettings({ now: at }, at));
    const { scanned, inventory } = await scanCustomerLive(given, settings, table, ports);
    const assessments = [...(scanned.accounts[0]?.assessments.values() ?? [])];
    return {
      states: new Map(assessments.map(({ user, state }) => [user.userName.replace('@example.com', ''), state])),
      alice: assessments.find(({ user }) => user.userId === profileId()),
      missing: inventory?.missing ?? [],
      asked: server.log.slice(from).map((url) => decodeURIComponent(url)),
    };
  };
  return { world, table, scanAt, stop: server.stop };
}
