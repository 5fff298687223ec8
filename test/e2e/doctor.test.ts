import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountServer, startAccountServer } from '../fakes/account-server.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../fakes/aws-account.ts';
import { isInstalled } from '../stack/installed.ts';
import { giveDefaults, type PackagedStack, packageStack, serverless } from '../stack/package-stack.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './run-cli.ts';

const isPossible = isInstalled('moto_server', '--help') && isInstalled('aws') && isInstalled('python3');
const dir = temporaryFolder();
const other = 'us-east-1';

interface Check {
  readonly name: string;
  readonly status: string;
  readonly region: string | null;
  readonly says: string;
}

describe.skipIf(!isPossible)('the doctor (skipped where moto_server, the AWS CLI or Python is not installed)', () => {
  let account: AwsAccount;
  let regions: AccountServer;
  let stack: PackagedStack;

  beforeAll(async () => {
    [account, stack, regions] = await Promise.all([startAwsAccount(), packageStack(), startAccountServer()]);
    regions.identity.regions = [region, other].map((name) => [name, 'ENABLED_BY_DEFAULT']);
    await giveDefaults(stack.dir, { RolePath: '/security/', SecurityHub: 'yes', ReportPage: 'yes' });
    await serverless(stack.dir, ['deploy', '--package', '.serverless', '--region', region], account.env);
  }, 120_000);
  afterAll(() => Promise.all([account.stop(), regions.stop(), stack.remove()]));

  const doctor = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    runCli(dir, ['doctor', '--region', region, ...args], {
      ...account.env,
      AWS_ENDPOINT_URL_ACCOUNT: regions.endpoint,
      AWS_CONFIG_FILE: '/nonexistent',
      AWS_SHARED_CREDENTIALS_FILE: '/nonexistent',
      AWS_EC2_METADATA_DISABLED: 'true',
      ...env,
    });
  const told = async (env: NodeJS.ProcessEnv = {}) => {
    const { code, stdout } = await doctor(['--format', 'json'], env);
    const checks = JSON.parse(stdout).checks as Check[];
    const lines = checks.map(
      ({ name, status, region: where }) => `${status} ${name}${where === null ? '' : ` ${where}`}`,
    );
    return { code, checks, lines: new Set(lines) };
  };

  it('of a fresh stack without a trail says what is missing, and ends with 1', async () => {
    const { code, lines } = await told();
    expect(code).toBe(1);
    for (const line of [
      'ok stack',
      'ok rule',
      'ok function',
      'ok widget',
      'ok security-hub',
      'ok page',
      'ok queue',
      'ok clock',
      'ok versions',
      `fail trail ${region}`,
      `fail trail ${other}`,
      `fail forwarding ${other}`,
      `fail proof ${region}`,
      'fail last-run',
      'fail table',
      'warn subscriptions',
    ])
      expect(lines).toContain(line);
  });

  it('prints the commands for the Regions that do not forward, and nothing else', async () => {
    const run = await doctor(['--fix-plan']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    expect(run.stdout).toMatch(
      /^aws cloudformation deploy .*--region us-east-1 .*HomeRegion=eu-west-1 .* RolePath=\/security\/$/m,
    );
  });

  it('of a whole deployment ends with 0', async () => {
    const bus = `arn:aws:events:${region}:${accountId}:event-bus/default`;
    const { aws } = account;
    const now = new Date().toISOString().replace(/\.\d+/, '');
    await aws('s3api', 'create-bucket', '--bucket', 'trail', '--region', other);
    const trail = ['--name', 'audit', '--region', region];
    await aws('cloudtrail', 'create-trail', ...trail, '--s3-bucket-name', 'trail', '--is-multi-region-trail');
    await aws('cloudtrail', 'start-logging', ...trail);
    const selectors = JSON.stringify([{ ReadWriteType: 'All', IncludeManagementEvents: true }]);
    await aws(
      'cloudtrail',
      'put-event-selectors',
      '--trail-name',
      'audit',
      '--region',
      region,
      '--event-selectors',
      selectors,
    );
    const state = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
    const rule = [
      'events',
      'put-rule',
      '--name',
      'forward-changes',
      '--region',
      other,
      '--event-pattern',
      '{"source":["aws.sts"]}',
    ];
    await aws(...rule, '--state', state);
    await aws(
      'events',
      'put-targets',
      '--rule',
      'forward-changes',
      '--region',
      other,
      '--targets',
      JSON.stringify([{ Id: '1', Arn: bus }]),
    );
    const recovery = 'PointInTimeRecoveryEnabled=true';
    await aws(
      'dynamodb',
      'update-continuous-backups',
      '--table-name',
      'lastseen-prod',
      '--point-in-time-recovery-specification',
      recovery,
    );
    const put = (entry: string, rest: object) =>
      aws(
        'dynamodb',
        'put-item',
        '--table-name',
        'lastseen-prod',
        '--item',
        JSON.stringify({ accountId: { S: accountId }, entry: { S: entry }, ...rest }),
      );
    for (const name of [region, other]) await put(`region#${name}`, { lastProof: { S: now } });
    const coverage = { M: { kind: { S: 'none' } } };
    await put('run', { run: { M: { asOf: { S: now }, thresholdDays: { N: '90' }, users: { N: '3' }, coverage } } });
    const { Topics } = await aws('sns', 'list-topics');
    const [{ TopicArn = '' } = {}] = Topics as { TopicArn: string }[];
    await aws(
      'sns',
      'subscribe',
      '--topic-arn',
      TopicArn,
      '--protocol',
      'sqs',
      '--notification-endpoint',
      `arn:aws:sqs:${region}:${accountId}:inbox`,
    );
    const { code, checks } = await told();
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect((await doctor(['--fix-plan'])).stdout).toBe('');
    const { stdout } = await doctor([]);
    expect(stdout).toMatch(/^ok +trail +eu-west-1, us-east-1 +reads and writes are recorded$/m);
  }, 60_000);

  it('tells what it could not look at, and goes on', async () => {
    const { code, lines, checks } = await told({ AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:9' });
    expect(code).toBe(0);
    expect(lines).toContain('warn queue');
    expect(checks.find(({ name }) => name === 'queue')?.says).toBe('could not be checked (ECONNREFUSED)');
    expect(lines).toContain('ok table');
  });

  it.each<[string, readonly string[], NodeJS.ProcessEnv, number, RegExp]>([
    [
      'no such stack',
      ['--stack', 'elsewhere'],
      {},
      1,
      /fail +stack +elsewhere does not exist in this account and Region/,
    ],
    [
      'nothing to forward to',
      ['--stack', 'elsewhere', '--fix-plan'],
      {},
      2,
      /^lastseen: no stack to forward to: elsewhere does not exist/,
    ],
    ['a stack that is none', ['--stack', '../x'], {}, 2, /^lastseen: --stack ..\/x: give the name of a stack/],
    [
      'no credentials',
      [],
      { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' },
      2,
      /^lastseen: no valid AWS credentials: /,
    ],
    ['a format that is none', ['--format', 'csv'], {}, 2, /^lastseen: --format csv: doctor has table and json/],
  ])('with %s', async (_, args, env, code, words) => {
    const run = await doctor(args, env);
    expect(run.code).toBe(code);
    expect(run.stdout + run.stderr).toMatch(new RegExp(words.source, 'm'));
  });
});
