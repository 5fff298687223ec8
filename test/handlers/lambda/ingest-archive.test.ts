import { gzipSync } from 'node:zlib';
import { CreateBucketCommand, PutObjectCommand, S3Client, type StorageClass } from '@aws-sdk/client-s3';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { userEntry } from '../../../domain/sightings/entry.ts';
import type { BatchAnswer } from '../../../handlers/lambda/archive-answer.ts';
import { account, daysAgo, record, recordBy, region, user } from '../../domain/builders.ts';
import { startAwsJsonServer } from '../../fakes/aws-json-server.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { hasMoto, type MotoServer, startMoto } from '../../fakes/moto/moto-server.ts';
import { type ObjectServer, startObjectServer } from '../../fakes/object-server.ts';
import { bucket, logFile, logKey } from '../archive/archive-world.ts';
import { publicKeys, trailOf } from '../archive/digest-world.ts';

const secret = 'never-in-a-log';
const recordOn = (days: number, changes: JsonObject = {}) =>
  record({ eventTime: daysAgo(days), requestParameters: { password: secret }, userAgent: secret, ...changes });
const bob = recordBy(
  { principalId: 'AIDABOB0000000000001', userName: 'bob' },
  { eventTime: daysAgo(2), eventID: 'bob' },
);
const alice = userEntry(user());
const malformed = record({ eventTime: 'yesterday', userAgent: secret });

const message = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  eventSource: 'aws:sqs',
});
const encoded = (key: string) => encodeURIComponent(key).replaceAll('%20', '+');
const fromS3 = (...keys: string[]) => ({
  Records: keys.map((key) => ({
    eventSource: 'aws:s3',
    eventName: 'ObjectCreated:Put',
    s3: { bucket: { name: bucket }, object: { key: encoded(key) } },
  })),
});
const bySns = (body: unknown) => ({ Type: 'Notification', TopicArn: 'arn', Message: JSON.stringify(body) });
const fromEventBridge = (key: string) => ({
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { bucket: { name: bucket }, object: { key } },
});
const batch = (...keys: string[]) => ({
  BatchInput: { bucket },
  Items: keys.map((Key) => ({ Key, Size: 1, Etag: 'x' })),
});

let tables: Awaited<ReturnType<typeof embeddedTables>>;
let read: Awaited<ReturnType<typeof tables.make>>['read'];
let lines: JsonObject[];
let objects: ObjectServer;

beforeAll(async () => {
  [tables, objects] = await Promise.all([embeddedTables(), startObjectServer()]);
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([tables?.stop(), objects?.stop()]);
});
beforeEach(async () => {
  ({ read } = await tables.make());
  lines = [];
});

function keep(chunk: string | Uint8Array): boolean {
  for (const line of String(chunk).split('\n')) if (line.startsWith('{')) lines.push(JSON.parse(line) as JsonObject);
  return true;
}

