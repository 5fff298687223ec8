import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AttachUserPolicyCommand,
  CreateAccessKeyCommand,
  CreateUserCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { fingerprintOf } from '../../../domain/lifecycle/user-access.ts';
import { plusDays } from '../../../domain/time.ts';
import { canonicalDigest } from '../../../handlers/canonical-digest.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { readActFolder } from '../../../infra/local/act-files.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account as testAccount } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { isInstalled } from '../../stack/installed.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCli } from '../run-cli.ts';
import { attachments } from './attachments.ts';
import { standingOf } from './standing.ts';

const Tags = [{ Key: 'owner', Value: 'team@example.com' }];

const idOf = (number: number) => `AIDAMOTO${`${number}`.padStart(13, '0')}`;

/** The users of the account: number 1 is unused, 2 may change IAM, the others were seen yesterday. */
const users = ['olive', 'admin-2', ...Array.from({ length: 8 }, (_, index) => `busy-${index + 3}`)];

const isPossible = hasMoto && isInstalled('openssl', 'version');

describe.skipIf(!isPossible)('the way out of unused users (skipped without moto_server, Python or openssl)', () => {
  const dir = temporaryFolder();
  let [aws, trail, account] = [{} as AwsAccount, {} as CloudtrailServer, {} as AccountServer];
  let iam: IAMClient;
  const lastseen = (...args: readonly string[]) =>
    runCli(dir, args, {
      ...aws.env,
      AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
      AWS_CONFIG_FILE: join(dir, 'no-config'),
    });
  const planned = async () => {
    const run = await lastseen('plan', '--format', 'json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    return JSON.parse(run.stdout);
  };

  beforeAll(async () => {
    [aws, trail, account] = await Promise.all([
      startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
      startCloudtrailServer(),
      startAccountServer(),
    ]);
    iam = new IAMClient({ endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
    for (const [index, UserName] of users.entries()) {
      await iam.send(new CreateUserCommand({ UserName, Path: '/team/', Tags }));
      await iam.send(new CreateAccessKeyCommand({ UserName }));
      await aws.givePast({ user: UserName, id: idOf(index + 1), created: 400, keyUsed: index < 2 ? 200 : 1 });
    }
    const all = 'arn:aws:iam::aws:policy/AdministratorAccess';
    await iam.send(new AttachUserPolicyCommand({ UserName: 'admin-2', PolicyArn: all }));
    const always = '{ days: [Mon, Tue, Wed, Thu, Fri, Sat, Sun], fromHour: 0, toHour: 24 }';
    writeFileSync(join(dir, 'lastseen.yml'), `lifecycle: { noticeDays: 7, window: ${always} }\n`);
  });
  afterAll(() => Promise.all([aws, trail, account].map((server) => server.stop())));

  it('needs a scan, then notices the unused user, and says why nobody else', async () => {
    expect(await lastseen('plan')).toMatchObject({ code: 2, stderr: expect.stringContaining('.lastseen') });
    // The emulator has no service last accessed: the scan says so, and nothing else is missing.
    const scanned = await lastseen('scan', '--live');
    expect(scanned.stderr).toMatch(/services/);
    expect(scanned.stderr).toContain('this is missing from the answer');
    const before = await storedItems();
    expect(before.length).toBeGreaterThan(users.length);
    const plan = await planned();
    expect(plan).toMatchObject({ accountId, users: 10, stops: [] });
    expect(plan.leftAlone.filter(({ userName }: { userName: string }) => userName === 'olive')).toEqual([]);
    expect(plan.steps).toMatchObject([{ act: 'notice', userName: 'olive', owner: 'team@example.com', calls: [] }]);
    const left = new Map(plan.leftAlone.map((user: { userName: string; why: string[] }) => [user.userName, user.why]));
    expect(left.get('admin-2')).toEqual(['it can change IAM, and 0 in use can: 2 must be left']);
    expect(left.get('busy-3')).toEqual([expect.stringMatching(/^active: /)]);
    expect(await storedItems()).toEqual(before);
    const shown = await lastseen('plan');
    expect(shown.stdout).toMatch(
      /1 to notice; 10 users\n\nACT +USER +OWNER +WHY +STEP\nnotice +olive +team@example\.com/,
    );
    expect(shown.stdout).toContain('8 users are not unused and left alone: --verbose lists them');
    const script = await lastseen('plan', '--format', 'sh');
    expect(script.stdout).toContain('# Nothing changes in IAM today.');
  });

  it('heeds the brake and a keep, and says who set them and why', async () => {
    const by = 'arn:aws:sts::123456789012:user/moto';
    expect(await lastseen('stop', '--reason', 'a wrong report')).toMatchObject({ code: 0 });
    const stopped = await planned();
    expect(stopped.steps).toEqual([]);
    expect(stopped.stops).toEqual([expect.stringContaining(`${by} stopped it on `)]);
    expect(await lastseen('resume')).toMatchObject({ code: 2, stderr: expect.stringContaining('--reason: say why') });
    expect(await lastseen('resume', '--reason', 'repaired')).toMatchObject({ code: 0 });
    expect((await planned()).steps).toHaveLength(1);
    const until = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
    const kept = await lastseen('keep', 'OLIVE', '--until', until, '--reason', 'the audit');
    expect(kept).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(`olive (${idOf(1)}) is kept until ${until}`),
    });
    const { steps, leftAlone } = await planned();
    expect(steps).toEqual([]);
    expect(leftAlone).toContainEqual(
      expect.objectContaining({ userName: 'olive', why: [`${by} keeps it until ${until}: the audit`] }),
    );
  });

  it('refuses a keep of nobody, for ever, or without a reason', async () => {
    const said = async (...args: readonly string[]) => (await lastseen('keep', ...args)).stderr;
    expect(await said('olive', '--until', '2999-01-01', '--reason', 'x')).toMatch(
      /--until 2999-01-01: give a day from/,
    );
    const today = new Date().toISOString().slice(0, 10);
    expect(await said('olive', '--until', today)).toMatch(/--reason: say why/);
    expect(await said('nobody', '--until', today, '--reason', 'x')).toMatch(/nobody: the table knows no such user/);
  });

  it('does what the plan says and no more, once, and undoes it to the byte', async () => {
    await seedNoticed('quill', idOf(11));
    const before = await standingOf(iam, 'quill');
    const written = await lastseen('plan', '--output', 'plan.json');
    expect(written).toMatchObject({ code: 0, stderr: '' });
    const tried = await lastseen('apply', 'plan.json');
    expect(tried).toMatchObject({ code: 0, stderr: '' });
    expect(tried.stdout).toMatch(/1 would be done\n\nRESULT.*\nwould +quarantine +quill/);
    expect(await standingOf(iam, 'quill')).toEqual(before);

    const done = await lastseen('apply', 'plan.json', '--yes', '--notices', 'notices', '--format', 'json');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(done.stdout)).toMatchObject({
      accountId,
      dryRun: false,
      steps: [{ act: 'quarantine', userId: idOf(11), userName: 'quill', result: 'done', why: null }],
    });
    const { tags, attached, credentials, identity } = await standingOf(iam, 'quill');
    expect(tags).toEqual([...before.tags, { Key: 'lastseen:quarantine', Value: expect.any(String) }]);
    expect(attached.toSorted()).toEqual([...before.attached, 'arn:aws:iam::aws:policy/AWSDenyAll'].toSorted());
    expect({ credentials, identity }).toEqual({ credentials: before.credentials, identity: before.identity });
    const [notice = ''] = readdirSync(join(dir, 'notices'));
    expect(readFileSync(join(dir, 'notices', notice), 'utf8')).toMatch(
      new RegExp(`^To: team@example\\.com\nSubject: .*quill is quarantined\n\n[^]*lastseen undo ${idOf(11)} --reason`),
    );
    const again = await lastseen('apply', 'plan.json', '--yes');
    expect(again.stdout).toMatch(/1 dropped\n\nRESULT.*\ndropped +quarantine +quill +quarantined since/);

    const undone = await lastseen('undo', 'quill', '--reason', 'the audit needs it');
    expect(undone).toMatchObject({ code: 0, stderr: expect.stringContaining(`quill (${idOf(11)}): released`) });
    expect(await standingOf(iam, 'quill')).toEqual(before);
    const held = await lastseen('hold', 'quill', '--reason', 'look');
    expect(held).toMatchObject({ code: 2, stderr: expect.stringContaining('not quarantined') });
    const records = await readActFolder(join(dir, '.lastseen', 'evidence', accountId));
    const contents = records.map(({ text }) => JSON.parse(text).content);
    expect(contents.map(({ phase, act, result }) => [phase, act ?? result])).toEqual([
      ['intent', 'quarantine'],
      ['outcome', 'done'],
      ['intent', 'release'],
      ['outcome', 'done'],
    ]);
    const sent = contents.flatMap(({ calls }) => calls.map(({ action }: { action: string }) => action));
    const [tag, attach, detach, untag] = ['TagUser', 'AttachUserPolicy', 'DetachUserPolicy', 'UntagUser'];
    expect(sent).toEqual([tag, attach, tag, attach, 'Publish', detach, untag, detach, untag]);
  });

  it('refuses a plan that was altered, is too old, or was made with other settings', async () => {
    const { hash: _, ...plan } = JSON.parse(readFileSync(join(dir, 'plan.json'), 'utf8'));
    const refused = async (changes: object, isSealed = true) => {
      const text = { ...plan, ...changes };
      const hash = isSealed ? canonicalDigest(text) : '0';
      writeFileSync(join(dir, 'other.json'), JSON.stringify({ ...text, hash }));
      const { code, stdout, stderr } = await lastseen('apply', 'other.json', '--yes');
      expect([code, stdout]).toEqual([2, '']);
      return stderr;
    };
    expect(await refused({ users: 1 }, false)).toBe('lastseen: other.json: was altered; plan anew\n');
    const old = new Date(Date.now() - 25 * 3_600_000).toISOString().replace(/\.\d+/, '');
    expect(await refused({ asOf: old, steps: [], thresholdDays: 1 })).toMatch(
      /24 hours ago.*\n.*\(thresholdDays\); plan anew\n$/,
    );
  });

  /** A user with all that one can carry and without activity for 200 days, whose two notices are over. */
  const seedNoticed = async (UserName: string, id: string) => {
    // The emulator sets a boundary with the user alone.
    const PermissionsBoundary = 'arn:aws:iam::aws:policy/PowerUserAccess';
    await iam.send(new CreateUserCommand({ UserName, Path: '/team/', Tags, PermissionsBoundary }));
    for (const attach of Object.values(attachments)) await attach(iam, UserName);
    await aws.givePast({ user: UserName, id, created: 400, keyUsed: 200 });
    const access = await readUserAccess(iam, UserName);
    if (access.kind === 'failed') throw new Error(access.failure.why);
    const { userId, accessKeys } = access.value;
    const at = (days: number) => plusDays(clockTime(), -days);
    const context = { actor: 'arn:aws:iam::123456789012:user/ops', now: at(8), cause: 'idle' };
    const event = nextEvent(noEntries, { userId, userName: UserName }, 'noticed', context, canonicalDigest, {
      owner: 'team@example.com',
      notices: [8, 4].map((days) => ({ at: at(days), to: 'team@example.com' })),
      fingerprint: fingerprintOf(access.value, canonicalDigest),
      lastActivity: accessKeys[0]?.lastUsed,
    });
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    await writeTransition(table, testAccount(), noEntries, event).finally(() => table.close());
  };

  /** Everything that the table holds of the account, but its history. */
  const storedItems = async () => {
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    return table.readLifecycles(testAccount()).finally(() => table.close());
  };
});
