import { describe, expect, it } from 'vitest';
import { readObjectNotice } from '../../../domain/archive/object-notice.ts';

const bucket = 'trail';
const key = 'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/23/a b+c=ä.json.gz';
/** As S3 writes it: a space is a plus, all else by percent. */
const encoded = 'AWSLogs/123456789012/CloudTrail/eu-west-1/2026/11/23/a+b%2Bc%3D%C3%A4.json.gz';

const created = (objectKey: unknown = encoded, eventName = 'ObjectCreated:Put') => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'eu-west-1',
  eventName,
  s3: { s3SchemaVersion: '1.0', bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` }, object: { key: objectKey } },
});
const fromS3 = (...records: unknown[]) => ({ Records: records });
const fromEventBridge = (changes: object = {}) => ({
  version: '0',
  'detail-type': 'Object Created',
  source: 'aws.s3',
  detail: { version: '0', bucket: { name: bucket }, object: { key, size: 5 }, reason: 'PutObject' },
  ...changes,
});
const fromCloudTrail = { s3Bucket: bucket, s3ObjectKey: [key, 'second'] };
const bySns = (message: unknown, Type = 'Notification') => ({
  Type,
  MessageId: '1',
  TopicArn: 'arn:aws:sns:eu-west-1:123456789012:trail',
  Message: typeof message === 'string' ? message : JSON.stringify(message),
});
const read = (message: unknown) => readObjectNotice(JSON.stringify(message));
const one = { kind: 'notice', objects: [{ bucket, key }] };
const none = { kind: 'notice', objects: [] };

describe('a message that tells of new objects', () => {
  it.each([
    ['from S3', fromS3(created())],
    ['from S3 through a topic', bySns(fromS3(created()))],
    ['from EventBridge', fromEventBridge()],
    ['from EventBridge through a topic', bySns(fromEventBridge())],
    ['of a copy', fromS3(created(encoded, 'ObjectCreated:Copy'))],
    ['of an upload in parts, the older way', fromS3(created(encoded, 's3:ObjectCreated:CompleteMultipartUpload'))],
  ])('%s names the object by its real key', (_, message) => {
    expect(read(message)).toEqual(one);
  });

  it('of CloudTrail itself names several, whose keys are not encoded', () => {
    const objects = [
      { bucket, key },
      { bucket, key: 'second' },
    ];
    expect(read(bySns(fromCloudTrail))).toEqual({ kind: 'notice', objects });
    expect(read(fromCloudTrail)).toEqual({ kind: 'notice', objects });
  });

  it('of several objects names all of them, and counts what else it tells', () => {
    const removed = created('gone', 'ObjectRemoved:Delete');
    expect(read(fromS3(created('one'), removed, created('two')))).toEqual({
      kind: 'notice',
      objects: [
        { bucket, key: 'one' },
        { bucket, key: 'two' },
      ],
    });
  });
});

describe('a message that names no new object', () => {
  it.each([
    ['the test of S3', { Service: 'Amazon S3', Event: 's3:TestEvent', Time: '2026-11-23T08:00:00Z', Bucket: bucket }],
    ['the test of S3 through a topic', bySns({ Service: 'Amazon S3', Event: 's3:TestEvent', Bucket: bucket })],
    ['the test of CloudTrail', bySns('CloudTrail validation message.')],
    ['a deletion', fromS3(created(encoded, 'ObjectRemoved:Delete'))],
    ['a deletion from EventBridge', fromEventBridge({ 'detail-type': 'Object Deleted' })],
    ["a topic's own message", bySns('You have chosen to subscribe', 'SubscriptionConfirmation')],
  ])('is sound: %s', (_, message) => {
    expect(read(message)).toEqual(none);
  });

  it('may be of no record at all', () => {
    expect(read(fromS3())).toEqual({ kind: 'notice', objects: [] });
  });
});

describe('a message that cannot be read is malformed, never ignored', () => {
  it.each<[unknown, string]>([
    [{ hello: 'world' }, 'body'],
    [[], 'body'],
    [null, 'body'],
    [fromS3(created(), {}), 'body.Records[1].eventSource'],
    [fromS3({ ...created(), eventSource: 'aws:sqs' }), 'body.Records[0].eventSource'],
    [fromS3({ ...created(), eventName: undefined }), 'body.Records[0].eventName'],
    [fromS3({ ...created(), s3: undefined }), 'body.Records[0].s3'],
    [fromS3(created('')), 'body.Records[0].s3'],
    [fromS3(created('x'.repeat(1025))), 'body.Records[0].s3'],
    [fromS3(created('%zz')), 'body.Records[0].s3'],
    [fromS3(created(7)), 'body.Records[0].s3'],
    [fromEventBridge({ source: 'mine' }), 'body.source'],
    [fromEventBridge({ detail: {} }), 'body.detail'],
    [{ s3Bucket: bucket, s3ObjectKey: [key, null] }, 'body'],
    [{ s3ObjectKey: [key] }, 'body'],
    [bySns('text'), 'body.Message'],
    [bySns(fromS3(created(), 'text')), 'body.Message.Records[1].eventSource'],
  ])('%j', (message, field) => {
    expect(read(message)).toMatchObject({ kind: 'malformed', field });
  });

  it.each(['', 'text', undefined, '{'])('a body that is not JSON: %j', (text) => {
    expect(readObjectNotice(text)).toEqual({ kind: 'malformed', field: 'body', why: 'not JSON' });
  });
});
