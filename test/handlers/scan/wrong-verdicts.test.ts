import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { answered } from '../../../domain/answer.ts';
import { readRecord } from '../../../domain/cloudtrail/record.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import { daysAgo, now, record, recordBy, signIn, user } from '../../domain/builders.ts';
import type { World } from '../../fakes/reconcile-world.ts';
import { recordsOf, regions, seenIn, unused200, verdictOn, withGitCredential } from '../reconcile/silent-account.ts';

/** A call of alice, so many days ago. */
const call = (days: number, changes: JsonObject = {}) => recordBy({}, { eventTime: daysAgo(days), ...changes });
const inAllRegions = { corroborated: true };
/** What a verdict says of the days that nobody watched. */
const unwatched = (words: string) => new RegExp(`; not corroborated by CloudTrail: ${words}$`);

test('the account by which the others are measured: silent for 200 days, and watched in all Regions', async () => {
  const verdict = await verdictOn({});
  expect(verdict).toMatchObject({ state: 'idle', ...inAllRegions });
  expect(verdict.reason).toMatch(unused200);
  expect(verdict.reason).not.toContain('corroborated');
  expect(verdict.plan.missing).toEqual([]);
});

test('the document lists the causes that these tests are named by', () => {
  const section =
    readFileSync('domain/README.md', 'utf8').split('## What can make a verdict wrong')[1]?.split('\n## ')[0] ?? '';
  const listed = [...section.matchAll(/^\| ([^|]+) \| [^|]+ \|$/gm)].map(([, cause]) => cause).slice(1);
  const files = ['wrong-verdicts.test.ts', 'wrong-verdicts-services.test.ts'];
  const source = files.map((name) => readFileSync(`test/handlers/scan/${name}`, 'utf8')).join('');
  const tested = [...source.matchAll(/^(?: {2})?test\('([^']+)', async/gm)].map(([, cause]) => cause).slice(1);
  expect(listed).toEqual(tested);
  expect(listed.length).toBeGreaterThanOrEqual(28);
});

describe('nobody is called unused who was active in a way that one source does not see', () => {
  test('data-plane-only use', async () => {
    const row = { access_key_1_last_used_date: '2026-11-20T08:00:00+00:00' };
    const verdict = await verdictOn({ row });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toBe('last seen 3 days ago by the credential report, key 1');
    const event = call(4, { eventCategory: 'Data', managementEvent: false, eventName: 'GetObject' });
    expect((await verdictOn({ records: [event] })).reason).toMatch(
      /^last seen 4 days ago by CloudTrail \(s3 GetObject/,
    );
  });

  test('read-only-only user', async () => {
    const verdict = await verdictOn({ records: [call(30, { readOnly: true, eventName: 'DescribeInstances' })] });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(/^last seen 30 days ago by CloudTrail \(s3 DescribeInstances from eu-west-1\)/);
  });

  test('console sign-in in another Region', async () => {
    const records = [signIn({ eventTime: daysAgo(12), awsRegion: 'us-east-1' })];
    const verdict = await verdictOn({ records });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toBe(
      'last seen 12 days ago by CloudTrail (signin ConsoleLogin from us-east-1), console session',
    );
  });

  test('activity under an assumed role', async () => {
    const session = {
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROAADMIN00000000001:alice',
        arn: 'arn:aws:sts::123456789012:assumed-role/admin/alice',
        accountId: '123456789012',
      },
      eventTime: daysAgo(2),
    };
    const forgery = await verdictOn({ records: [record(session)] });
    expect(forgery).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(forgery.reason).toMatch(unused200);
    const assumed = call(2, { eventSource: 'sts.amazonaws.com', eventName: 'AssumeRole', readOnly: true });
    const verdict = await verdictOn({ records: [assumed, record(session)] });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(/^last seen 2 days ago by CloudTrail \(sts AssumeRole from eu-west-1\)/);
  });

  test('rename', async () => {
    const listed = { userName: 'alicia', arn: 'arn:aws:iam::123456789012:user/alicia' };
    const row = { user: 'alicia', arn: 'arn:aws:iam::123456789012:user/alicia' };
    const verdict = await verdictOn({ listed, row, records: [call(20)] });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(/^last seen 20 days ago by CloudTrail/);
  });

  test('denied calls only', async () => {
    const verdict = await verdictOn({ records: [call(5, { errorCode: 'AccessDenied' })] });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(/^last seen 5 days ago by CloudTrail .*, refused: AccessDenied$/);
  });

  test('quarantined user trying', async () => {
    const records = [1, 2, 3].map((days) =>
      call(days, { errorCode: 'Client.UnauthorizedOperation', eventName: 'RunInstances' }),
    );
    const verdict = await verdictOn({ records });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toMatch(
      /\(s3 RunInstances from eu-west-1\), key \w+, refused: Client.UnauthorizedOperation$/,
    );
  });

  test('password use before removal', async () => {
    const row = { password_enabled: 'false', password_last_used: 'N/A', password_last_changed: 'N/A' };
    const verdict = await verdictOn({ row, listed: { passwordLastUsed: daysAgo(15) } });
    expect(verdict).toMatchObject({ state: 'active', ...inAllRegions });
    expect(verdict.reason).toBe('last seen 15 days ago by ListUsers, password');
  });
});

describe('nobody is called active for what others did', () => {
  test('failed sign-ins only', async () => {
    const failed = signIn({
      eventTime: daysAgo(1),
      responseElements: { ConsoleLogin: 'Failure' },
      errorMessage: 'Failed authentication',
    });
    const verdict = await verdictOn({ records: [failed] });
    expect(verdict).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(verdict.reason).toMatch(unused200);
  });

  test('cross-account copies', async () => {
    const elsewhere = recordBy(
      { accountId: '999999999999', arn: 'arn:aws:iam::999999999999:user/alice' },
      { eventTime: daysAgo(1) },
    );
    const copy = await verdictOn({ records: [elsewhere] });
    expect(copy).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(copy.reason).toMatch(unused200);
    const copyOfOurs = call(1, { recipientAccountId: '999999999999' });
    expect(await verdictOn({ records: [copyOfOurs] })).toMatchObject({ state: 'idle' });
    const ours = await verdictOn({ records: [copyOfOurs, call(1)] });
    expect(ours).toMatchObject({ state: 'active', ...inAllRegions });
    expect(ours.reason).toMatch(/^last seen 1 day ago by CloudTrail/);
  });

  test('name reuse', async () => {
    const former = recordBy({ principalId: user('AIDAFORMER0000000001') }, { eventTime: daysAgo(120) });
    const born = '2026-08-20T08:00:00+00:00';
    const row = {
      user_creation_time: born,
      password_last_used: 'no_information',
      password_last_changed: born,
      access_key_1_last_rotated: born,
      access_key_1_last_used_date: 'N/A',
    };
    const verdict = await verdictOn({ records: [former], row, listed: { createdAt: daysAgo(95) } });
    expect(verdict).toMatchObject({ state: 'never-used', ...inAllRegions });
    expect(verdict.reason).toMatch(/^never seen since it was created 95 days ago/);
  });

  test('future-dated record', async () => {
    const future = call(-2);
    expect(readRecord(future, now)).toMatchObject({ kind: 'malformed', field: 'eventTime' });
    const verdict = await verdictOn({ records: [future] });
    expect(verdict).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(verdict.reason).toMatch(unused200);
  });
});

describe('silence that nobody watched is not corroborated, and the reason says where and when', () => {
  test('a Region without a rule', async () => {
    const verdict = await verdictOn({ lost: (name) => name === 'us-east-1' });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('us-east-1 not watched 2026-08-25 to 2026-11-23'));
    expect(await verdictOn({ ...withGitCredential(), lost: (name) => name === 'us-east-1' })).toMatchObject({
      state: 'unknown',
      corroborated: false,
    });
  });

  test('trail stopped for three days', async () => {
    const verdict = await verdictOn({ lost: (_, days) => days >= 14 && days <= 16 });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1, us-east-1 not watched 2026-11-07 to 2026-11-09'));
  });

  test('trail stopped for hours, between two proofs', async () => {
    const verdict = await verdictOn({
      change: (world) => {
        world.table.run = { asOf: daysAgo(1), thresholdDays: 90, users: 1, coverage: { kind: 'none' } };
        world.trails.set('eu-west-1', { since: daysAgo(0, -4 * 3600) });
      },
    });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1 not watched 2026-11-22 to 2026-11-23'));
  });

  test('write-only trail', async () => {
    const verdict = await verdictOn({ proof: { readOnly: false, eventName: 'PutObject' } });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1, us-east-1 not watched 2026-08-25 to 2026-11-23'));
    const asked = await verdictOn({
      change: (world) => world.trails.set('us-east-1', { reads: false, why: 'trail audit logs writes only' }),
    });
    expect(asked.reason).toMatch(unwatched('us-east-1 not watched 2026-11-23'));
    expect(asked.plan.missing).toEqual([
      'CloudTrail does not record everything in us-east-1: trail audit logs writes only',
    ]);
    expect(asked.plan.blindRegions).toEqual([{ region: 'us-east-1', why: 'unrecorded' }]);
  });

  test('pipeline younger than the window', async () => {
    const lost = (_: string, days: number) => days > 30;
    const verdict = await verdictOn({ lost });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1, us-east-1 not watched 2026-08-25 to 2026-10-23'));
    const lookups = new Map(regions.map((name) => [name, { from: daysAgo(120), to: daysAgo(30, 600) }]));
    const filled = await verdictOn({
      lost,
      change: (world) => {
        world.table.seen = { ...world.table.seen, lookups: new Map([[userEntry(user()), lookups]]) };
      },
    });
    expect(filled).toMatchObject({ state: 'idle', corroborated: true });
  });

  test('lost events', async () => {
    const lost = (name: string, days: number) => name === 'eu-west-1' && days === 40;
    const verdict = await verdictOn({ lost });
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1 not watched 2026-10-14'));
  });

  test('restored older table', async () => {
    const older = recordsOf({ records: [call(3)], lost: (_, days) => days < 10 });
    const world = {
      change: ({ table }: World) => {
        table.seen = seenIn(older.slice(0, -1));
      },
    };
    const verdict = await verdictOn(world);
    expect(verdict).toMatchObject({ state: 'idle', corroborated: false });
    expect(verdict.reason).toMatch(unwatched('eu-west-1, us-east-1 not watched 2026-11-14 to 2026-11-23'));
    const row = { access_key_1_last_used_date: '2026-11-20T08:00:00+00:00' };
    expect(await verdictOn({ ...world, row })).toMatchObject({ state: 'active', corroborated: false });
  });
});

