import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type AccountServer, startAccountServer } from '../fakes/account-server.ts';
import { type CloudtrailServer, lookupDenied, startCloudtrailServer } from '../fakes/cloudtrail-server.ts';
import { fakeAccount, fakeUser } from '../fakes/iam-account.ts';
import { denied, type IamServer, startIamServer } from '../fakes/iam-server.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { type CliRun, runCli, startCli } from './run-cli.ts';

const dir = temporaryFolder();
let [folders, iam, trail, account] = [0, {} as IamServer, {} as CloudtrailServer, {} as AccountServer];
let env: NodeJS.ProcessEnv = {};

beforeAll(async () => {
  [iam, trail, account] = await Promise.all([startIamServer(), startCloudtrailServer(), startAccountServer()]);
  env = {
    AWS_ENDPOINT_URL_IAM: iam.endpoint,
    AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
    AWS_ENDPOINT_URL_STS: account.endpoint,
    AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
    AWS_CONFIG_FILE: join(dir, 'no-config'),
    AWS_SHARED_CREDENTIALS_FILE: join(dir, 'no-credentials'),
  };
});
afterAll(() => Promise.all([iam, trail, account].map((server) => server.stop())));
beforeEach(() => {
  iam.calls.clear();
  trail.calls.length = 0;
  Object.assign(iam.account, { users: [], sshKeys: [], pageSize: 1000, fault: () => undefined });
  Object.assign(trail.trail, { records: [], callsPerSecond: 2, fault: () => undefined });
  const regions = [
    ['eu-west-1', 'ENABLED'],
    ['me-south-1', 'DISABLED'],
    ['us-east-1', 'ENABLED_BY_DEFAULT'],
  ] as const;
  Object.assign(account.identity, { regions, fault: () => undefined });
});

const daysAgo = (days: number) => `${new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 19)}Z`;
const userCalls = () => trail.calls.filter(({ key }) => key === 'Username');
const dataOf = (name: string) => ['--data', join(dir, name)];
const live = (args: readonly string[] = [], data = `data-${++folders}`) =>
  runCli(dir, ['scan', '--live', '--format', 'json', ...dataOf(data), ...args], env);
const usersOf = ({ stdout }: CliRun) =>
  Object.fromEntries(
    (JSON.parse(stdout).users as { userName: string; state: string; corroborated: boolean; reason: string }[]).map(
      (user) => [user.userName, user],
    ),
  );

/** A call that a fake user makes, as CloudTrail's event history keeps it. */
const callOf = (number: number, at: string, awsRegion: string) => {
  const { userName, userId, keys } = fakeUser(number);
  const arn = `arn:aws:iam::${fakeAccount}:user/${userName}`;
  const identity = { type: 'IAMUser', principalId: userId, arn, accountId: fakeAccount, userName };
  return {
    userIdentity: { ...identity, accessKeyId: keys[0]?.id ?? '' },
    eventTime: at,
    eventSource: 's3.amazonaws.com',
    eventName: 'ListBuckets',
    awsRegion,
    eventID: `00000000-0000-4000-8000-${`${number}`.padStart(12, '0')}`,
    readOnly: true,
    eventType: 'AwsApiCall',
    recipientAccountId: fakeAccount,
  };
};

