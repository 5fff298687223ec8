import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { instantOfEpochMs } from '../../../domain/time.ts';
import { dynamodbLifecycles } from '../../../infra/aws/dynamodb/dynamodb-lifecycles.ts';
import { dynamodbOrganizations } from '../../../infra/aws/dynamodb/organization/dynamodb-organizations.ts';
import { account, iamCall, record, user } from '../../domain/builders.ts';
import { member, organization } from '../../domain/organization/world.ts';
import { Refusal } from '../../fakes/aws-json-server.ts';
import { embeddedTables } from '../../fakes/embedded-dynamodb.ts';
import { type FakeEventBus, startFakeEventBus } from '../../fakes/event-bus.ts';
import { type FakeQueue, startFakeQueue } from '../../fakes/queue-server.ts';
import { eventOf } from '../ingest/ingest-world.ts';
import { putLifecycle, standsAt } from '../lifecycle/quarantined-user.ts';

const secret = 'never-in-a-log';
const at = (daysAgo: number, plusSeconds = 0) =>
  instantOfEpochMs(Date.now() - daysAgo * 86_400_000 + plusSeconds * 1000) as string;
const recordAt = (eventTime: string, changes: JsonObject = {}) =>
  record({ eventTime, requestParameters: { password: secret }, userAgent: secret, ...changes });
const malformed = eventOf(record({ eventTime: 'yesterday', userAgent: secret }));

const message = (messageId: string, body: unknown) => ({
  messageId,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  eventSource: 'aws:sqs',
});

const functionArn = `arn:aws:lambda:eu-west-1:${account()}:function:ingest:$LATEST`;

/** What Lambda sends to an on-failure destination. */
const onFailure = (requestPayload: unknown, changes: JsonObject = {}) => ({
  version: '1.0',
  timestamp: at(0),
  requestContext: {
    requestId: 'e4b46cbf-b738-xmpl-8880-a18cdf61200e',
    functionArn,
    condition: 'RetriesExhausted',
    approximateInvokeCount: 3,
  },
  requestPayload,
  responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
  responsePayload: { errorMessage: 'not recorded' },
  ...changes,
});

const rootOf = (accountId: string) => ({ type: 'Root', accountId, arn: `arn:aws:iam::${accountId}:root` });

let tables: Awaited<ReturnType<typeof embeddedTables>>;
let read: Awaited<ReturnType<typeof tables.make>>['read'];
let bus: FakeEventBus;
let queue: FakeQueue;
let lines: JsonObject[];

const context = (awsRequestId = 'request-1') =>
  ({
    awsRequestId,
    invokedFunctionArn: `arn:aws:lambda:eu-west-1:${account()}:function:ingest`,
  }) as unknown as Context;

/** A fresh sandbox of the function. */
async function newSandbox(changes: Record<string, string | undefined> = {}) {
  const environment = {
    AWS_REGION: 'eu-west-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_ENDPOINT_URL_DYNAMODB: tables.endpoint,
    AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint,
    TABLE_NAME: tables.name,
    METRICS_SECONDS: '0',
    ACCOUNTS: undefined,
    AWS_ENDPOINT_URL_SQS: queue.endpoint,
    DEAD_LETTER_QUEUE_URL: queue.url,
    ...changes,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  vi.resetModules();
  const { handler } = await import('../../../handlers/lambda/ingest.ts');
  return (event: unknown, requestId?: string) => handler(event, context(requestId));
}

const failuresOf = (response: SQSBatchResponse | undefined) =>
  response?.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
const lastSeenOf = async () => [...(await read()).lastSeen.values()].map(({ latest }) => latest.at);
const metricsOf = () => lines.filter((line) => '_aws' in line);
const unreachable = { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' };

beforeAll(async () => {
  [tables, bus, queue] = await Promise.all([embeddedTables(), startFakeEventBus(), startFakeQueue()]);
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});

function keep(chunk: string | Uint8Array): boolean {
  for (const line of String(chunk).split('\n')) if (line.startsWith('{')) lines.push(JSON.parse(line) as JsonObject);
  return true;
}

beforeEach(async () => {
  ({ read } = await tables.make());
  bus.entries.length = 0;
  bus.mode = 'take';
  queue.bodies.length = 0;
  queue.refuse = () => undefined;
  lines = [];
});

afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await Promise.all([tables?.stop(), bus?.stop(), queue?.stop()]);
});

