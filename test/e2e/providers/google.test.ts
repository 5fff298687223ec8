import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { scopes } from '../../../domain/providers/google/refusals.ts';
import { machineClock } from '../../../infra/http/pace.ts';
import { activity, directoryUser, usageReport } from '../../domain/providers/google/builders.ts';
import { type GoogleMishap, startGoogleServer } from '../../fakes/google/google-server.ts';
import { admin, keyFile, trusted } from '../../infra/google/delegate.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type CliRun, runCli } from '../run-cli.ts';
import { leaksOf } from './leaks.ts';
import { checksOf, statesOf } from './provider-answers.ts';
import { runHere } from './run-here.ts';

const dir = temporaryFolder();
const [keys, data] = [temporaryFolder(), join(dir, 'data')];
const key = join(keys, 'key.json');
const secrets = ['ya29.token', 'PRIVATE KEY', ...(keyFile.match(/MII[\w+/]{40}/g) ?? [])];
const delegated = [...trusted.delegated];
let mishap: GoogleMishap | undefined;
let server: Awaited<ReturnType<typeof startGoogleServer>>;

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const person = (name: string, id: string, days: number): JsonObject =>
  directoryUser({ id, primaryEmail: `${name}@example.com`, creationTime: daysAgo(900), lastLoginTime: daysAgo(days) });
const people = [
  person('alice', '108000000000000000001', 200),
  person('bob', '108000000000000000002', 2),
  person('carol', '108000000000000000003', 120),
];
const reportsOn = (date: string): JsonObject[] | undefined =>
  date > daysAgo(2).slice(0, 10)
    ? undefined
    : people.map(({ id, primaryEmail, customerId, lastLoginTime }) => ({
        ...usageReport(0, { 'accounts:last_login_time': lastLoginTime }),
        date,
        entity: { type: 'USER', customerId, userEmail: primaryEmail, profileId: id },
      }));
const used: JsonObject = activity('token', 0, 'activity', {
  id: { time: daysAgo(3), uniqueQualifier: '1', applicationName: 'token', customerId: 'C03az79cb' },
  actor: { callerType: 'USER', profileId: people[2]?.['id'] },
});

beforeAll(async () => {
  writeFileSync(key, keyFile);
  writeFileSync(join(keys, 'broken.json'), keyFile.slice(0, 900));
  server = await startGoogleServer({
    ...trusted,
    delegated,
    clock: machineClock,
    users: () => people,
    usage: reportsOn,
    activities: new Map([['token', [used]]]),
    mishap: (request, url) => mishap?.(request, url),
  });
});
afterAll(() => server.stop());
beforeEach(() => {
  mishap = undefined;
  delegated.splice(0, delegated.length, ...trusted.delegated);
  server.log.length = 0;
});

const commandOf = (args: readonly string[], file = key) => [
  ...[...args, '--google', '--google-key', file, '--google-admin', admin, '--format', 'json'],
];
const envOf = () => ({ LASTSEEN_GOOGLE_ENDPOINT: server.origin });
const run = (args: readonly string[], file = key): Promise<CliRun> => runHere(commandOf(args, file), envOf());
const scan = (args: readonly string[] = []) => run(['scan', '--data', data, ...args]);
const good = { alice: 'idle', bob: 'active', carol: 'active' };

describe('lastseen scan --google', () => {
  it('judges a customer by its list, reports and activities, and neither key nor token is left anywhere', async () => {
    const scanned = await runCli(dir, commandOf(['scan', '--data', data]), envOf());
    expect([scanned.code, statesOf(scanned)]).toEqual([0, good]);
    expect(secrets.length).toBeGreaterThan(2);
    expect(leaksOf(secrets, scanned, dir)).toEqual([]);
  });

  it.each<[string, () => void, RegExp]>([
    [
      'whose delegation was withdrawn',
      () => delegated.splice(0),
      /unauthorized_client; delegate .*directory\.user\.readonly to the service account/,
    ],
    [
      'whose administrator lost the right to reports',
      () => {
        mishap = (_, url) => (url.pathname.includes('reports') ? { status: 403, reason: 'forbidden' } : undefined);
      },
      /usage report could not be read .*privilege Reports/,
    ],
    [
      'whose network breaks in the middle',
      () => {
        mishap = (request) => (request > 1 ? 'cut' : undefined);
      },
      /list of users, once more, could not be read/,
    ],
  ])('%s exits with 2, says why, and calls nobody unused', async (_, breakIt, words) => {
    breakIt();
    const broken = await scan(['--google-customer', 'C03az79cb']);
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
    expect(Object.values(statesOf(broken)).filter((state) => state === 'idle')).toEqual([]);
    expect(leaksOf(secrets, broken, dir)).toEqual([]);
    mishap = undefined;
    delegated.splice(0, delegated.length, ...trusted.delegated);
    expect(statesOf(await scan())).toEqual(good);
  });

  it('quotes nothing of a key file that it cannot read', async () => {
    const broken = await run(['scan', '--data', data], join(keys, 'broken.json'));
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringMatching(/--google-key \S+: is no JSON; make one/)]);
    expect(leaksOf(secrets, broken, dir)).toEqual([]);
  });
});

describe('lastseen doctor --google', () => {
  it('finds nothing wrong with a customer that answers', async () => {
    const doctor = await run(['doctor']);
    expect(doctor.code).toBe(0);
    expect(checksOf(doctor)).toMatchObject({ key: 'ok', clock: 'ok', users: 'ok', 'usage-report': 'ok', quota: 'ok' });
    expect(leaksOf(secrets, doctor, dir)).toEqual([]);
  });

  it('names the scope that is not delegated, with the client to which it belongs, and exits with 1', async () => {
    delegated.splice(0, delegated.length, scopes.users);
    const doctor = await run(['doctor']);
    expect([doctor.code, checksOf(doctor)]).toMatchObject([
      1,
      { 'delegation-users': 'ok', 'delegation-usage': 'fail', 'delegation-activities': 'fail', users: 'ok' },
    ]);
    expect(doctor.stdout).toContain(
      `delegate ${scopes.usage} to the service account (client ID 100000000000000000001)`,
    );
  });
});
