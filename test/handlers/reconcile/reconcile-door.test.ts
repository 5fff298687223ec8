import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { cloudwatchAlarms } from '../../../infra/aws/alerts/cloudwatch.ts';
import { dynamodbTable } from '../../../infra/aws/dynamodb/dynamodb-table.ts';
import { account } from '../../domain/builders.ts';
import { type AccountServer, startAccountServer } from '../../fakes/account-server.ts';
import { type EmbeddedDynamodb, ensureTable, startEmbeddedDynamodb } from '../../fakes/embedded-dynamodb.ts';
import { fakeUser } from '../../fakes/iam-account.ts';
import { type IamServer, startIamServer } from '../../fakes/iam-server.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { startTrailServer, type TrailServer } from '../../fakes/trail/trail-server.ts';

const context = {
  invokedFunctionArn: 'arn:aws:lambda:eu-west-1:123456789012:function:reconcile',
  awsRequestId: 'request-1',
} as Context;
const daysBefore = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '');

/** The door as Lambda loads it: anew for each environment. */
async function load() {
  vi.resetModules();
  return (await import('../../../handlers/lambda/reconcile.ts')).handler;
}

beforeEach(() => {
  vi.stubEnv('POWERTOOLS_LOG_LEVEL', 'INFO');
  vi.stubEnv('POWERTOOLS_DEV', 'true');
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

test('a wrong environment stops the first invocation and names every wrong variable', async () => {
  vi.stubEnv('TABLE_NAME', '');
  vi.stubEnv('TOPIC_ARN', '');
  vi.stubEnv('THRESHOLD_DAYS', 'ninety');
  const handler = await load();
  await expect(handler({}, context)).rejects.toThrow(
    /TABLE_NAME is not set.*TOPIC_ARN is not set.*THRESHOLD_DAYS=ninety: give a whole number/,
  );
});

describe.skipIf(!hasMoto)('over emulators of every service', () => {
  let moto: MotoServer;
  let iam: IamServer;
  let regions: AccountServer;
  let trails: TrailServer;
  let dynamodb: EmbeddedDynamodb;
  const config = () => ({
    endpoint: moto.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });

  beforeAll(async () => {
    [moto, iam, dynamodb] = await Promise.all([startMoto(), startIamServer(), startEmbeddedDynamodb()]);
    [regions, trails] = await Promise.all([startAccountServer(), startTrailServer()]);
    regions.identity.regions = [
      ['eu-west-1', 'ENABLED_BY_DEFAULT'],
      ['us-east-1', 'ENABLED_BY_DEFAULT'],
    ];
    trails.trails = [{ name: 'audit', region: 'eu-west-1', isMultiRegion: true }];
    await ensureTable(dynamodb.client, 'lastseen');
    iam.account.users = [fakeUser(1, daysBefore(1)), fakeUser(2, daysBefore(200)), fakeUser(3, daysBefore(300))];
  });
  afterAll(() => Promise.all([moto, iam, dynamodb, regions, trails].map((server) => server.stop())));

  beforeEach(async () => {
    const { TopicArn = '' } = await new SNSClient(config()).send(new CreateTopicCommand({ Name: 'digests' }));
    const services = {
      IAM: iam.endpoint,
      DYNAMODB: dynamodb.endpoint,
      CLOUDWATCH: moto.endpoint,
      SNS: moto.endpoint,
      EVENTBRIDGE: moto.endpoint,
      STS: moto.endpoint,
      ACCOUNT: regions.endpoint,
      CLOUDTRAIL: trails.endpoint,
    };
    for (const [service, endpoint] of Object.entries(services)) vi.stubEnv(`AWS_ENDPOINT_URL_${service}`, endpoint);
    const given = {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      TABLE_NAME: 'lastseen',
      TOPIC_ARN: TopicArn,
      REGIONS: '',
    };
    for (const [name, value] of Object.entries(given)) vi.stubEnv(name, value);
  });

  test('a run judges, sets alarms and reports; the next one has nothing to report; the log names nobody', async () => {
    const logged = vi.spyOn(console, 'info').mockImplementation(() => {});
    const handler = await load();
    const first = await handler({}, context);
    expect(first).toMatchObject({ kind: 'done', changes: 2, counts: { users: 3, idle: 2 }, iamCalls: 20, missing: [] });
    const second = await handler({}, { ...context, awsRequestId: 'request-2' });
    expect(second).toMatchObject({ kind: 'done', changes: 0, digestId: null });
    const stored = await dynamodbTable(dynamodb.client, 'lastseen').readAccount(account());
    expect([...stored.assessments.values()].map(({ user, state }) => [user.userName, state])).toEqual([
      ['user-1', 'active'],
      ['user-2', 'idle'],
      ['user-3', 'idle'],
    ]);
    const cloudwatch = new CloudWatchClient(config());
    const alarms = await cloudwatchAlarms(cloudwatch, async () => {}).list('lastseen/lastseen-prod/123456789012/');
    expect(alarms.map(({ name }) => name).sort()).toEqual([
      'lastseen/lastseen-prod/123456789012/user-2',
      'lastseen/lastseen-prod/123456789012/user-3',
    ]);
    const { Metrics } = await cloudwatch.send(
      new ListMetricsCommand({ Namespace: 'Lastseen', MetricName: 'ReconcileCompleted' }),
    );
    const dimensions = Metrics?.map(({ Dimensions = [] }) => Dimensions.map(({ Name, Value }) => `${Name}=${Value}`));
    expect(new Set(dimensions?.map(String))).toEqual(
      new Set(['AccountId=123456789012', 'AccountId=123456789012,Stack=lastseen-prod']),
    );
    // Each run says first whose keys it asks for, in a number, and then its outcome; the first also whose services.
    expect(logged).toHaveBeenCalledTimes(5);
    expect(JSON.stringify(logged.mock.calls)).not.toMatch(/user-\d|AKIA|AIDA/);
  });

  test('a run that stops for a shrunken inventory answers that, and passes where the event accepts it', async () => {
    vi.spyOn(console, 'info').mockImplementation(() => {});
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
    iam.account.users = [fakeUser(1, daysBefore(1))];
    const handler = await load();
    expect(await handler({}, context)).toMatchObject({ kind: 'shrunk', from: 3, to: 1 });
    expect(JSON.stringify(warned.mock.calls)).toContain('shrunk');
    expect(await handler({ acceptShrunkInventory: true }, context)).toMatchObject({
      kind: 'done',
      counts: { users: 1 },
    });
  });

  test('a table that is not there fails the run, so that Lambda tries again', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubEnv('TABLE_NAME', 'elsewhere');
    const handler = await load();
    await expect(handler({}, context)).rejects.toThrow('the table could not be read');
  });
});