describe('invoked with an event', () => {
  it('records it and answers nothing', async () => {
    const invoke = await newSandbox();
    expect(await invoke(eventOf(recordAt(at(0))))).toBeUndefined();
    expect(await lastSeenOf()).toHaveLength(1);
  });

  it('is content with one that is none of ours', async () => {
    const invoke = await newSandbox();
    const role = { type: 'AssumedRole', accountId: account() };
    expect(await invoke(eventOf(recordAt(at(0), { userIdentity: role })))).toBeUndefined();
    expect(await lastSeenOf()).toEqual([]);
  });

  it.each<[string, unknown]>([
    ['a malformed record', malformed],
    ['a record that is no object', eventOf('text')],
    ['no EventBridge event', { hello: 'world' }],
    ['a bare record', record()],
    ['nothing', null],
    ['a list', []],
  ])('hands %s to the dead-letter queue at once: it is counted once and does not come again', async (_, event) => {
    const invoke = await newSandbox();
    expect(await invoke(event, 'request-7')).toBeUndefined();
    expect(metricsOf()).toMatchObject([{ RecordsReceived: 1, RecordsMalformed: 1 }]);
    expect(queue.bodies.map((body) => JSON.parse(body))).toMatchObject([
      { requestContext: { requestId: 'request-7', condition: 'Malformed' }, requestPayload: event },
    ]);
  });

  it('throws for a malformed one that the dead-letter queue does not take, or where none is set', async () => {
    queue.refuse = () => new Refusal('InternalError', 500);
    await expect((await newSandbox())(malformed)).rejects.toThrow('not recorded');
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', eventId: 'event-1' }));
    await expect((await newSandbox({ DEAD_LETTER_QUEUE_URL: undefined }))(malformed)).rejects.toThrow('not recorded');
  });

  it('throws for one of a time in the future, which passes, and does not count it as malformed', async () => {
    const early = eventOf(recordAt(at(0, 3600)));
    const cause = { message: 'eventTime is in the future' };
    await expect((await newSandbox())(early)).rejects.toMatchObject({ cause });
    expect(metricsOf()).toMatchObject([{ RecordsReceived: 1, RecordsFailed: 1 }]);
    expect(metricsOf()[0]).not.toHaveProperty('RecordsMalformed');
    expect(queue.bodies).toEqual([]);
  });

  it('takes back from the dead-letter queue what it had handed there', async () => {
    const late = recordAt(at(0));
    await (await newSandbox())({ ...eventOf(late), 'detail-type': undefined });
    const letter = JSON.parse(String(queue.bodies[0])) as { requestPayload: JsonObject };
    const repaired = { ...letter, requestPayload: { ...letter.requestPayload, ...eventOf(late) } };
    const answer = await (await newSandbox())({ Records: [message('m', repaired)] });
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(await lastSeenOf()).toEqual([late['eventTime']]);
  });

  it('throws where the table cannot be reached', async () => {
    const invoke = await newSandbox(unreachable);
    await expect(invoke(eventOf(recordAt(at(0))))).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
    expect(metricsOf()).toMatchObject([{ RecordsReceived: 1, RecordsFailed: 1 }]);
  });
});