const context = (remainingMs: () => number) =>
  ({
    awsRequestId: 'request-1',
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${account()}:function:ingest-archive`,
    getRemainingTimeInMillis: remainingMs,
  }) as unknown as Context;

/** A fresh sandbox of the function, over S3 at an endpoint. */
async function newSandbox(s3: string, changes: Record<string, string | undefined> = {}) {
  const environment = {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_S3: s3,
    TABLE_NAME: tables.name,
    ...changes,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const { handler } = await import('../../../handlers/lambda/ingest-archive.ts');
  return {
    queue: async (...messages: unknown[]) => {
      const answer = (await handler(
        { Records: messages },
        context(() => 600_000),
      )) as SQSBatchResponse;
      return answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
    },
    invoke: (event: unknown, remainingMs = () => 600_000) =>
      handler(event, context(remainingMs)) as Promise<BatchAnswer>,
  };
}

const metricsOf = () => lines.filter((line) => '_aws' in line);
const seen = async () => [...(await read()).lastSeen].map(([entry, { latest }]) => [entry, latest.eventId]);

describe.skipIf(!hasMoto)('over S3 as moto_server has it (skipped where that is not installed)', () => {
  let moto: MotoServer;
  let s3: S3Client;
  const put = (Key: string, Body: Uint8Array, StorageClass?: StorageClass) =>
    s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body, StorageClass }));

  beforeAll(async () => {
    moto = await startMoto();
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    s3 = new S3Client({ endpoint: moto.endpoint, region: 'us-east-1', credentials });
    await s3.send(new CreateBucketCommand({ Bucket: bucket }));
    await put(logKey('early'), logFile(recordOn(3, { eventID: 'early' })));
    await put(logKey('late'), logFile(recordOn(1, { eventID: 'late' })));
    await put(logKey('a b+c=ä'), logFile(bob));
    await put(logKey('cold'), logFile(bob), 'GLACIER');
    await put(logKey('malformed'), logFile(malformed, bob));
    await put(logKey('bomb'), gzipSync(Buffer.alloc(100_000_000)));
    await put(logKey('cut'), logFile(bob).subarray(0, 60));
  });
  afterAll(() => moto?.stop());

  it('messages of every form are read, recorded and done', async () => {
    const { queue } = await newSandbox(moto.endpoint);
    const failures = await queue(
      message('s3', fromS3(logKey('late'))),
      message('sns', bySns(fromS3(logKey('early')))),
      message('event', fromEventBridge(logKey('a b+c=ä'))),
      message('cloudtrail', bySns({ s3Bucket: bucket, s3ObjectKey: [logKey('early'), logKey('late')] })),
      message('encoded', fromS3(logKey('a b+c=ä'))),
      message('test', { Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket }),
      message('no-log', fromS3('AWSLogs/123456789012/Config/x.json.gz')),
    );
    expect(failures).toEqual([]);
    expect((await seen()).sort()).toEqual(
      [
        ['user#AIDABOB0000000000001', 'bob'],
        [alice, 'late'],
      ].sort(),
    );
    expect(metricsOf()).toMatchObject([
      { ObjectsReceived: 4, ObjectsRead: 3, ObjectsSkipped: 1, ArchiveRecordsReceived: 3, ArchiveRecordsRecorded: 3 },
    ]);
  });

  it('a message is done only if each of its objects is, and says why where it is not', async () => {
    const { queue } = await newSandbox(moto.endpoint);
    const failures = await queue(
      message('done', fromS3(logKey('late'))),
      message('half', fromS3(logKey('early'), logKey('gone'))),
      message('cold', fromS3(logKey('cold'))),
      message('malformed-record', fromS3(logKey('malformed'))),
      message('bomb', fromS3(logKey('bomb'))),
      message('cut', fromS3(logKey('cut'))),
      message('other-bucket', { s3Bucket: 'no-such-bucket', s3ObjectKey: [logKey('late')] }),
      message('no-json', 'text'),
      message('no-notice', { hello: 'world' }),
    );
    expect(failures).toEqual([
      'half',
      'cold',
      'malformed-record',
      'bomb',
      'cut',
      'other-bucket',
      'no-json',
      'no-notice',
    ]);
    const outcomeOf = (name: string) =>
      lines.find(({ object }) => object === `s3://${bucket}/${logKey(name)}`)?.['outcome'];
    expect(['gone', 'cold', 'malformed', 'bomb', 'cut'].map(outcomeOf)).toEqual([
      'missing',
      'archived',
      'malformed',
      'unreadable',
      'unreadable',
    ]);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'a message is malformed', messageId: 'no-json' }));
    expect(metricsOf()).toMatchObject([{ ObjectsReceived: 8, ObjectsRead: 2, ObjectsUnread: 6 }]);
    expect((await read()).lastSeen.get(alice)?.latest.eventId).toBe('late');
    expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it('digests prove what was read, and an altered trail is an event, a metric and a message that comes again', async () => {
    const objectsOfTrail = trailOf({ hours: 26, files: { 1: 1, 2: 1 } });
    for (const [Key, { bytes, metadata }] of objectsOfTrail) {
      await s3.send(new PutObjectCommand({ Bucket: bucket, Key, Body: bytes, Metadata: { ...metadata } }));
    }
    const events: JsonObject[] = [];
    const listed = [...publicKeys].map(([Fingerprint, Value]) => ({ Fingerprint, Value }));
    const aws = await startAwsJsonServer({
      'CloudTrail_20131101.ListPublicKeys': () => ({ PublicKeyList: listed }),
      'AWSEvents.PutEvents': (input) => {
        events.push(...(input['Entries'] as JsonObject[]));
        return { FailedEntryCount: 0, Entries: [{ EventId: 'x' }] };
      },
    });
    const { queue } = await newSandbox(moto.endpoint, {
      AWS_ENDPOINT_URL_CLOUDTRAIL: aws.endpoint,
      AWS_ENDPOINT_URL_EVENTBRIDGE: aws.endpoint,
    });
    const names = [...objectsOfTrail.keys()];
    expect(await queue(...names.map((key) => message(key, fromS3(key))))).toEqual([]);
    const [quiet = ''] = names.filter((key) => key.endsWith('20261120T010000Z.json.gz'));
    const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 6 * 3_600_000);
    expect(await queue(message('six hours later', fromS3(quiet)))).toEqual([]);
    clock.mockRestore();
    expect((await read()).watches.get(region())?.proof?.hours.size).toBe(2);
    const [log = ''] = names.filter((key) => key.includes('20261120T0200Z'));
    await put(log, logFile(bob));
    const [digest = ''] = names.filter((key) => key.endsWith('20261120T030000Z.json.gz'));
    await tables.make();
    expect(await queue(message('altered', fromS3(digest)))).toEqual(['altered']);
    expect(events).toMatchObject([
      { Source: 'lastseen', DetailType: 'Lastseen: Trail Altered', EventBusName: 'default' },
    ]);
    expect(JSON.parse(String(events[0]?.['Detail']))).toMatchObject({ why: 'log-file-altered', count: 1 });
    expect(metricsOf().at(-1)).toMatchObject({ ObjectsReceived: 1, ObjectsUnread: 1, TrailAltered: 1 });
    expect(aws.calls).toEqual([...Array(2).fill('eu-west-1 ListPublicKeys'), 'us-east-1 PutEvents']);
    await aws.stop();
  });

  it('a batch of a listing is read in one go, and answers nothing that is left', async () => {
    const { invoke } = await newSandbox(moto.endpoint, { RESOLUTION_MINUTES: '1440' });
    await invoke(batch(logKey('early')));
    const next = record({ eventTime: daysAgo(3, 60), eventID: 'a-minute-later' });
    await put(logKey('next'), logFile(next));
    expect(await invoke(batch(logKey('next'), 'README.md', logKey('x', 'CloudTrail-Digest')))).toEqual({
      BatchInput: { bucket },
      Items: [],
      read: 1,
      skipped: 2,
      unread: 0,
      why: '',
    });
    expect(await seen()).toEqual([[alice, 'a-minute-later']]);
  });

  it('messages of the queue obey the resolution', async () => {
    const { queue } = await newSandbox(moto.endpoint, { RESOLUTION_MINUTES: '1440' });
    await queue(message('1', fromS3(logKey('early'))));
    await put(logKey('next'), logFile(record({ eventTime: daysAgo(3, 60), eventID: 'a-minute-later' })));
    await queue(message('2', fromS3(logKey('next'))));
    expect(await seen()).toEqual([[alice, 'early']]);
  });

  it('a batch goes on in rounds until nothing is left, and remembers what somebody has to look at', async () => {
    const { invoke } = await newSandbox(moto.endpoint);
    const keys = [logKey('gone'), logKey('cut'), logKey('early'), logKey('late'), logKey('a b+c=ä'), 'README.md'];
    let begun = 0;
    const aFewAtATime = () => (begun++ < 4 ? 600_000 : 0);
    const first = await invoke(batch(...keys), aFewAtATime);
    expect(first).toMatchObject({
      Items: [{ Key: logKey('a b+c=ä') }],
      read: 2,
      unread: 2,
      skipped: 1,
    });
    const second = await invoke(first);
    expect(second).toMatchObject({ Items: [], read: 3, unread: 2, skipped: 1 });
    expect(second.why).toContain(`${logKey('gone')}: missing (NoSuchKey)`);
    expect(second.why).toContain(`${logKey('cut')}: unreadable (gzip data ends in the middle`);
    expect((await read()).lastSeen.size).toBe(2);
  });
});