describe('a live scan', () => {
  it('joins what IAM says now with what CloudTrail remembers of those in question, in every enabled Region', async () => {
    iam.account.users = [fakeUser(1, daysAgo(2)), fakeUser(2, daysAgo(200)), fakeUser(3)];
    trail.trail.records = [callOf(2, daysAgo(7), 'eu-west-1')];
    const run = await live();
    expect(run).toMatchObject({ code: 0 });
    expect(run.stderr).toContain('looking up 2 users in 2 Regions: about 1 s');
    expect(run.stderr).toContain(
      'asking IAM for SSH keys of 1 user and ids of unused access keys of 1 user: about 1 s',
    );
    const { 'user-1': one, 'user-2': two, 'user-3': three } = usersOf(run);
    expect(one?.state).toBe('active');
    expect(two?.state).toBe('active');
    expect(two?.reason).toContain('last seen 7 days ago by CloudTrail (s3 ListBuckets from eu-west-1)');
    expect(three).toMatchObject({ state: 'never-used', corroborated: true });
    expect(three).toMatchObject({ credentials: [{ kind: 'access-key', id: fakeUser(3).keys[0]?.id }] });
    expect([...new Set(userCalls().map(({ region, value }) => `${region} ${value}`))].sort()).toEqual([
      'eu-west-1 user-2',
      'eu-west-1 user-3',
      'us-east-1 user-2',
      'us-east-1 user-3',
    ]);
    expect(userCalls()).toHaveLength(4);
  });

  it('of 2,000 users makes at most 60 calls to IAM, and calls for a user only for those in question', async () => {
    const users = Array.from({ length: 2000 }, (_, number) => fakeUser(number, number < 5 ? undefined : daysAgo(1)));
    Object.assign(iam.account, { users });
    const run = await live();
    expect(run).toMatchObject({ code: 0 });
    expect(JSON.parse(run.stdout).counts).toMatchObject({ users: 2000, active: 1995, 'never-used': 5 });
    const total = [...iam.calls.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBeLessThanOrEqual(60);
    expect(iam.calls.get('ListSSHPublicKeys')).toBe(5);
    expect(iam.calls.get('ListAccessKeys')).toBe(5);
    expect(userCalls()).toHaveLength(10);
  });

  it('asked for one Region says which others were not watched', async () => {
    iam.account.users = [fakeUser(3)];
    const run = await live(['--regions', 'us-east-1']);
    expect(usersOf(run)['user-3']).toMatchObject({ state: 'never-used', corroborated: false });
    expect(usersOf(run)['user-3']?.reason).toMatch(/not corroborated by CloudTrail: eu-west-1 not watched/);
  });

  it('with an SSH key, and a window that nobody watched whole, is unknown', async () => {
    iam.account.users = [fakeUser(3), fakeUser(4)];
    iam.account.sshKeys = [{ userName: 'user-3', id: 'APKA1', uploadedAt: '2020-01-01T00:00:00Z' }];
    const run = await live(['--regions', 'us-east-1']);
    expect(usersOf(run)).toMatchObject({
      'user-3': { state: 'unknown', usable: true, credentials: [{}, { kind: 'ssh-public-key', id: 'APKA1' }] },
      'user-4': { state: 'never-used', usable: true, credentials: [{}] },
    });
  });

  it.each<[string, () => void, RegExp, RegExp]>([
    [
      'the list of SSH keys',
      () => {
        iam.account.fault = (action) => (action === 'ListSSHPublicKeys' ? denied : undefined);
      },
      /the list of SSH keys could not be read \(page 1: AccessDenied\); the policy lacks \{"Effect":"Allow","Action":\["iam:ListSSHPublicKeys"\],"Resource":"\*"\}/,
      /cannot judge: the list of SSH keys could not be read/,
    ],
    [
      'the credential report',
      () => {
        iam.account.fault = (action) => (/CredentialReport/.test(action) ? denied : undefined);
      },
      /the credential report could not be read \(AccessDenied[^)]*\); the policy lacks \{"Effect":"Allow","Action":\["iam:GenerateCredentialReport","iam:GetCredentialReport"\],"Resource":"\*"\}/,
      /cannot judge: the credential report could not be read/,
    ],
    [
      "CloudTrail's event history",
      () => {
        trail.trail.fault = ({ region }) => (region === 'eu-west-1' ? lookupDenied : undefined);
      },
      /event history could not be read in eu-west-1 \(AccessDeniedException\).*"cloudtrail:LookupEvents"/,
      /cannot judge: .*event history/,
    ],
  ])('names the policy line that %s lacks, and calls nobody unused for it', async (_, refuse, line, reason) => {
    iam.account.users = [fakeUser(1, daysAgo(2)), fakeUser(3)];
    refuse();
    const run = await live();
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(line);
    const { 'user-1': one, 'user-3': three } = usersOf(run);
    expect(three?.state).toBe('unknown');
    expect(three?.reason).toMatch(reason);
    expect(one?.state).toMatch(/active|unknown/);
  });

  it('goes on with the Regions that every account has where the account does not tell its own', async () => {
    account.identity.fault = (asked) => (asked === 'ListRegions' ? 'AccessDeniedException' : undefined);
    iam.account.users = [fakeUser(3)];
    const run = await live(['--regions', 'us-east-1']);
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/enabled Regions are not known \(AccessDenied.*"account:ListRegions"/);
    expect(usersOf(run)['user-3']?.reason).toMatch(/and 14 more Regions not watched/);
  });

  it.each<[string, readonly string[], NodeJS.ProcessEnv, RegExp]>([
    [
      'no credentials',
      [],
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_EC2_METADATA_DISABLED: 'true' },
      /^lastseen: no valid AWS credentials: .*give --profile/,
    ],
    [
      'a profile that does not exist',
      ['--profile', 'nobody'],
      { AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null' },
      /^lastseen: --profile nobody: not in your AWS configuration; it has no profile; run aws configure/,
    ],
    ['a Region that is none', ['--regions', 'eu west'], {}, /--regions eu west: give all, or Regions .*eu-west-1/],
    [
      'a Region that is not enabled',
      ['--regions', 'me-south-1'],
      {},
      /--regions me-south-1: not enabled in this account; it has eu-west-1, us-east-1/,
    ],
    ['files beside', ['--users', 'u.json'], {}, /--live asks IAM itself: leave out/],
  ])('with %s ends with one line and 2', async (_, args, changes, line) => {
    const run = await runCli(dir, ['scan', '--live', ...dataOf(`bad-${++folders}`), ...args], { ...env, ...changes });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(line);
    expect(run.stderr.trim().split('\n')).toHaveLength(1);
    expect(userCalls()).toHaveLength(0);
  });
});