describe('invoked with a batch of a queue', () => {
  it('drains on-failure records and events of a rule, and hands what is malformed to the dead-letter queue as it came', async () => {
    const invoke = await newSandbox();
    const [early, late] = [at(1), at(0)];
    const malformedMessages = [
      message('malformed', onFailure(malformed)),
      message('no-json', 'text'),
      message('no-payload', onFailure(undefined)),
      message('payload-is-text', onFailure('text')),
      message('payload-is-a-batch', onFailure({ Records: [] })),
      message('no-event', { hello: 'world' }),
      message('null', 'null'),
    ];
    const response = await invoke({
      Records: [
        message('on-failure', onFailure(eventOf(recordAt(late)))),
        message('throttled', onFailure(eventOf(recordAt(early)), { responseContext: undefined })),
        message('of-a-rule', eventOf(recordAt(early, { eventID: 'other' }))),
        message('ignored', onFailure(eventOf(recordAt(late, { userIdentity: { type: 'Role' } })))),
        ...malformedMessages,
        message('early', onFailure(eventOf(recordAt(at(0, 3600))))),
        { messageId: 'no-body' },
      ],
    });
    expect(failuresOf(response)).toEqual(['early']);
    const kept = [...malformedMessages.map(({ body }) => body), JSON.stringify({ messageId: 'no-body' })];
    expect(queue.bodies.toSorted()).toEqual(kept.toSorted());
    expect(await lastSeenOf()).toEqual([late]);
    expect(metricsOf()).toMatchObject([
      { RecordsReceived: 13, RecordsRecorded: 3, RecordsIgnored: 1, RecordsMalformed: 8, RecordsFailed: 1 },
    ]);
  });

  it('names every message where the table cannot be reached', async () => {
    const invoke = await newSandbox(unreachable);
    const bodies = ['a', 'b', 'c'].map((id) => message(id, onFailure(eventOf(recordAt(at(0), { eventID: id })))));
    expect(failuresOf(await invoke({ Records: bodies }))).toEqual(['a', 'b', 'c']);
  });

  it('names none where all went well, and none of none', async () => {
    const invoke = await newSandbox();
    expect(await invoke({ Records: [message('a', eventOf(recordAt(at(0))))] })).toEqual({ batchItemFailures: [] });
    expect(await invoke({ Records: [] })).toEqual({ batchItemFailures: [] });
  });

  it('throws for a message without an id: the whole batch comes again', async () => {
    const invoke = await newSandbox();
    await expect(invoke({ Records: [{ body: JSON.stringify(eventOf(recordAt(at(0)))) }] })).rejects.toThrow(
      'messageId',
    );
  });
});

describe("what is not CloudTrail's word about an account of ours", () => {
  const foreignFunction = (arn: unknown) =>
    onFailure(eventOf(recordAt(at(0))), { requestContext: { requestId: 'r', functionArn: arn } });

  it.each<[string, string, JsonObject]>([
    ['another source', 'foreign-source', eventOf(recordAt(at(0)), { source: 'custom.app' })],
    ['no source', 'foreign-source', eventOf(recordAt(at(0)), { source: undefined })],
    ['another account', 'foreign-account', eventOf(recordAt(at(0)), { account: '999999999999' })],
    ['no account', 'foreign-account', eventOf(recordAt(at(0)), { account: undefined })],
    ['another recipient', 'foreign-account', eventOf(recordAt(at(0), { recipientAccountId: '999999999999' }))],
  ])('is refused, counted and named in the log, and does not come again: %s', async (_, reason, event) => {
    const invoke = await newSandbox();
    expect(await invoke(event)).toBeUndefined();
    const batch = { Records: [message('m', onFailure(event)), message('bare', event)] };
    expect(await invoke(batch)).toEqual({ batchItemFailures: [] });
    expect(await lastSeenOf()).toEqual([]);
    expect(metricsOf()).toMatchObject([
      { RecordsReceived: 1, RecordsRefused: 1 },
      { RecordsReceived: 2, RecordsRefused: 2 },
    ]);
    expect(lines).toContainEqual(
      expect.objectContaining({ level: 'WARN', message: 'an event is refused', eventId: 'event-1', reason }),
    );
    expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it.each<[string, unknown]>([
    ['another function', 'arn:aws:lambda:eu-west-1:123456789012:function:another:$LATEST'],
    ['a function of another account', 'arn:aws:lambda:eu-west-1:999999999999:function:ingest:$LATEST'],
    ['a function of another Region', 'arn:aws:lambda:us-east-1:123456789012:function:ingest:$LATEST'],
    ['no function', undefined],
    ['what is no text', 7],
  ])('is refused from the retry queue as the failure of %s', async (_, arn) => {
    const invoke = await newSandbox();
    expect(await invoke({ Records: [message('m', foreignFunction(arn))] })).toEqual({ batchItemFailures: [] });
    expect(await lastSeenOf()).toEqual([]);
    expect(metricsOf()).toMatchObject([{ RecordsReceived: 1, RecordsRefused: 1 }]);
    expect(lines).toContainEqual(expect.objectContaining({ reason: 'foreign-function' }));
  });

  it('is told by the accounts of the setting where there is one', async () => {
    const invoke = await newSandbox({ ACCOUNTS: '999999999999, 888888888888' });
    const theirs = recordAt(at(0), { recipientAccountId: '999999999999', userIdentity: rootOf('999999999999') });
    await invoke(eventOf(theirs, { account: '999999999999' }));
    await invoke(eventOf(recordAt(at(0))));
    const counts = metricsOf().map((line) => [line['RecordsRecorded'], line['RecordsRefused']]);
    expect(counts).toEqual([
      [1, undefined],
      [undefined, 1],
    ]);
  });

  it('is of a member of the organization, or is refused where the table knows no such member', async () => {
    const organizations = dynamodbOrganizations(tables.client, tables.name);
    await organizations.writeMember(organization, member({ accountId: account('111122223333') }));
    await organizations.writeMember(
      organization,
      member({ accountId: account('444455556666'), outcome: { kind: 'left' } }),
    );
    const invoke = await newSandbox({ ORGANIZATION_ID: organization });
    for (const accountId of ['111122223333', '444455556666', '999999999999']) {
      const theirs = recordAt(at(0), { recipientAccountId: accountId, userIdentity: rootOf(accountId) });
      await invoke(eventOf(theirs, { account: accountId }));
    }
    const counts = metricsOf().map((line) => [line['RecordsRecorded'], line['RecordsRefused']]);
    expect(counts).toEqual([
      [1, undefined],
      [undefined, 1],
      [undefined, 1],
    ]);
  });
});

describe('a dormant user who wakes up', () => {
  it('is an event and a metric at once, and when the bus was away, later; never twice', async () => {
    await (await newSandbox())(eventOf(recordAt(at(120), { eventID: 'old' })), 'request-0');
    const [invoke, event] = [await newSandbox(), eventOf(recordAt(at(0), { eventID: 'waking' }))];
    for (const mode of ['refuse', 'entry'] as const) {
      bus.mode = mode;
      await expect(invoke(event, 'request-1')).rejects.toThrow('not recorded');
    }
    bus.mode = 'take';
    lines = [];
    const envelope = onFailure(event, { requestContext: { requestId: 'request-1', functionArn } });
    expect(failuresOf(await invoke({ Records: [message('m', envelope)] }, 'request-9'))).toEqual([]);
    expect(failuresOf(await invoke({ Records: [message('m', envelope)] }, 'request-9'))).toEqual([]);
    await invoke(event, 'request-1');
    expect(bus.entries).toMatchObject([{ Source: 'lastseen', DetailType: 'Lastseen: Dormant User Woke Up' }]);
    expect(JSON.parse(String(bus.entries[0]?.Detail))).toMatchObject({
      accountId: account(),
      userId: user(),
      idleDays: 120,
      event: { eventId: 'waking' },
    });
    expect(metricsOf().filter((line) => 'DormantUsersAwoken' in line)).toMatchObject([{ DormantUsersAwoken: 1 }]);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'a dormant user awoke', eventId: 'waking' }));
  });
});