describe('what IAM does not tell makes a user unknown, never unused', () => {
  test('credentials outside the report', async () => {
    const watched = await verdictOn(withGitCredential());
    expect(watched).toMatchObject({ state: 'idle', ...inAllRegions });
    expect(watched.reason).toContain('service-specific credential ACCAALICE: use not recorded by IAM');
    const blind = await verdictOn({ ...withGitCredential(), lost: (_, days) => days === 50 });
    expect(blind).toMatchObject({ state: 'unknown', corroborated: false });
    expect(blind.reason).toMatch(
      /^cannot judge: IAM does not record the use of its active service-specific credential/,
    );
  });

  test('cached credential report', async () => {
    const reportOf = (days: number) =>
      verdictOn({
        change: (world) => {
          const { report } = world.inventory;
          if (report.kind === 'failed') throw new Error(report.failure.why);
          const aged = answered({ ...report.value, generatedAt: daysAgo(days) });
          world.inventory = { ...world.inventory, report: aged };
        },
      });
    expect(await reportOf(0.15)).toMatchObject({ state: 'idle', ...inAllRegions });
    const stale = await reportOf(2);
    expect(stale).toMatchObject({ state: 'unknown', corroborated: false });
    expect(stale.reason).toMatch(/^cannot judge: the credential report is old, made 2026-11-21T08:00:00Z/);
  });
});

test('seasonal user with an exemption that ends', async () => {
  const until = (day: string) => ({ listed: { tags: [{ key: 'lastseen:exempt', value: `until=${day} summer` }] } });
  const holds = await verdictOn(until('2027-03-31'));
  expect(holds).toMatchObject({ state: 'idle', ...inAllRegions });
  expect(holds.reason).toMatch(/; exempt by .*lastseen:exempt.* until 2027-03-31 \(summer\)$/);
  expect(holds.plan.counts).toMatchObject({ unused: 1, unusedNotExempt: 0 });
  const ended = await verdictOn(until('2026-09-30'));
  expect(ended).toMatchObject({ state: 'idle', ...inAllRegions });
  expect(ended.reason).toMatch(/; exemption by .*lastseen:exempt.* ended 2026-09-30$/);
  expect(ended.plan.counts).toMatchObject({ unused: 1, unusedNotExempt: 1 });
});
