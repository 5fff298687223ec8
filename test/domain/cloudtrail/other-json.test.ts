import { describe, expect, it } from 'vitest';
import {
  deliveredBy,
  folded,
  isNotice,
  namesCloudTrail,
  namesIn,
  otherJsonOf,
} from '../../../domain/cloudtrail/other-json.ts';
import type { JsonObject } from '../../../domain/json.ts';

const objectOf = (names: string): JsonObject => Object.fromEntries(names.split(' ').map((name) => [name, null]));

describe('JSON that is recognisably something else than CloudTrail', () => {
  it.each([
    ['inventory', 'UserDetailList'],
    ['inventory', 'Users'],
    ['inventory', 'UserName UserId CreateDate'],
    ['inventory', 'Content ReportFormat'],
    ['inventory', 'Content GeneratedTime'],
    ['config', 'configurationItems'],
    ['config', 'configurationItem'],
    ['config', 'configSnapshotId'],
    ['guard-duty', 'schemaVersion severity service'],
    ['guard-duty', 'schemaVersion service resource'],
    ['resolver', 'query_name query_type'],
    ['waf', 'webaclId httpRequest'],
  ])('is %s by its fields %s', (kind, fields) => {
    expect(otherJsonOf(objectOf(fields))).toBe(kind);
    expect(otherJsonOf(objectOf(`${fields} another`))).toBe(kind);
  });

  it.each([
    'UserName UserId',
    'UserId CreateDate',
    'UserName CreateDate',
    'Content',
    'ReportFormat GeneratedTime',
    'schemaVersion service',
    'severity service resource',
    'schemaVersion severity resource',
    'query_name',
    'query_type',
    'webaclId',
    'httpRequest',
    'users',
  ])('is not recognised by %s alone', (fields) => {
    expect(otherJsonOf(objectOf(fields))).toBeUndefined();
  });

  it('is a notice of S3 or DynamoDB if it has a source and what was changed', () => {
    expect([isNotice(objectOf('eventSource s3')), isNotice(objectOf('eventSource dynamodb'))]).toEqual([true, true]);
    expect(['eventSource', 's3', 's3 dynamodb'].map((fields) => isNotice(objectOf(fields)))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('what a queue, a topic or a stream hands to a function', () => {
  const delivery = { eventSource: 'aws:sqs', body: 'x' };

  it.each(['eventName', 'eventID', 'eventVersion', 'eventSourceARN', 'event_name'])(
    'loses the field %s of the delivery',
    (name) => {
      expect(deliveredBy({ ...delivery, [name]: 1, messageId: 2 })).toEqual({ body: 'x', messageId: 2 });
    },
  );

  it('is a delivery in every spelling of its source', () => {
    expect(deliveredBy({ body: 'x', EventSource: 'aws:sns' })).toEqual({ body: 'x' });
  });

  it.each<[string, JsonObject]>([
    ['a call', { eventSource: 'iam.amazonaws.com', body: 'x' }],
    ['a source that only holds the word', { eventSource: 'not aws:sqs' }],
    ['another field of that text', { source: 'aws:sqs' }],
    ['nothing', {}],
  ])('is not %s', (_, object) => {
    expect(deliveredBy(object)).toBeUndefined();
  });
});

describe('a name', () => {
  it.each(['eventName', 'event_name', 'EventName', 'event.name', '@event-name', 'EVENT NAME'])(
    '%s is the same in every spelling',
    (name) => {
      expect(folded(name)).toBe('eventname');
    },
  );

  it('keeps its digits', () => {
    expect(folded('_s3')).toBe('s3');
  });
});

describe('JSON may hold records of CloudTrail if it names two of their fields', () => {
  it.each(['eventSource', 'eventTime', 'userIdentity', 'eventID', 'eventVersion', 'recipientAccountId'])(
    'such as eventName and %s',
    (name) => {
      expect(namesCloudTrail({ eventName: 1, [name]: 2 })).toBe(true);
      expect(namesCloudTrail({ [name]: 2 })).toBe(false);
    },
  );

  it.each<[string, unknown]>([
    ['at any depth', { a: [{ b: { eventName: 1 } }, [{ c: { eventTime: 1 } }]] }],
    ['in any spelling', { EVENT_NAME: 1, 'event time': 1 }],
    ['as columns of a table', [['event_name', 'event_time']]],
    ['as text in a value', { a: '{"eventName":', b: '"eventTime"' }],
    ['in a text by itself', 'eventname,eventtime'],
    ['with several marks inside', 'event -_ name, event__time'],
  ])('%s', (_, value) => {
    expect(namesCloudTrail(value)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['one name, however often', { eventName: 1, a: { eventName: 2, event_name: 'eventName' } }],
    ['other names', { name: 'lastseen', version: '1.0.0', dependencies: { events: 3 } }],
    ['names by index of an array', ['a', 'b']],
    ['no names', [7, null, true, [], {}]],
    ['nothing', undefined],
  ])('and not if it has %s', (_, value) => {
    expect(namesCloudTrail(value)).toBe(false);
  });

  it('counts the names of a text', () => {
    expect(['', 'eventName', 'eventName eventTime eventName', 'user_identity'].map(namesIn)).toEqual([0, 1, 2, 1]);
  });

  it('inside base64, where that can be unpacked', () => {
    const base64 = 'YWJj'.repeat(6);
    expect(namesCloudTrail(base64, () => 'eventName eventTime')).toBe(true);
    expect(namesCloudTrail(base64, () => 'eventName')).toBe(false);
    expect(namesCloudTrail('too short', () => 'eventName eventTime')).toBe(false);
  });

  it('inside gzip in base64 perhaps, where that cannot be unpacked', () => {
    const packed = `H4sI${'YWJj'.repeat(5)}`;
    expect(namesCloudTrail({ Data: packed })).toBe(true);
    expect(namesCloudTrail({ Data: `${packed}\u0000!` })).toBe(true);
    expect(namesCloudTrail({ Data: packed }, () => 'eventName')).toBe(false);
    expect(namesCloudTrail({ Data: packed.slice(1) })).toBe(false);
    expect(namesCloudTrail({ Data: packed.slice(0, 23) })).toBe(false);
  });

  it('of a long text the first two million letters are read', () => {
    expect(namesCloudTrail(`${'x'.repeat(1_999_982)}eventNameeventTime`)).toBe(true);
    expect(namesCloudTrail(`${'x'.repeat(1_999_983)}eventNameeventTime`)).toBe(false);
  });

  it('or if it has more than 100,000 values, which is too large for a file of another kind', () => {
    expect(namesCloudTrail(new Array(100_000).fill(0))).toBe(false);
    expect(namesCloudTrail(new Array(100_001).fill(0))).toBe(true);
    expect(namesCloudTrail({ numbers: new Array(1_000_000).fill(0) })).toBe(true);
  });
});

describe('an event of a tool that names the product', () => {
  it.each(['productName', 'DeviceProduct', 'log_type'])('may be of CloudTrail by its %s', (field) => {
    expect(namesCloudTrail({ another: 'x', [field]: 'AWS CLOUDTRAIL' })).toBe(true);
    expect(namesCloudTrail({ another: 'CloudTrail', [field]: 'AWS Config' })).toBe(false);
  });

  it('is of something else if the name is no text', () => {
    expect(namesCloudTrail({ productName: ['CloudTrail'] })).toBe(false);
  });
});

describe('an event in the form of OCSF', () => {
  const ocsf = (product: unknown) => ({ class_uid: 6003, metadata: { product } });

  it.each<[string, unknown]>([
    ['by the name of its product', { name: 'CloudTrail' }],
    ['in any case', { name: 'AWS cloudtrail' }],
    ['by the feature of its product', { name: 'AWS', feature: { name: 'CloudTrail' } }],
    ['by the feature alone', { feature: { name: 'CloudTrail' } }],
  ])('may be of CloudTrail %s', (_, product) => {
    expect(namesCloudTrail(ocsf(product))).toBe(true);
  });

  it.each<[string, unknown]>([
    ['a product of another name', ocsf({ name: 'GuardDuty', feature: { name: 'x' } })],
    ['a product that is a text', ocsf('CloudTrail')],
    ['a product of no name', ocsf({})],
    ['no product', { class_uid: 6003 }],
    ['the product in an event without a class', { metadata: { product: { name: 'CloudTrail' } } }],
  ])('is of something else with %s', (_, value) => {
    expect(namesCloudTrail(value)).toBe(false);
  });
});