describe('a quarantined user who calls', () => {
  it('is held within one delivery, and announced again where the bus was away', async () => {
    const client = new DynamoDBClient({ endpoint: tables.endpoint, region: 'eu-west-1' });
    const store = dynamodbLifecycles(client, tables.name);
    await putLifecycle(store);
    const [invoke, event] = [await newSandbox(), eventOf(recordAt(at(0), { errorCode: 'AccessDenied' }))];
    bus.mode = 'refuse';
    await expect(invoke(event, 'request-1')).rejects.toThrow('not recorded');
    bus.mode = 'take';
    await invoke(event, 'request-1');
    expect(await standsAt(store)).toMatchObject({ state: 'held', isUnreadable: false });
    client.destroy();
    expect(bus.entries).toMatchObject([{ DetailType: 'Lastseen: Quarantined User Tried' }]);
    expect(await lastSeenOf()).toHaveLength(1);
  });
});

describe('a quarantined user whom others change', () => {
  it('is found by its name, and held', async () => {
    const client = new DynamoDBClient({ endpoint: tables.endpoint, region: 'eu-west-1' });
    const store = dynamodbLifecycles(client, tables.name);
    await putLifecycle(store);
    expect(await store.quarantined(account())).toMatchObject([{ userName: 'alice' }]);
    const policyArn = 'arn:aws:iam::aws:policy/AWSDenyAll';
    const invoke = await newSandbox();
    await invoke(eventOf(iamCall('DetachUserPolicy', { userName: 'ALICE', policyArn }), { source: 'aws.iam' }));
    expect(await standsAt(store)).toMatchObject({
      state: 'held',
      cause: expect.stringMatching(/^carol@example\.com .* took the deny away: DetachUserPolicy at /),
    });
    expect(await store.quarantined(account())).toEqual([]);
    client.destroy();
    expect(bus.entries).toMatchObject([{ DetailType: 'Lastseen: Held' }]);
  });
});

