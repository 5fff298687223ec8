import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CreateAccessKeyCommand,
  CreateUserCommand,
  GetGroupCommand,
  IAMClient,
  ListUsersCommand,
  ListVirtualMFADevicesCommand,
} from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { quarantineCalls } from '../../../domain/lifecycle/step.ts';
import { nextEvent } from '../../../domain/lifecycle/transition.ts';
import { fingerprintOf } from '../../../domain/lifecycle/user-access.ts';
import { plusDays } from '../../../domain/time.ts';
import { canonicalDigest, sha256 } from '../../../handlers/canonical-digest.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { writeTransition } from '../../../handlers/lifecycle/write-transition.ts';
import { readUserAccess } from '../../../infra/aws/iam/iam-user-access.ts';
import { iamWriter } from '../../../infra/aws/iam-write/iam-writer.ts';
import { readActFolder } from '../../../infra/local/act-files.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { account as testAccount, region as testRegion } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { type Signer, startFunctionUrl } from '../../fakes/lifecycle/approve-function.ts';
import { quarantinedFor, watchForDays } from '../../fakes/lifecycle/quarantined-past.ts';
import { hasMoto } from '../../fakes/moto/moto-server.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { approveFaultsOf } from '../answer-faults.ts';
import { runCli } from '../run-cli.ts';
import { attachments } from './attachments.ts';

const idOf = (number: number) => `AIDAMOTO${`${number}`.padStart(13, '0')}`;

/** Two unused users whose notices are over, two who plan, act and approve, and one who was quarantined long ago. */
const users = ['quill', 'remy', 'ops', 'bob', 'sam'];
const isIdle = (name: string) => name !== 'ops' && name !== 'bob';

