import {
  CloudWatchClient,
  DescribeAlarmsCommand,
  ListMetricsCommand,
  PutMetricAlarmCommand,
} from '@aws-sdk/client-cloudwatch';
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import { STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { UserAlarm } from '../../../../domain/alerts/user-alarms.ts';
import { cloudwatchAlarms, putMetrics } from '../../../../infra/aws/alerts/cloudwatch.ts';
import { publishDigest, publishEvents } from '../../../../infra/aws/alerts/publisher.ts';
import { proveRegions } from '../../../../infra/aws/sts-proof.ts';
import { instant, region } from '../../../domain/builders.ts';
import { hasMoto, type MotoServer, startMoto } from '../../../fakes/moto/moto-server.ts';

describe.skipIf(!hasMoto)('against moto', () => {
  let moto: MotoServer;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());
  const config = () => ({
    endpoint: moto.endpoint,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const noSleep = async () => {};
  const justNow = instant(new Date().toISOString());

  /** What came to a queue of moto's, by its own view of the messages. */
  async function queue(name: string) {
    const call = async (action: string, parameters: Record<string, string> = {}) => {
      const body = new URLSearchParams({ Action: action, Version: '2012-11-05', ...parameters });
      const headers = { authorization: 'AWS4-HMAC-SHA256 Credential=test/20261123/eu-west-1/sqs/aws4_request' };
      return (await fetch(`${moto.endpoint}/`, { method: 'POST', body, headers })).text();
    };
    const url = /<QueueUrl>(.*?)<\/QueueUrl>/.exec(await call('CreateQueue', { QueueName: name }))?.[1] ?? '';
    const bodies = async () => {
      const xml = await call('ReceiveMessage', { QueueUrl: url, MaxNumberOfMessages: '10', WaitTimeSeconds: '1' });
      const decode = (text: string) =>
        text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
      return [...xml.matchAll(/<Body>(.*?)<\/Body>/gs)].map(
        ([, body = '']) => JSON.parse(decode(body)) as Record<string, unknown>,
      );
    };
    return { arn: `arn:aws:sqs:eu-west-1:123456789012:${name}`, bodies };
  }

  test('metrics go out a thousand at a time', async () => {
    const client = new CloudWatchClient({ ...config(), disableRequestCompression: true });
    const metrics = Array.from({ length: 1001 }, (_, n) => ({
      name: 'IdleDays',
      value: n,
      dimensions: { AccountId: '123456789012', UserName: `user-${n}` },
    }));
    expect(await putMetrics(client, metrics, justNow)).toBe(2);
    expect(await putMetrics(client, [], justNow)).toBe(0);
    const asked = { Namespace: 'Lastseen', Dimensions: [{ Name: 'UserName', Value: 'user-1000' }] };
    const { Metrics } = await client.send(new ListMetricsCommand(asked));
    expect(Metrics?.map(({ MetricName, Dimensions }) => [MetricName, Dimensions?.length])).toEqual([['IdleDays', 2]]);
  });

  test('alarms are put at a pace, come back as they were put, page by page, and go by the hundred', async () => {
    const client = new CloudWatchClient(config());
    const slept: number[] = [];
    const store = cloudwatchAlarms(client, async (ms) => void slept.push(ms));
    const alarms = Array.from({ length: 120 }, (_, n): UserAlarm => {
      const name = `lastseen/lastseen-prod/123456789012/user-${`${n}`.padStart(3, '0')}`;
      return {
        name,
        description: `user ${n} <"&'>`,
        dimensions: { AccountId: '123456789012', UserName: `user-${n}` },
        thresholdDays: 90,
        actions: ['arn:aws:sns:eu-west-1:123456789012:topic'],
      };
    });
    await store.put(alarms);
    expect(slept).toEqual(Array.from({ length: 119 }, () => 350));
    await client.send(
      new PutMetricAlarmCommand({
        AlarmName: 'billing',
        Namespace: 'x',
        MetricName: 'y',
        Statistic: 'Sum',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: 'GreaterThanThreshold',
      }),
    );
    expect(
      (await store.list('lastseen/lastseen-prod/123456789012/')).sort((a, b) => (a.name < b.name ? -1 : 1)),
    ).toEqual(alarms);
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: [alarms[0]?.name ?? ''] }));
    expect(MetricAlarms?.[0]).toMatchObject({
      MetricName: 'IdleDays',
      Namespace: 'Lastseen',
      Period: 86_400,
      EvaluationPeriods: 1,
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'ignore',
    });
    await store.remove(alarms.map(({ name }) => name));
    expect(await store.list('lastseen/')).toEqual([]);
    expect(await store.list('billing')).toHaveLength(1);
    await store.remove([]);
  });

  test('a digest reaches the topic with its subject, and its id as an attribute', async () => {
    const client = new SNSClient(config());
    const { TopicArn = '' } = await client.send(new CreateTopicCommand({ Name: 'digests' }));
    const { arn, bodies } = await queue('digests');
    await client.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint: arn }));
    const digest = {
      id: '123456789012/2026-11-23T08:00:00Z',
      subject: 'Lastseen',
      body: `é & <b>\n${'x'.repeat(200_000)}`,
    };
    await publishDigest(client, TopicArn, digest);
    const [message] = await bodies();
    expect(message).toMatchObject({
      Subject: 'Lastseen',
      Message: digest.body,
      MessageAttributes: { digestId: { Value: digest.id } },
    });
  });

  test('events go out ten at a time, in order, under our source', async () => {
    const client = new EventBridgeClient(config());
    await client.send(new CreateEventBusCommand({ Name: 'ours' }));
    const { arn, bodies } = await queue('events');
    await client.send(
      new PutRuleCommand({ Name: 'all', EventBusName: 'ours', EventPattern: '{"source":["lastseen"]}' }),
    );
    await client.send(new PutTargetsCommand({ Rule: 'all', EventBusName: 'ours', Targets: [{ Id: 'q', Arn: arn }] }));
    await publishEvents(
      client,
      'ours',
      Array.from({ length: 12 }, (_, n) => ({ detailType: 'Lastseen: User Active Again', detail: { n } })),
    );
    const received = [...(await bodies()), ...(await bodies())];
    expect(received).toHaveLength(12);
    expect(received[0]).toMatchObject({
      source: 'lastseen',
      'detail-type': 'Lastseen: User Active Again',
      detail: { n: 0 },
    });
  });

  test('a proof is made in each Region; where it cannot be, the Region is listed with the reason', async () => {
    const clientOf = (name: string) =>
      new STSClient({
        ...config(),
        region: name,
        maxAttempts: 1,
        ...(name === 'us-east-1' && { endpoint: 'http://127.0.0.1:1' }),
      });
    expect(await proveRegions([region('eu-west-1'), region('us-east-1')], clientOf)).toEqual([
      { region: 'us-east-1', why: 'ECONNREFUSED' },
    ]);
    expect(await proveRegions([], clientOf)).toEqual([]);
  });

  test('nothing is slept for where there is one alarm', async () => {
    const store = cloudwatchAlarms(new CloudWatchClient(config()), noSleep);
    await store.put([]);
    expect(await store.list('nothing')).toEqual([]);
  });
});

test('the proof goes to the Region, not to the global endpoint', async () => {
  const hosts: string[] = [];
  const clientOf = (name: string) => {
    const client = new STSClient({
      region: name,
      credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
      maxAttempts: 1,
    });
    client.middlewareStack.add(
      () =>
        async ({ request }) => {
          hosts.push((request as { hostname: string }).hostname);
          throw new Error('not sent');
        },
      { step: 'finalizeRequest', priority: 'low' },
    );
    return client;
  };
  await proveRegions([region('eu-west-1'), region('us-east-1')], clientOf);
  expect(hosts.sort()).toEqual(['sts.eu-west-1.amazonaws.com', 'sts.us-east-1.amazonaws.com']);
});
