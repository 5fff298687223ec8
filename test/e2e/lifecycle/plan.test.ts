import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AttachUserPolicyCommand, CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account as testAccount } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { isInstalled } from '../../stack/installed.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCli } from '../run-cli.ts';

const isPossible = isInstalled('moto_server', '--help') && isInstalled('aws') && isInstalled('python3');

const idOf = (number: number) => `AIDAMOTO${`${number}`.padStart(13, '0')}`;

/** The users of the account: number 1 is unused, 2 may change IAM, the others were seen yesterday. */
const users = ['olive', 'admin-2', ...Array.from({ length: 8 }, (_, index) => `busy-${index + 3}`)];

describe.skipIf(!isPossible)('the way out of unused users (skipped without moto_server, the AWS CLI or Python)', () => {
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
    const Tags = [{ Key: 'owner', Value: 'team@example.com' }];
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

  it('needs a scan, then notices the unused user, and says why nobody else', { timeout: 60_000 }, async () => {
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
    expect(left.get('admin-2')).toEqual(['it can change IAM: only with an approval']);
    expect(left.get('busy-3')).toEqual([expect.stringMatching(/^active: /)]);
    expect(await storedItems()).toEqual(before);
    const shown = await lastseen('plan');
    expect(shown.stdout).toMatch(/1 to notice; 10 users\n\nACT +USER +OWNER +WHY\nnotice +olive +team@example\.com/);
    expect(shown.stdout).toContain('8 users are not unused and left alone: --verbose lists them');
    const script = await lastseen('plan', '--format', 'sh');
    expect(script.stdout).toContain('# Nothing changes in IAM today.');
  });

  it('heeds the brake and a keep, and says who set them and why', { timeout: 60_000 }, async () => {
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

  it('refuses a keep of nobody, for ever, or without a reason', { timeout: 60_000 }, async () => {
    const said = async (...args: readonly string[]) => (await lastseen('keep', ...args)).stderr;
    expect(await said('olive', '--until', '2999-01-01', '--reason', 'x')).toMatch(
      /--until 2999-01-01: give a day from/,
    );
    const today = new Date().toISOString().slice(0, 10);
    expect(await said('olive', '--until', today)).toMatch(/--reason: say why/);
    expect(await said('nobody', '--until', today, '--reason', 'x')).toMatch(/nobody: the table knows no such user/);
  });

  /** Everything that the table holds of the account, but its history. */
  const storedItems = async () => {
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    return table.readLifecycles(testAccount()).finally(() => table.close());
  };
});
