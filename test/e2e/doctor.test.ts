import {
  CloudTrailClient,
  CreateTrailCommand,
  PutEventSelectorsCommand,
  StartLoggingCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  type AttributeValue,
  DynamoDBClient,
  PutItemCommand,
  UpdateContinuousBackupsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AccountServer, startAccountServer } from '../fakes/account-server.ts';
import { type AwsAccount, accountId, type ClientSettings, region, startAwsAccount } from '../fakes/aws-account.ts';
import { hasMoto } from '../fakes/moto/moto-server.ts';
import { giveDefaults, type PackagedStack, packageStack, serverless } from '../stack/package-stack.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { runCli } from './run-cli.ts';

const dir = temporaryFolder();
const other = 'us-east-1';
const TableName = 'lastseen-prod';

interface Check {
  readonly name: string;
  readonly status: string;
  readonly region: string | null;
  readonly says: string;
}

describe.skipIf(!hasMoto)('the doctor (skipped where moto_server or Python is not installed)', () => {
  let account: AwsAccount;
  let regions: AccountServer;
  let stack: PackagedStack;

  beforeAll(async () => {
    [account, stack, regions] = await Promise.all([startAwsAccount(), packageStack(), startAccountServer()]);
    regions.identity.regions = [region, other].map((name) => [name, 'ENABLED_BY_DEFAULT']);
    await giveDefaults(stack.dir, { RolePath: '/security/', SecurityHub: 'yes', ReportPage: 'yes' });
    await serverless(stack.dir, ['deploy', '--package', '.serverless', '--region', region], account.env);
  });
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
    const now = new Date().toISOString().replace(/\.\d+/, '');
    await logByTrail(account.client);
    await forwardTo(bus, { ...account.client, region: other });
    const dynamodb = new DynamoDBClient(account.client);
    const PointInTimeRecoverySpecification = { PointInTimeRecoveryEnabled: true };
    await dynamodb.send(new UpdateContinuousBackupsCommand({ TableName, PointInTimeRecoverySpecification }));
    const put = (entry: string, rest: Record<string, AttributeValue>) => {
      const Item = { accountId: { S: accountId }, entry: { S: entry }, ...rest };
      return dynamodb.send(new PutItemCommand({ TableName, Item }));
    };
    for (const name of [region, other]) await put(`region#${name}`, { lastProof: { S: now } });
    const coverage = { M: { kind: { S: 'none' } } };
    await put('run', { run: { M: { asOf: { S: now }, thresholdDays: { N: '90' }, users: { N: '3' }, coverage } } });
    const sns = new SNSClient(account.client);
    const { Topics = [] } = await sns.send(new ListTopicsCommand());
    const Endpoint = `arn:aws:sqs:${region}:${accountId}:inbox`;
    await sns.send(new SubscribeCommand({ TopicArn: Topics[0]?.TopicArn, Protocol: 'sqs', Endpoint }));
    const { code, checks } = await told();
    expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
    expect(code).toBe(0);
    expect((await doctor(['--fix-plan'])).stdout).toBe('');
    const { stdout } = await doctor([]);
    expect(stdout).toMatch(/^ok +trail +eu-west-1, us-east-1 +reads and writes are recorded$/m);
  });

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

/** A trail of all Regions that records every management event. */
async function logByTrail(client: ClientSettings): Promise<void> {
  await new S3Client({ ...client, region: other, forcePathStyle: true }).send(
    new CreateBucketCommand({ Bucket: 'trail' }),
  );
  const cloudtrail = new CloudTrailClient(client);
  const trail = { Name: 'audit', S3BucketName: 'trail', IsMultiRegionTrail: true };
  await cloudtrail.send(new CreateTrailCommand(trail));
  await cloudtrail.send(new StartLoggingCommand({ Name: 'audit' }));
  const EventSelectors = [{ ReadWriteType: 'All', IncludeManagementEvents: true }] as const;
  await cloudtrail.send(new PutEventSelectorsCommand({ TrailName: 'audit', EventSelectors: [...EventSelectors] }));
}

/** The rule of a Region that forwards to the bus at home. */
async function forwardTo(bus: string, client: ClientSettings): Promise<void> {
  const events = new EventBridgeClient(client);
  const State = 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS';
  const Name = 'forward-changes';
  await events.send(new PutRuleCommand({ Name, EventPattern: '{"source":["aws.sts"]}', State }));
  await events.send(new PutTargetsCommand({ Rule: Name, Targets: [{ Id: '1', Arn: bus }] }));
}