describe('over S3 that refuses and fails', () => {
  const late = logKey('late');
  const name = `${bucket}/${late}`;

  it.each([
    ['denied', { code: 'AccessDenied', status: 403 }],
    ['denied', { code: 'KMS.DisabledException', status: 400 }],
    ['archived', { code: 'InvalidObjectState', status: 403 }],
    ['missing', { code: 'NoSuchBucket', status: 404 }],
  ])('%s: its message comes again, and the log tells why (%j)', async (outcome, fault) => {
    objects.objects.set(name, fault);
    const { queue, invoke } = await newSandbox(objects.endpoint);
    expect(await queue(message('m', fromS3(late)))).toEqual(['m']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', object: `s3://${name}`, outcome }));
    expect(await invoke(batch(late))).toMatchObject({ unread: 1, why: `${late}: ${outcome} (${fault.code})` });
  });

  it.each([
    ['a connection that breaks', { broken: logFile(bob, bob) }],
    ['an error of theirs', { code: 'InternalError', status: 500 }],
  ])('%s: its message comes again, and a batch throws so that it is tried again', async (_, kept) => {
    objects.objects.set(name, kept);
    const { queue, invoke } = await newSandbox(objects.endpoint);
    expect(await queue(message('m', fromS3(late)))).toEqual(['m']);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', object: `s3://${name}` }));
    expect(metricsOf()).toMatchObject([{ ObjectsReceived: 1, ObjectsFailed: 1 }]);
    await expect(invoke(batch(late))).rejects.toThrow('not everything was read');
  });

  it('where the table cannot be reached, every message that names a log comes again', async () => {
    objects.objects.set(name, logFile(bob));
    const { queue, invoke } = await newSandbox(objects.endpoint, { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' });
    expect(await queue(message('log', fromS3(late)), message('other', fromS3('README.md')))).toEqual(['log']);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'ERROR', reason: expect.stringContaining('ECONNREFUSED') }),
    );
    await expect(invoke(batch(late))).rejects.toThrow('not everything was read');
  });
});

describe('invoked with anything else', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['an event', { 'detail-type': 'Object Created' }],
    ['a message without an id', { Records: [{ body: '{}' }] }],
    ['a batch without a bucket', { Items: [{ Key: 'x' }] }],
    ['an item without a key', { BatchInput: { bucket }, Items: [{ Size: 1 }] }],
  ])('%s is thrown', async (_, event) => {
    const { invoke } = await newSandbox(objects.endpoint);
    await expect(invoke(event)).rejects.toThrow();
  });

  it('no message at all is done', async () => {
    const { queue } = await newSandbox(objects.endpoint);
    expect(await queue()).toEqual([]);
    expect(metricsOf()).toEqual([]);
  });
});
