import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOfEpochMs } from '../../domain/time.ts';
import { dynamodbLifecycles } from '../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { user as userId } from '../domain/builders.ts';
import { type AwsAccount, accountId, region, startAwsAccount } from '../fakes/aws-account.ts';
import { type Fault, type FaultyProxy, startFaultyProxy } from '../fakes/faulty-proxy.ts';
import { putLifecycle, standsAt } from '../handlers/lifecycle/quarantined-user.ts';
import { isInstalled } from '../stack/installed.ts';
import { type PackagedStack, packageStack, serverless } from '../stack/package-stack.ts';
import { forgedEventsSuite } from './forged-events.ts';
import { call } from './inputs.ts';

const isPossible = isInstalled('moto_server', '--help') && isInstalled('aws') && isInstalled('python3');
type Handler = (event: unknown, context: unknown) => Promise<unknown>;

const ago = (seconds: number) => instantOfEpochMs(Date.now() - seconds * 1000) as string;
const day = 86_400;
const table = 'lastseen-prod';
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

describe.skipIf(!isPossible)(
  'the deployed pipeline (skipped where moto_server, the AWS CLI or Python is not installed)',
  () => {
    let account: AwsAccount;
    let stack: PackagedStack;
    let proxy: FaultyProxy;
    let ingest: Handler;
    let reconcile: Handler;
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
    const queueNamed = async (name: string) => {
      const { QueueUrl } = await account.aws('sqs', 'create-queue', '--queue-name', name);
      const { Attributes } = await account.aws(
        'sqs',
        'get-queue-attributes',
        '--queue-url',
        `${QueueUrl}`,
        '--attribute-names',
        'QueueArn',
      );
      return { url: `${QueueUrl}`, arn: (Attributes as { QueueArn: string }).QueueArn };
    };
    const drain = async (url: string) => {
      const answer = await account.aws('sqs', 'receive-message', '--queue-url', url, '--max-number-of-messages', '10');
      const messages = (answer['Messages'] ?? []) as { MessageId: string; Body: string; ReceiptHandle: string }[];
      for (const { ReceiptHandle } of messages)
        await account.aws('sqs', 'delete-message', '--queue-url', url, '--receipt-handle', ReceiptHandle);
      return messages;
    };
    const item = async (entry: string) => {
      const key = JSON.stringify({ accountId: { S: accountId }, entry: { S: entry } });
      return (await account.aws('dynamodb', 'get-item', '--table-name', table, '--key', key))['Item'] as
        | Record<string, { S?: string }>
        | undefined;
    };

    beforeAll(async () => {
      [account, stack] = await Promise.all([startAwsAccount(), packageStack()]);
      await Promise.all([unzip('ingest'), unzip('reconcile')]);
      await serverless(stack.dir, ['deploy', '--package', '.serverless', '--region', region], account.env);
      proxy = await startFaultyProxy(account.endpoint);
      const { Topics } = await account.aws('sns', 'list-topics');
      const [{ TopicArn = '' } = {}] = Topics as { TopicArn: string }[];
      const [inbox, changes] = [await queueNamed('inbox'), await queueNamed('changes')];
      await account.aws(
        'sns',
        'subscribe',
        '--topic-arn',
        TopicArn,
        '--protocol',
        'sqs',
        '--notification-endpoint',
        inbox.arn,
      );
      await account.aws('events', 'put-rule', '--name', 'changes', '--event-pattern', '{"source":["lastseen"]}');
      await account.aws(
        'events',
        'put-targets',
        '--rule',
        'changes',
        '--targets',
        JSON.stringify([{ Id: '1', Arn: changes.arn }]),
      );
      const { QueueUrl } = await account.aws('sqs', 'get-queue-url', '--queue-name', 'lastseen-prod-retry');
      queues = { retry: `${QueueUrl}`, inbox: inbox.url, changes: changes.url };
      const own = {
        TABLE_NAME: table,
        EVENT_BUS: 'default',
        RESOLUTION_MINUTES: '60',
        THRESHOLD_DAYS: '90',
        EXEMPT_TAG: 'lastseen:exempt',
        STACK_NAME: 'lastseen-prod',
      };
      const rest = { TOPIC_ARN: TopicArn, ALARM_CAP: '50', REGIONS: region, AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint };
      Object.assign(process.env, account.env, own, rest);
      [ingest, reconcile] = [bundled('ingest'), bundled('reconcile')];
      for (const user of Object.keys(people)) {
        await account.aws('iam', 'create-user', '--user-name', user);
        await account.aws('iam', 'create-login-profile', '--user-name', user, '--password', 'Correct-Horse-1');
        await account.aws('iam', 'create-access-key', '--user-name', user);
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
      await account.aws('sqs', 'send-message', '--queue-url', queues.retry, '--message-body', JSON.stringify(envelope));
      const messages = await drain(queues.retry);
      const batch = {
        Records: messages.map(({ MessageId, Body }) => ({ messageId: MessageId, body: Body, eventSource: 'aws:sqs' })),
      };
      expect(await ingest(batch, contextOf('ingest'))).toEqual({
        batchItemFailures: messages.map(({ MessageId }) => ({ itemIdentifier: MessageId })),
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
      queueNamed,
      drain,
    }));

    it('holds a quarantined user who calls within one delivery, and tells its owner who, what, from where', async () => {
      const client = new DynamoDBClient({ endpoint: account.endpoint, region });
      const store = dynamodbLifecycles(client, table);
      await putLifecycle(store);
      await Promise.all([drain(queues.changes), drain(queues.inbox)]);
      const event = eventOf('alice', 30);
      const userIdentity = { ...event.detail.userIdentity, principalId: userId() };
      const refused = { ...event.detail, userIdentity, errorCode: 'AccessDenied', sourceIPAddress: '203.0.113.9' };
      for (const _ of [1, 2]) await ingest({ ...event, detail: refused }, contextOf('ingest'));
      expect(await standsAt(store)).toMatchObject({ state: 'held', isUnreadable: false });
      client.destroy();
      const told = (await drain(queues.changes)).map(({ Body }) => JSON.parse(Body));
      expect(told).toMatchObject([
        { 'detail-type': 'Lastseen: Quarantined User Tried', detail: { event: { sourceAddress: '203.0.113.9' } } },
      ]);
      const [notice, ...more] = (await drain(queues.inbox)).map(({ Body }) => JSON.parse(Body));
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
      const told = (await drain(queues.changes)).map(({ Body }) => JSON.parse(Body));
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
      const digests = (await drain(queues.inbox)).map(({ Body }) => JSON.parse(Body));
      expect(digests).toHaveLength(1);
      expect(digests[0].Message).toMatch(/bob[\s\S]*carol|carol[\s\S]*bob/);
      const changes = (await drain(queues.changes)).map(({ Body }) => JSON.parse(Body));
      const unused = changes
        .filter((event) => event['detail-type'] === 'Lastseen: User Became Unused')
        .map(({ detail }) => detail.userName);
      expect(unused.sort()).toEqual(['bob', 'carol']);
      const { MetricAlarms } = await account.aws(
        'cloudwatch',
        'describe-alarms',
        '--alarm-name-prefix',
        `lastseen/lastseen-prod/${accountId}/`,
      );
      expect((MetricAlarms as unknown[]).length).toBe(2);
      const { Metrics } = await account.aws('cloudwatch', 'list-metrics', '--namespace', 'Lastseen');
      expect(new Set((Metrics as { MetricName: string }[]).map(({ MetricName }) => MetricName))).toEqual(
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
      const changes = (await drain(queues.changes)).map(({ Body }) => JSON.parse(Body));
      expect(changes.map((event) => [event['detail-type'], event.detail.userName])).toEqual([
        ['Lastseen: User Active Again', 'bob'],
      ]);
      const { MetricAlarms } = await account.aws(
        'cloudwatch',
        'describe-alarms',
        '--alarm-name-prefix',
        `lastseen/lastseen-prod/${accountId}/`,
      );
      expect((MetricAlarms as unknown[]).length).toBe(1);
    });
  },
);