describe.skipIf(!hasMoto)('approvals by the command line (skipped without moto_server or Python)', () => {
  const dir = temporaryFolder();
  let [aws, trail, account] = [{} as AwsAccount, {} as CloudtrailServer, {} as AccountServer];
  let iam: IAMClient;
  const keys = new Map<string, Signer>();
  const accessOf = async (userName: string) => {
    const access = await readUserAccess(iam, userName);
    if (access.kind === 'failed') throw new Error(access.failure.why);
    return access.value;
  };
  /** All that a user can carry, and what a quarantine puts on top. The key that every user gets is its second. */
  const attachEverything = async () => {
    for (const [name, attach] of Object.entries(attachments))
      if (!name.startsWith('two keys')) await attach(iam, 'sam');
    const named = { userName: 'sam', arn: `arn:aws:iam::${accountId}:user/sam` };
    for (const call of quarantineCalls(named, clockTime())) await iamWriter(iam).send(call);
  };
  const as = (who: string, ...args: readonly string[]) =>
    runCli(dir, args, {
      ...aws.env,
      AWS_ACCESS_KEY_ID: keys.get(who)?.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.get(who)?.secretAccessKey,
      AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
      AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
      AWS_CONFIG_FILE: join(dir, 'no-config'),
    });

  beforeAll(async () => {
    [aws, trail, account] = await Promise.all([
      startAwsAccount({ MOTO_IAM_LOAD_MANAGED_POLICIES: 'true' }),
      startCloudtrailServer(),
      startAccountServer(),
    ]);
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    iam = new IAMClient({ endpoint: aws.endpoint, region, credentials });
    for (const [index, UserName] of users.entries()) {
      const Tags = [{ Key: 'owner', Value: 'team@example.com' }];
      const PermissionsBoundary = UserName === 'sam' ? 'arn:aws:iam::aws:policy/PowerUserAccess' : undefined;
      await iam.send(new CreateUserCommand({ UserName, Tags, PermissionsBoundary }));
      if (UserName === 'sam') await attachEverything();
      const { AccessKey: key } = await iam.send(new CreateAccessKeyCommand({ UserName }));
      const [accessKeyId, secretAccessKey] = [`${key?.AccessKeyId}`, `${key?.SecretAccessKey}`];
      const arn = `arn:aws:iam::${accountId}:user/${UserName}`;
      keys.set(UserName, { accessKeyId, secretAccessKey, arn, userId: idOf(index) });
      await aws.givePast({ user: UserName, id: idOf(index), created: 400, keyUsed: isIdle(UserName) ? 200 : 1 });
    }
    const always = '{ days: [Mon, Tue, Wed, Thu, Fri, Sat, Sun], fromHour: 0, toHour: 24 }';
    const settings = `noticeDays: 7, weeklyPercent: 100, requireApproval: true, stage: delete, window: ${always}`;
    writeFileSync(join(dir, 'lastseen.yml'), `lifecycle: { ${settings} }\n`);
    await as('ops', 'scan', '--live');
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    for (const UserName of ['quill', 'remy']) {
      const access = await accessOf(UserName);
      const { userId, accessKeys } = access;
      const at = (days: number) => plusDays(clockTime(), -days);
      const context = { actor: 'seed', now: at(8), cause: 'idle' };
      const event = nextEvent(noEntries, { userId, userName: UserName }, 'noticed', context, canonicalDigest, {
        owner: 'team@example.com',
        notices: [8, 4].map((days) => ({ at: at(days), to: 'team@example.com' })),
        fingerprint: fingerprintOf(access, canonicalDigest),
        lastActivity: accessKeys[0]?.lastUsed,
      });
      await writeTransition(table, testAccount(), noEntries, event);
    }
    await watchForDays(table, testAccount(), testRegion('us-east-1'), 100);
    await quarantinedFor(table, testAccount(), await accessOf('sam'), 40);
    await table.close();
    expect(await as('ops', 'references', 'sam')).toMatchObject({ code: 0 });
  });
  afterAll(() => Promise.all([aws, trail, account].map((server) => server.stop())));

  it('are given by who did not plan, into the table or by a signed request, and let exactly those steps be done', async () => {
    const planned = await as('ops', 'plan', '--output', 'plan.json', '--steps', 'steps.txt');
    expect(planned).toMatchObject({ code: 0, stderr: '' });
    const plan = JSON.parse(readFileSync(join(dir, 'plan.json'), 'utf8'));
    expect(plan).toMatchObject({ steps: [], plannedBy: keys.get('ops')?.arn });
    const waiting = new Map(
      plan.leftAlone.map(({ userName, waiting: step }: { userName: string; waiting?: { hash: string } }) => [
        userName,
        step?.hash,
      ]),
    );
    const [quill, remy, sam] = ['quill', 'remy', 'sam'].map((name) => `${waiting.get(name)}`);
    const file = readFileSync(join(dir, 'steps.txt'), 'utf8');
    expect(file.split('\n').slice(2)).toEqual([
      `${quill} quarantine quill ${idOf(0)}`,
      `${remy} quarantine remy ${idOf(1)}`,
      `${sam} delete sam ${idOf(4)}`,
      '# It stands only if you know of heard-partly: then take the # off the next line.',
      '# acknowledge heard-partly',
      '',
    ]);

    const give = ['approve', 'plan.json', 'quill', 'sam', '--reason', 'left in May', '--acknowledge', 'heard-partly'];
    const own = await as('ops', ...give, '--yes');
    expect(own).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('is of who plans or acts') });
    const given = await as('bob', ...give, '--yes', '--format', 'json');
    expect(given).toMatchObject({ code: 0, stderr: '' });
    expect(approveFaultsOf(JSON.parse(given.stdout))).toEqual([]);
    expect(JSON.parse(given.stdout)).toEqual({
      accountId,
      dryRun: false,
      by: keys.get('bob')?.arn,
      steps: [
        { step: quill, act: 'quarantine', userId: idOf(0), userName: 'quill', until: expect.stringMatching(/Z$/) },
        { step: sam, act: 'delete', userId: idOf(4), userName: 'sam', until: expect.stringMatching(/Z$/) },
      ],
    });

    const asked: unknown[] = [];
    const door = await startFunctionUrl([...keys.values()], async (event) => {
      asked.push(event);
      return { statusCode: 403, body: JSON.stringify({ error: 'step: no\nfurther line' }) };
    });
    const sent = await as('bob', 'approve', 'plan.json', 'remy', '--reason', 'left', '--yes', '--url', door.url);
    door.stop();
    expect(sent).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^lastseen: 127\.0\.0\.1:\d+ answered 403: step: no.*\n$/),
    });
    expect(asked).toMatchObject([{ requestContext: { authorizer: { iam: { userArn: keys.get('bob')?.arn } } } }]);

    writeFileSync(join(dir, 'steps.txt'), `${file}${'f'.repeat(64)} quarantine forged\n`);
    const merged = ['--steps', 'steps.txt', '--reason', 'merged as 1a2b3c', '--notices', 'notices'];
    const done = await as('ops', 'apply', ...merged, '--yes', '--format', 'json');
    expect(done).toMatchObject({ code: 0, stderr: '' });
    const { steps, unknownSteps } = JSON.parse(done.stdout);
    expect(steps.map(({ userName, result }: Record<string, string>) => [userName, result])).toEqual([
      ['quill', 'done'],
      ['remy', 'done'],
      ['sam', 'done'],
    ]);
    expect(unknownSteps).toEqual(['f'.repeat(64)]);
    const records = await readActFolder(join(dir, '.lastseen', 'evidence', accountId));
    const approvals = records.flatMap(({ text }) => JSON.parse(text).content.approval ?? []);
    const merge = `sha256:${sha256(readFileSync(join(dir, 'steps.txt'), 'utf8'))}`;
    expect(approvals).toMatchObject([
      { step: quill, by: keys.get('bob')?.arn, how: 'sts', reason: 'left in May' },
      { step: remy, by: merge, how: 'merged-file', reason: 'merged as 1a2b3c' },
      { step: sam, by: keys.get('bob')?.arn, how: 'sts', acknowledged: ['heard-partly'] },
    ]);
  });

  it('leave nothing of who is deleted but the records, which say what nobody brings back', async () => {
    const { Users: left = [] } = await iam.send(new ListUsersCommand());
    expect(left.map(({ UserName }) => UserName)).toEqual(['quill', 'remy', 'ops', 'bob']);
    expect((await iam.send(new ListVirtualMFADevicesCommand())).VirtualMFADevices).toEqual([]);
    expect((await iam.send(new GetGroupCommand({ GroupName: 'team' }))).Users).toEqual([]);
    const records = await readActFolder(join(dir, '.lastseen', 'evidence', accountId));
    const [intent, outcome] = records.slice(-2).map(({ text }) => JSON.parse(text).content);
    expect(outcome).toMatchObject({ intent: intent.sequence, result: 'done' });
    const calls = outcome.calls.map(({ action, outcome: what }: Record<string, string>) => `${action} ${what}`);
    expect(calls).toEqual([...intent.calls.map(({ action }: { action: string }) => `${action} done`), 'Publish done']);
    expect(calls).toHaveLength(13);
    expect(intent.snapshot.policies).toHaveLength(3);
    expect(intent.neverRestored).toHaveLength(6);
    expect(await as('bob', 'evidence', 'verify', '--chain')).toMatchObject({ code: 0, stderr: '' });
    const told = await as('bob', 'history', 'sam');
    expect(told).toMatchObject({ code: 0, stdout: expect.stringContaining('delete: done') });
    const kept = await as('ops', 'keep', 'sam', '--until', clockTime().slice(0, 10), '--reason', 'we need it');
    expect(kept).toMatchObject({ code: 2, stderr: expect.stringMatching(/^lastseen: sam: it was deleted at /) });
    const undone = await as('ops', 'undo', 'sam', '--reason', 'we need it');
    expect(undone).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(
        /sam.*: it was deleted at .* nothing brings it back, nor a password, access key AKIA/,
      ),
    });
  });
});