it('the documented policy allows the calls that a live scan makes, and no others', async () => {
  const policy = JSON.parse(
    /```json\n(\{\n {2}"Version"[^`]*)```/.exec(readFileSync('handlers/cli/README.md', 'utf8'))?.[1] ?? '{}',
  );
  iam.account.users = [fakeUser(3)];
  expect(await live()).toMatchObject({ code: 0 });
  const made = [...iam.calls.keys()].map((action) => `iam:${action}`);
  const allowed = ['account:ListRegions', 'cloudtrail:LookupEvents', ...made].sort();
  expect(policy.Statement).toEqual([{ Effect: 'Allow', Action: allowed, Resource: '*' }]);
});

describe('a backfill', () => {
  it('that was killed goes on where it was, and asks for nobody twice who was finished', async () => {
    iam.account.users = Array.from({ length: 8 }, (_, number) => fakeUser(number));
    const args = ['backfill', '--format', 'json', ...dataOf('killed')];
    const first = startCli(dir, args, env);
    const closed = new Promise((done) => first.once('close', done));
    await expect.poll(() => userCalls().length, { timeout: 60_000, interval: 20 }).toBeGreaterThanOrEqual(6);
    first.kill('SIGKILL');
    await closed;
    const before = userCalls().map(({ region, value }) => `${region} ${value}`);
    trail.calls.length = 0;
    const second = await runCli(dir, args, env);
    expect(second).toMatchObject({ code: 0 });
    expect(JSON.parse(second.stdout)).toMatchObject({ remaining: 0, missing: [] });
    const after = userCalls().map(({ region, value }) => `${region} ${value}`);
    // The one question in each Region that was in flight, or answered and not yet noted, may come again.
    expect(before.filter((pair) => after.includes(pair)).length).toBeLessThanOrEqual(4);
    expect(before.length).toBeLessThan(16);
    expect(new Set([...before, ...after]).size).toBe(16);
  });

  it('never asks a Region more than twice a second, and tells what it found', async () => {
    iam.account.users = Array.from({ length: 4 }, (_, number) => fakeUser(number));
    trail.trail.records = [callOf(1, daysAgo(3), 'us-east-1')];
    const run = await runCli(dir, ['backfill', ...dataOf('paced')], env);
    expect(run).toMatchObject({ code: 0 });
    expect(run.stdout).toContain('4 users looked up, 0 already seen since the threshold');
    for (const where of ['eu-west-1', 'us-east-1']) {
      const times = trail.calls.filter(({ region }) => region === where).map(({ atMs }) => atMs);
      const spans = times.slice(2).map((ms, index) => ms - (times[index] as number));
      expect(Math.min(...spans)).toBeGreaterThanOrEqual(1000);
    }
    const again = await runCli(dir, ['backfill', ...dataOf('paced')], env);
    expect(again.stdout).toContain('3 users looked up, 1 already seen since the threshold');
  });
});