describe('metrics', () => {
  it('stand by account and once more by stack, and say how late the recorded events were', async () => {
    const invoke = await newSandbox();
    await invoke({ Records: [message('a', eventOf(recordAt(at(0, -100)))), message('b', malformed)] });
    const [line] = metricsOf();
    expect(line?.['_aws']).toMatchObject({
      CloudWatchMetrics: [{ Namespace: 'Lastseen', Dimensions: [['AccountId'], ['AccountId', 'Stack']] }],
    });
    expect(Object.keys(line ?? {}).sort()).toEqual(
      ['AccountId', 'IngestLag', 'RecordsMalformed', 'RecordsReceived', 'RecordsRecorded', 'Stack', '_aws'].sort(),
    );
    expect(Number(line?.['IngestLag'])).toBeGreaterThanOrEqual(100);
    expect(Number(line?.['IngestLag'])).toBeLessThan(110);
  });

  it.each([99, 100, 101, 198, 200])('of %d records come without a line that is not ours', async (count) => {
    const invoke = await newSandbox();
    await invoke({
      Records: Array.from({ length: count }, (_, index) => message(`${index}`, eventOf(recordAt(at(0))))),
    });
    expect(lines.filter((line) => !('_aws' in line))).toEqual([]);
    expect(metricsOf().flatMap((line) => line['IngestLag'] ?? [])).toHaveLength(count);
  });

  it('wait for their interval, but not where something failed', async () => {
    const invoke = await newSandbox({ METRICS_SECONDS: '3600' });
    for (const id of ['a', 'b', 'c']) await invoke(eventOf(recordAt(at(0), { eventID: id })));
    expect(metricsOf()).toMatchObject([{ RecordsReceived: 1, RecordsRecorded: 1 }]);
    await invoke(malformed);
    expect(metricsOf()[1]).toMatchObject({ RecordsReceived: 3, RecordsRecorded: 2, RecordsMalformed: 1 });
  });

  it('of more recorded events than a line can hold are several lines that add up', async () => {
    const invoke = await newSandbox();
    const many = Array.from({ length: 250 }, (_, index) => message(`${index}`, eventOf(recordAt(at(0)))));
    await invoke({ Records: many });
    const sum = (name: string) => metricsOf().flatMap((line) => (line[name] as number[] | number) ?? []);
    expect(sum('IngestLag')).toHaveLength(250);
    expect(sum('RecordsRecorded')).toEqual([250]);
  });
});

describe('the log', () => {
  it('names a failed or malformed event by its id, and holds nothing of what a record holds', async () => {
    const invoke = await newSandbox(unreachable);
    await expect(invoke(eventOf(recordAt(at(0))))).rejects.toThrow();
    await invoke(malformed);
    const reason = expect.arrayContaining([expect.stringContaining('ECONNREFUSED')]);
    expect(lines).toContainEqual(expect.objectContaining({ level: 'ERROR', eventId: 'event-1', reason }));
    expect(lines).toContainEqual(expect.objectContaining({ level: 'WARN', eventId: 'event-1', field: 'eventTime' }));
    expect(JSON.stringify(lines)).not.toContain(secret);
  });

  it('says nothing at level INFO of an event that was recorded, and only its id at level DEBUG', async () => {
    await (await newSandbox())(eventOf(recordAt(at(0))));
    expect(lines.filter((line) => 'message' in line)).toEqual([]);
    await (await newSandbox({ AWS_LAMBDA_LOG_LEVEL: 'DEBUG' }))(eventOf(recordAt(at(0))));
    expect(lines).toContainEqual(expect.objectContaining({ eventId: 'event-1', outcome: 'recorded' }));
    expect(JSON.stringify(lines)).not.toContain(secret);
  });
});

describe('a wrong environment', () => {
  it('stops the start and names every wrong variable', async () => {
    const wrong = {
      TABLE_NAME: undefined,
      RESOLUTION_MINUTES: '1441',
      THRESHOLD_DAYS: '0',
      EVENT_BUS: 'a b',
      METRICS_SECONDS: '-1',
      ACCOUNTS: '123456789012,ours',
    };
    const message = await newSandbox(wrong).then(String, String);
    for (const name of Object.keys(wrong)) expect(message).toContain(name);
  });
});
