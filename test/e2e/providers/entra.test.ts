import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { graphUser, signInRecord, tenant } from '../../domain/providers/entra/builders.ts';
import { type Mishap, startGraphServer } from '../../fakes/entra/graph-server.ts';
import { swiftClock } from '../../fakes/http/swift-clock.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { type CliRun, runCli } from '../run-cli.ts';
import { leaksOf } from './leaks.ts';
import { checksOf, statesOf } from './provider-answers.ts';
import { runHere } from './run-here.ts';

const dir = temporaryFolder();
const secret = 'a-secret-of-this-test-8d1f';
let mishap: Mishap | undefined;
let server: Awaited<ReturnType<typeof startGraphServer>>;

/** The same in each read of the list, whatever second it is. */
const startMs = Date.now();
const daysAgo = (days: number) => new Date(startMs - days * 86_400_000).toISOString();
const person = (name: string, days: number | undefined): JsonObject => ({
  ...graphUser({ id: idOf(name), userPrincipalName: `${name}@example.com`, createdDateTime: daysAgo(900) }),
  signInActivity: days === undefined ? null : { lastSuccessfulSignInDateTime: daysAgo(days) },
});
const idOf = (name: string) =>
  `b7873f1b-547b-4605-ad9e-${Buffer.from(name).toString('hex').padStart(12, '0').slice(-12)}`;

beforeAll(async () => {
  const users = () => [person('alice', 200), person('bob', 2), person('carol', 120)];
  const signIns = [signInRecord({ userId: idOf('carol'), createdDateTime: daysAgo(3) })];
  server = await startGraphServer({ clock: swiftClock(), users, signIns, mishap: (n, url) => mishap?.(n, url) });
});
afterAll(() => server.stop());
beforeEach(() => {
  mishap = undefined;
  server.log.length = 0;
});

const commandOf = (args: readonly string[]) => [
  ...[...args, '--entra', '--entra-tenant', tenant(), '--entra-client', 'client', '--format', 'json'],
];
const envOf = (env: NodeJS.ProcessEnv) => ({
  LASTSEEN_ENTRA_ENDPOINT: server.origin,
  AZURE_CLIENT_SECRET: secret,
  ...env,
});
const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<CliRun> =>
  runHere(commandOf(args), envOf(env));
const scan = (env: NodeJS.ProcessEnv = {}) => run(['scan', '--data', join(dir, 'data')], env);
const good = { alice: 'idle', bob: 'active', carol: 'active' };
const nobody = { alice: 'unknown', bob: 'unknown', carol: 'unknown' };

describe('lastseen scan --entra', () => {
  it('judges a tenant by its list and its sign-in log, and neither secret nor token is left anywhere', async () => {
    const scanned = await runCli(dir, commandOf(['scan', '--data', join(dir, 'data')]), envOf({}));
    expect([scanned.code, statesOf(scanned)]).toEqual([0, good]);
    expect(server.log.length).toBeGreaterThan(2);
    expect(leaksOf([secret, 'token-'], scanned, dir)).toEqual([]);
  });

  it.each<[string, Mishap | undefined, NodeJS.ProcessEnv, RegExp]>([
    ['with a wrong secret', undefined, { AZURE_CLIENT_SECRET: 'wrong' }, /no token: invalid_client/],
    [
      'after the consent expired',
      () => ({ status: 403, code: 'Authorization_RequestDenied' }),
      {},
      /grant User\.Read\.All/,
    ],
    ['whose network breaks in the middle', (request) => (request > 1 ? 'cut' : undefined), {}, /could not be read/],
  ])('%s exits with 2, says why, and calls nobody unused', async (_, fault, env, words) => {
    mishap = fault;
    const broken = await scan(env);
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringMatching(words) });
    expect(Object.values(statesOf(broken)).filter((state) => state === 'idle')).toEqual([]);
    expect(leaksOf([secret, 'token-'], broken, dir)).toEqual([]);
    mishap = undefined;
    expect(statesOf(await scan())).toEqual(good);
  });

  it('of a tenant without a premium licence knows nobody, and says so once', async () => {
    const code = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
    mishap = (_, url) => (url.search.includes('signInActivity') ? { status: 403, code } : undefined);
    const scanned = await scan();
    expect(statesOf(scanned)).toEqual({ ...nobody, carol: 'active' });
    expect(scanned.stderr.match(/no premium licence/g)).toHaveLength(1);
  });

  it('takes a stand-in on this machine alone', async () => {
    const { code, stderr } = await scan({ LASTSEEN_ENTRA_ENDPOINT: 'http://evil.example' });
    expect([code, stderr]).toEqual([2, expect.stringContaining('LASTSEEN_ENTRA_ENDPOINT: give a loopback address')]);
  });
});

describe('lastseen doctor --entra', () => {
  it('finds nothing wrong with a tenant that answers', async () => {
    const file = join(dir, 'secret.txt');
    writeFileSync(file, `${secret}\n`);
    const doctor = await run(['doctor', '--entra-secret-file', file], { AZURE_CLIENT_SECRET: undefined });
    expect(doctor.code).toBe(0);
    expect(checksOf(doctor)).toMatchObject({ clock: 'ok', token: 'ok', users: 'ok' });
    expect(leaksOf(['token-'], doctor, dir)).toEqual([]);
  });

  it('names the permission that is missing, and exits with 1', async () => {
    mishap = () => ({ status: 403, code: 'Authorization_RequestDenied' });
    const doctor = await run(['doctor']);
    expect([doctor.code, checksOf(doctor)]).toEqual([
      1,
      expect.objectContaining({ users: 'fail', 'sign-in-log': 'warn' }),
    ]);
    expect(doctor.stdout).toContain('grant User.Read.All and AuditLog.Read.All');
  });
});
