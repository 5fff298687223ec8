import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { CloudWatchClient, DescribeAlarmsCommand, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateAccessKeyCommand, CreateLoginProfileCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import { ListTopicsCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOfEpochMs } from '../../domain/time.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { user as userId } from '../domain/builders.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../fakes/aws-account.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../fakes/faulty-proxy.ts';
import { hasMoto } from '../fakes/moto/moto-server.ts';
import { drainQueue, queueNamed } from '../fakes/moto/queue.ts';
import { putLifecycle, standsAt } from '../handlers/lifecycle/quarantined-user.ts';
import { type PackagedStack, packageStack, serverless } from '../stack/package-stack.ts';
import { forgedEventsSuite } from './forged-events.ts';
import { call } from './inputs.ts';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const ago = (seconds: number) => instantOfEpochMs(Date.now() - seconds * 1000) as string;
const day = 86_400;
const TableName = 'lastseen-prod';
const people = {
  alice: 'AIDAALICE00000001',
  bob: 'AIDABOB00000001',
  carol: 'AIDACAROL00000001',
  dora: 'AIDADORA00000001',
} as const;

/** An event as EventBridge hands it to the function, around one call of a user. */
function eventOf(user: keyof typeof people, secondsAgo: number) {
  const record = call(user, ago(secondsAgo), { recipientAccountId: accountId });
  const identity = { ...(record['userIdentity'] as object), accountId, arn: `arn:aws:iam::${accountId}:user/${user}` };
  return {
    version: '0',
    id: `envelope-${record['eventID']}`,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.s3',
    account: accountId,
    region,
    detail: { ...record, userIdentity: identity },
  };
}

describe.skipIf(!hasMoto)('the deployed pipeline (skipped where moto_server or Python is not installed)', () => {
  let account: AwsAccount;
  let stack: PackagedStack;
  let proxy: FaultyProxy;
  let ingest: Handler;
  let reconcile: Handler;
  let sqs: SQSClient;
  let dynamodb: DynamoDBClient;
  let cloudwatch: CloudWatchClient;
  let queues: { retry: string; inbox: string; changes: string };
  const before = { ...process.env };

  const contextOf = (name: string) => ({
    awsRequestId: `request-${Math.random()}`,
    functionName: `lastseen-prod-${name}`,
    invokedFunctionArn: `arn:aws:lambda:${region}:${accountId}:function:lastseen-prod-${name}`,
  });
  const unpackedIn = (name: string) => join(stack.dir, `unpacked-${name}`);
  const unzip = async (name: string) => {
    const zip = join(stack.dir, `.serverless/${name}.zip`);
    await promisify(execFile)('python3', ['-m', 'zipfile', '-e', zip, unpackedIn(name)]);
  };
  const bundled = (name: string): Handler =>
    createRequire(import.meta.url)(join(unpackedIn(name), `handlers/lambda/${name}.cjs`)).handler;
  const newQueue = (name: string) => queueNamed(sqs, name);
  const drain = (url: string) => drainQueue(sqs, url);
  const item = async (entry: string) => {
    const Key = { accountId: { S: accountId }, entry: { S: entry } };
    return (await dynamodb.send(new GetItemCommand({ TableName, Key }))).Item;
  };
  const userAlarms = async () => {
    const AlarmNamePrefix = `lastseen/lastseen-prod/${accountId}/`;
    return (await cloudwatch.send(new DescribeAlarmsCommand({ AlarmNamePrefix }))).MetricAlarms;
  };
  /** Whatever is published to the topic, and on the bus by us, goes into a queue. */
  const listen = async (TopicArn: string) => {
    const [inbox, changes] = [await newQueue('inbox'), await newQueue('changes')];
    const sns = new SNSClient(account.client);
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: inbox.arn }));
    const events = new EventBridgeClient(account.client);
    await events.send(new PutRuleCommand({ Name: 'changes', EventPattern: '{"source":["lastseen"]}' }));
    await events.send(new PutTargetsCommand({ Rule: 'changes', Targets: [{ Id: '1', Arn: changes.arn }] }));
    return { inbox: inbox.url, changes: changes.url };
  };
  const topic = async () => {
    const { Topics = [] } = await new SNSClient(account.client).send(new ListTopicsCommand());
    return `${Topics[0]?.TopicArn}`;
  };

  beforeAll(async () => {
    [account, stack] = await Promise.all([startAwsAccount(), packageStack()]);
    await Promise.all([unzip('ingest'), unzip('reconcile')]);
    await serverless(stack.dir, ['deploy', '--package', '.serverless', '--region', region], account.env);
    proxy = await startFaultyProxy(account.endpoint);
    [sqs, dynamodb] = [new SQSClient(account.client), new DynamoDBClient(account.client)];
    cloudwatch = new CloudWatchClient(account.client);
    const topicArn = await topic();
    const { QueueUrl: retry = '' } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'lastseen-prod-retry' }));
    queues = { retry, ...(await listen(topicArn)) };
    const own = {
      TABLE_NAME: TableName,
      EVENT_BUS: 'default',
      RESOLUTION_MINUTES: '60',
      THRESHOLD_DAYS: '90',
      EXEMPT_TAG: 'lastseen:exempt',
      STACK_NAME: 'lastseen-prod',
    };
    const rest = { TOPIC_ARN: topicArn, ALARM_CAP: '50', REGIONS: region, AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint };
    Object.assign(process.env, account.env, own, rest);
    [ingest, reconcile] = [bundled('ingest'), bundled('reconcile')];
    const iam = new IAMClient(account.client);
    for (const UserName of Object.keys(people)) {
      await iam.send(new CreateUserCommand({ UserName }));
      await iam.send(new CreateLoginProfileCommand({ UserName, Password: 'Correct-Horse-1' }));
      await iam.send(new CreateAccessKeyCommand({ UserName }));
    }
    await account.givePast({ user: 'alice', id: people.alice, created: 500, signedIn: 200, keyUsed: 150 });
    await account.givePast({ user: 'bob', id: people.bob, created: 500, signedIn: 200, keyUsed: 120 });
    await account.givePast({ user: 'carol', id: people.carol, created: 300 });
    await account.givePast({ user: 'dora', id: people.dora, created: 700, signedIn: 250 });
  });
  afterAll(async () => {
    for (const name of Object.keys(process.env)) if (!(name in before)) delete process.env[name];
    Object.assign(process.env, before);
    await proxy?.stop();
    await account?.stop();
    await stack?.remove();
  });

  it('records a call that arrives', async () => {
    await ingest(eventOf('alice', 600), contextOf('ingest'));
    expect(await item(`user#${people.alice}`)).toMatchObject({
      eventName: { S: 'ListBuckets' },
      userName: { S: 'alice' },
    });
  });

  it.each<Fault>(['throttled', 'unreachable', 'silent'])('loses nothing while the table is %s', async (fault) => {
    const event = eventOf('alice', { throttled: 500, unreachable: 400, silent: 300, none: 0 }[fault] - 4000 + 4000);
    const detail = {
      ...event.detail,
      userIdentity: { ...event.detail.userIdentity, principalId: `AIDAFAULT${fault.toUpperCase()}` },
    };
    proxy.fault = fault;
    const failed = { ...event, detail };
    await expect(ingest(failed, contextOf('ingest'))).rejects.toThrow('not recorded');
    const envelope = {
      version: '1.0',
      timestamp: ago(0),
      requestContext: {
        requestId: 'r1',
        functionArn: `${contextOf('ingest').invokedFunctionArn}:$LATEST`,
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: failed,
      responseContext: { statusCode: 200, functionError: 'Unhandled' },
    };
    const MessageBody = JSON.stringify(envelope);
    await sqs.send(new SendMessageCommand({ QueueUrl: queues.retry, MessageBody }));
    const messages = await drain(queues.retry);
    const batch = {
      Records: messages.map((message) => ({ ...message, eventSource: 'aws:sqs' })),
    };
    expect(await ingest(batch, contextOf('ingest'))).toEqual({
      batchItemFailures: messages.map(({ messageId }) => ({ itemIdentifier: messageId })),
    });
    proxy.fault = 'none';
    expect(await ingest(batch, contextOf('ingest'))).toEqual({ batchItemFailures: [] });
    expect(await item(`user#AIDAFAULT${fault.toUpperCase()}`)).toMatchObject({ userName: { S: 'alice' } });
  });

  it('refuses a malformed record, so that it ends in the dead-letter queue', async () => {
    const event = eventOf('alice', 100);
    const timeless = { ...event, detail: { ...event.detail, eventTime: 'yesterday' } };
    await expect(ingest(timeless, contextOf('ingest'))).rejects.toThrow('not recorded');
  });

  forgedEventsSuite(() => ({
    account,
    ingest: (event) => ingest(event, contextOf('ingest')),
    functionArn: contextOf('ingest').invokedFunctionArn,
    hasItem: async (entry) => (await item(entry)) !== undefined,
    queueNamed: newQueue,
    drain,
  }));

  it('holds a quarantined user who calls within one delivery, and tells its owner who, what, from where', async () => {
    const store = dynamodbLifecycles(dynamodb, TableName);
    await putLifecycle(store);
    await Promise.all([drain(queues.changes), drain(queues.inbox)]);
    const event = eventOf('alice', 30);
    const userIdentity = { ...event.detail.userIdentity, principalId: userId() };
    const refused = { ...event.detail, userIdentity, errorCode: 'AccessDenied', sourceIPAddress: '203.0.113.9' };
    for (const _ of [1, 2]) await ingest({ ...event, detail: refused }, contextOf('ingest'));
    expect(await standsAt(store)).toMatchObject({ state: 'held', isUnreadable: false });
    const told = (await drain(queues.changes)).map(({ body }) => JSON.parse(body));
    expect(told).toMatchObject([
      { 'detail-type': 'Lastseen: Quarantined User Tried', detail: { event: { sourceAddress: '203.0.113.9' } } },
    ]);
    const [notice, ...more] = (await drain(queues.inbox)).map(({ body }) => JSON.parse(body));
    expect(more).toEqual([]);
    expect(notice).toMatchObject({
      Subject: `Lastseen ${accountId}: alice tried to call in quarantine`,
      MessageAttributes: { owner: { Value: 'team@example.com' } },
    });
    expect(notice.Message).toMatch(/Tried: s3 ListBuckets .*address 203\.0\.113\.9[\s\S]*lastseen undo AIDA/);
  });

  it('tells of a dormant user who wakes up, at once and once', async () => {
    await ingest(eventOf('dora', 250 * day), contextOf('ingest'));
    expect(await drain(queues.changes)).toEqual([]);
    const awake = eventOf('dora', 60);
    for (const _ of [1, 2]) await ingest(awake, contextOf('ingest'));
    const told = (await drain(queues.changes)).map(({ body }) => JSON.parse(body));
    expect(told.map((event) => [event['detail-type'], event.detail.userName, event.detail.idleDays])).toContainEqual([
      'Lastseen: Dormant User Woke Up',
      'dora',
      249,
    ]);
    expect(new Set(told.map(({ detail }) => detail.id)).size).toBe(told.length);
  });

  it('judges everybody, tells it once, and sets alarms and metrics', async () => {
    const first = (await reconcile({}, contextOf('reconcile'))) as { kind: string; counts: object; iamCalls: number };
    expect(first).toMatchObject({ kind: 'done', counts: { users: 4, active: 2, idle: 1, 'never-used': 1 } });
    expect(first.iamCalls).toBeLessThanOrEqual(40);
    const second = (await reconcile({}, contextOf('reconcile'))) as { kind: string; changes: number };
    expect(second).toMatchObject({ kind: 'done', changes: 0 });
    const digests = (await drain(queues.inbox)).map(({ body }) => JSON.parse(body));
    expect(digests).toHaveLength(1);
    expect(digests[0].Message).toMatch(/bob[\s\S]*carol|carol[\s\S]*bob/);
    const changes = (await drain(queues.changes)).map(({ body }) => JSON.parse(body));
    const unused = changes
      .filter((event) => event['detail-type'] === 'Lastseen: User Became Unused')
      .map(({ detail }) => detail.userName);
    expect(unused.sort()).toEqual(['bob', 'carol']);
    expect(await userAlarms()).toHaveLength(2);
    const { Metrics = [] } = await cloudwatch.send(new ListMetricsCommand({ Namespace: 'Lastseen' }));
    expect(new Set(Metrics.map(({ MetricName }) => MetricName))).toEqual(
      expect.objectContaining(new Set(['UnusedUsers'])),
    );
    expect(await item(`user#${people.bob}#assessment`)).toMatchObject({ accountState: { S: `${accountId}#idle` } });
  });

  it('sees a user come back: active again, and its alarm gone', async () => {
    await ingest(eventOf('bob', 30), contextOf('ingest'));
    await drain(queues.changes);
    expect(await reconcile({}, contextOf('reconcile'))).toMatchObject({
      kind: 'done',
      counts: { active: 3, idle: 0 },
    });
    const changes = (await drain(queues.changes)).map(({ body }) => JSON.parse(body));
    expect(changes.map((event) => [event['detail-type'], event.detail.userName])).toEqual([
      ['Lastseen: User Active Again', 'bob'],
    ]);
    expect(await userAlarms()).toHaveLength(1);
  });
});
