import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateAccessKeyCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  CloseAccountCommand,
  CreateAccountCommand,
  CreateOrganizationCommand,
  OrganizationsClient,
} from '@aws-sdk/client-organizations';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAccountId, parseOrganizationId } from '../../../domain/ids.ts';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { organizationRunId, readOrganizationRun } from '../../../domain/organization/organization-run.ts';
import { clockTime } from '../../../handlers/clock.ts';
import { openEmbeddedTable } from '../../../infra/local/embedded-table.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type AwsAccount, accountId as management, region, startAwsAccount } from '../../fakes/aws-account.ts';
import { type CloudtrailServer, startCloudtrailServer } from '../../fakes/cloudtrail-server.ts';
import { type RefusingSts, startRefusingSts } from '../../fakes/organization/refusing-sts.ts';
import { temporaryFolder } from '../../temporary-folder.ts';
import { runCli } from '../run-cli.ts';

const dir = temporaryFolder();
let [aws, sts, trail, account] = [{} as AwsAccount, {} as RefusingSts, {} as CloudtrailServer, {} as AccountServer];
let id = '';
let [pay, web, old] = ['', '', ''];

beforeAll(async () => {
  [aws, trail, account] = await Promise.all([startAwsAccount(), startCloudtrailServer(), startAccountServer()]);
  sts = await startRefusingSts(aws.endpoint);
  const client = { endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const organizations = new OrganizationsClient(client);
  id = (await organizations.send(new CreateOrganizationCommand({}))).Organization?.Id ?? '';
  const create = async (AccountName: string) => {
    const request = new CreateAccountCommand({ AccountName, Email: `${AccountName}@example.com` });
    return (await organizations.send(request)).CreateAccountStatus?.AccountId ?? '';
  };
  [pay, web, old] = [await create('pay'), await create('web'), await create('old')];
  await organizations.send(new CloseAccountCommand({ AccountId: old }));
  for (const [index, member] of [pay, web].entries()) {
    const RoleArn = `arn:aws:iam::${member}:role/lastseen-member`;
    const { Credentials } = await new STSClient(client).send(
      new AssumeRoleCommand({ RoleArn, RoleSessionName: 'seed' }),
    );
    const credentials = {
      accessKeyId: `${Credentials?.AccessKeyId}`,
      secretAccessKey: `${Credentials?.SecretAccessKey}`,
    };
    const iam = new IAMClient({ ...client, credentials });
    await iam.send(new CreateUserCommand({ UserName: `olive-${index}` }));
    await iam.send(new CreateAccessKeyCommand({ UserName: `olive-${index}` }));
    const past = { user: `olive-${index}`, id: `AIDAMEMBER${index}0000000000`, created: 400, keyUsed: 200 + index };
    await aws.givePast({ ...past, account: member });
  }
});
afterAll(() => Promise.all([aws, sts, trail, account].map((server) => server.stop())));

const env = () => ({
  ...aws.env,
  AWS_ENDPOINT_URL_STS: sts.endpoint,
  AWS_ENDPOINT_URL_CLOUDTRAIL: trail.endpoint,
  AWS_ENDPOINT_URL_ACCOUNT: account.endpoint,
});
const run = (...args: string[]) => runCli(dir, args, env());
const scan = (...args: string[]) => run('scan', '--live', '--organization', '--format', 'json', ...args);

describe('lastseen scan --live --organization', () => {
  it('judges every account in service by its role, and names those that refused or are closed', async () => {
    sts.refused.add(web);
    const { code, stdout, stderr } = await scan();
    const { organization, users } = JSON.parse(stdout);
    expect(code).toBe(2);
    expect(organization).toMatchObject({
      organizationId: id,
      isComplete: true,
      accountCounts: { listed: 4, judged: 2, unjudged: 1, outOfService: 1 },
    });
    const outcomes = organization.accounts.map(({ accountId, outcome }: Record<string, string>) => [
      accountId,
      outcome,
    ]);
    expect(new Map(outcomes)).toEqual(
      new Map([
        [management, 'judged'],
        [pay, 'judged'],
        [web, 'refused'],
        [old, 'out-of-service'],
      ]),
    );
    expect(users).toMatchObject([{ accountId: pay, accountName: 'pay', userName: 'olive-0', state: 'idle' }]);
    expect(stderr).toContain(`account ${web} web: its role refused (AccessDenied)`);
    expect(sts.asked).not.toContain(management);
    expect(sts.asked).not.toContain(old);
  });

  it('keeps what it finished when it is stopped, and asks for the rest alone when it is run again', async () => {
    sts.refused.clear();
    const table = await openEmbeddedTable(join(dir, '.lastseen'), 'existing');
    const [organizationId, member] = [parseOrganizationId(id), parseAccountId(pay)];
    if (organizationId === undefined || member === undefined) throw new Error('no ids');
    const latest = readOrganizationRun((await table.readOrganizationRun(organizationId)) ?? {});
    const before = readMember((await table.readMember(organizationId, member)) ?? {});
    if (latest === undefined || before === undefined) throw new Error('no run');
    const startedAt = clockTime();
    const request = latest.runId.slice(latest.startedAt.length + 1);
    const runId = organizationRunId(startedAt, `${request}-stopped`);
    const { closedAt: _, ...head } = latest;
    await table.writeOrganizationRun(organizationId, { ...head, runId, startedAt });
    await table.writeMember(organizationId, { ...before, runId });
    await table.close();
    sts.asked.length = 0;
    const { stdout, stderr } = await scan();
    expect(stderr).toContain('going on: 1 account finished before, 2 left\n');
    expect(JSON.parse(stdout).organization).toMatchObject({
      asOf: startedAt,
      isComplete: true,
      accountCounts: { judged: 3 },
    });
    expect(sts.asked).toEqual([web]);
  });

  it('ends where its own credentials do not hold any more, and goes on with them renewed', async () => {
    sts.refused.add(web);
    sts.code = 'ExpiredToken';
    const { code, stdout, stderr } = await scan();
    sts.refused.clear();
    sts.code = 'AccessDenied';
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('your AWS credentials do not hold any more (ExpiredToken); sign in again');
    sts.asked.length = 0;
    const again = await scan();
    expect(again.stderr).toContain('finished before');
    expect(JSON.parse(again.stdout).organization).toMatchObject({ isComplete: true, accountCounts: { judged: 3 } });
    expect(sts.asked).toEqual([web]);
  });

  it('is preceded by a doctor who says which accounts lack the role, and the command for them', async () => {
    sts.refused.add(web);
    const { code, stdout } = await run('doctor', '--organization', '--format', 'json');
    sts.refused.clear();
    const { checks, organizationId } = JSON.parse(stdout);
    expect([code, organizationId]).toEqual([1, id]);
    const role = checks.find(({ name }: { name: string }) => name === 'member-role');
    expect(role).toMatchObject({ status: 'fail', says: expect.stringContaining(`not ${web} (AccessDenied)`) });
    expect(role.todo).toContain(`Accounts=${web},AccountFilterType=INTERSECTION`);
    expect(role.todo).not.toContain(pay);
    const closed = checks.filter(
      ({ name, status }: Record<string, string>) => name === 'accounts' && status === 'warn',
    );
    expect(closed).toMatchObject([{ says: expect.stringContaining(`${old} old is`) }]);
    const names = new Set(checks.map(({ name }: { name: string }) => name));
    expect([...names]).toEqual([
      'accounts',
      'member-role',
      'organization-trail',
      'delegated-administrator',
      'root-features',
    ]);
  });

  it('leaves a skipped account alone, judges each by its own threshold, and fails on what was asked', async () => {
    writeFileSync(
      join(dir, 'own.yml'),
      JSON.stringify({
        accounts: {
          [pay]: { skip: { reason: 'closing', end: '2999-12-31' } },
          [web]: { threshold: 300 },
          '999999999999': { threshold: 300 },
          'ou:/': { threshold: 1 },
        },
      }),
    );
    sts.refused.add(pay);
    sts.asked.length = 0;
    const { stdout, stderr } = await scan('--config', 'own.yml');
    sts.refused.clear();
    expect(sts.asked).toEqual([web]);
    expect(stderr).toContain(`do not count; lastseen settings apply --organization ${id} --yes does it`);
    expect(stderr).toContain('own.yml: not in the organization, so without effect: 999999999999\n');
    const { organization, users } = JSON.parse(stdout);
    expect(organization.accounts.find(({ accountId }: { accountId: string }) => accountId === pay)).toMatchObject({
      outcome: 'skipped',
      why: 'until 2999-12-31: closing',
    });
    expect(users).toEqual([]);
    const failing = await scan('--fail-on', 'unused');
    expect(failing.stderr).toContain('2 users are unused and not exempt');
  });

  it.each([
    ['without --live', ['scan', '--organization'], '--organization needs --live beside it'],
    [
      'with several profiles',
      ['scan', '--live', '--organization', '--profile', 'a,b'],
      '--organization takes one profile',
    ],
    [
      'for a Region that nobody has',
      ['scan', '--live', '--organization', '--regions', 'mars-1'],
      '--regions mars-1: not enabled in this account; it has us-east-1',
    ],
    ['with a role name alone', ['scan', '--live', '--role-name', 'x'], '--role-name needs --live --organization'],
  ])('is refused %s', async (_, args, line) => {
    const { code, stderr } = await run(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(line);
  });
});
