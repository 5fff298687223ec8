import { gunzipSync, gzipSync } from 'node:zlib';
import type { Unpack } from '../../../domain/cloudtrail/wrappers.ts';
import { isJsonObject, type JsonObject } from '../../../domain/json.ts';

const text = (value: unknown) => JSON.stringify(value);
const base64 = (value: unknown) => Buffer.from(text(value)).toString('base64');
const packed = (value: unknown) => gzipSync(text(value)).toString('base64');

function revealed(base64Text: string): string {
  const bytes = Buffer.from(base64Text, 'base64');
  return `${bytes[0] === 0x1f ? gunzipSync(bytes) : bytes}`;
}

/** Reads what the forms pack. */
export const unpack: Unpack = { values: (packed) => [JSON.parse(revealed(packed))], text: revealed };

const event = (detail: unknown) => ({
  version: '0',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.s3',
  detail,
});
const letter = { SequenceNumber: '4', PartitionKey: 'p' };

/** Each form in which other tools keep one record, or any JSON that holds records. */
export const wrappedForms: Readonly<Record<string, (record: unknown) => unknown>> = {
  'an Elasticsearch hit': (_source) => ({ _index: 'ct', _id: '1', _score: 1, _source }),
  'an Elasticsearch answer': (_source) => ({ took: 3, hits: { total: { value: 1 }, hits: [{ _id: '1', _source }] } }),
  'a Filebeat event': (record) => ({
    '@timestamp': '2026-11-20T10:00:00.000Z',
    aws: { cloudtrail: { event_version: '1.11', user_identity: { type: 'IAMUser' } } },
    event: { action: 'ListBuckets', original: text(record) },
  }),
  'a Splunk export': (record) => ({ preview: false, offset: 0, result: { _raw: text(record), sourcetype: 'x' } }),
  'a Splunk row': (record) => ({ _raw: text(record), _time: '2026-11-20' }),
  'an answer of Logs Insights': (record) => ({
    results: [
      [
        { field: '@timestamp', value: '2026-11-20 10:00:05.000' },
        { field: '@message', value: text(record) },
        { field: '@ptr', value: 'x' },
      ],
    ],
    status: 'Complete',
  }),
  'an answer of Athena with the record in a column': (record) => ({
    ResultSet: {
      Rows: [
        { Data: [{ VarCharValue: 'id' }, { VarCharValue: 'event_json' }] },
        { Data: [{ VarCharValue: '1' }, { VarCharValue: text(record) }] },
      ],
    },
  }),
  'an answer of CloudTrail Lake': (record) => ({
    QueryStatus: 'FINISHED',
    QueryResultRows: [[{ eventJson: text(record) }]],
  }),
  'an answer of lookup-events': (record) => ({ Events: [{ EventId: 'e', CloudTrailEvent: text(record) }] }),
  'an answer of lookup-events with objects': (CloudTrailEvent) => ({ Events: [{ EventId: 'e', CloudTrailEvent }] }),
  'an SQS answer': (record) => ({ Messages: [{ MessageId: 'm', Body: text(event(record)) }] }),
  'an SQS message to Lambda': (record) => ({
    Records: [{ messageId: 'm', body: text(event(record)), eventSource: 'aws:sqs', awsRegion: 'us-east-1' }],
  }),
  'an SNS message to Lambda': (record) => ({
    Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', Sns: { Type: 'Notification', Message: text(record) } }],
  }),
  'an SNS notification in SQS': (record) => ({
    Messages: [{ Body: text({ Type: 'Notification', Message: text(event(record)) }) }],
  }),
  'Kinesis to Lambda': (record) => ({
    Records: [
      {
        kinesis: { data: packed(record) },
        eventSource: 'aws:kinesis',
        eventVersion: '1.0',
        eventName: 'aws:kinesis:record',
      },
    ],
  }),
  'an answer of Kinesis': (record) => ({ Records: [{ ...letter, Data: base64(record) }], MillisBehindLatest: 0 }),
  'Firehose to Lambda': (record) => ({
    invocationId: 'i',
    records: [{ recordId: 'r', data: packed({ Records: [record] }) }],
  }),
  'what Firehose could not transform': (record) => ({ attemptsMade: 4, errorCode: 'x', rawData: base64(record) }),
  'an EventBridge event': event,
  'a bare detail': (detail) => ({ source: 'aws.s3', detail }),
  'a Vector event': (record) => ({
    bucket: 'b',
    object: 'k',
    source_type: 'aws_s3',
    message: text({ Records: [record] }),
  }),
  'a Fluent Bit event': (record) => ({ date: 1795168800.1, log: text(record) }),
  'a Fluentd event': (record) => ({ tag: 'ct', msg: text(record) }),
  'a Logstash event': (record) => ({ '@timestamp': '2026-11-20T10:00:00Z', '@version': '1', message: text(record) }),
  'a Wazuh alert': (record) => ({ rule: { level: 3 }, data: { integration: 'aws', aws: record } }),
  'a Wazuh archive': (record) => ({ integration: 'aws', aws: record }),
  'a Wazuh archive of text': (record) => ({ rule: {}, full_log: text(record) }),
  'a Datadog archive': (attributes) => ({ _id: 'a', service: 'cloudtrail', message: 'ListBuckets', attributes }),
  'an answer of Datadog': (attributes) => ({ data: [{ id: 'a', content: { message: 'ListBuckets', attributes } }] }),
  'an answer of Datadog of before': (attributes) => ({ logs: [{ id: 'a', content: { attributes } }] }),
  'a message of Kafka Connect': (payload) => ({ schema: { type: 'struct' }, payload }),
  'a CloudEvent': (data) => ({ specversion: '1.0', type: 'aws', data }),
  'a scheduled query': (record) => ({ event: record }),
  'rows of Steampipe': (record) => ({ rows: [{ event_name: 'x', event_time: 'y', cloudtrail_event: record }] }),
  'a file of lower-case records': (record) => ({ records: [record] }),
  'an array of texts': (record) => [text(record)],
  'a Kafka message': (record) => ({ topic: 't', value: text(record) }),
};

type Respell = (name: string) => string;

const snake: Respell = (name) => name.replace(/[A-Z]+/g, (letters) => `_${letters.toLowerCase()}`);
const pascal: Respell = (name) => `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
function respelled(value: unknown, respell: Respell): unknown {
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [respell(name), respelled(part, respell)]));
}

/** Each value of the caller as a column of its own. */
function flat(record: JsonObject, name: (path: readonly string[]) => string): JsonObject {
  const columns: [string, unknown][] = [];
  const add = (value: unknown, path: readonly string[]) => {
    if (isJsonObject(value) && Object.keys(value).length > 0 && path[0] === 'userIdentity')
      for (const [key, part] of Object.entries(value)) add(part, [...path, key]);
    else columns.push([path[0] === 'userIdentity' ? name(path) : path.join('.'), value]);
  };
  for (const [key, part] of Object.entries(record)) add(part, [key]);
  return Object.fromEntries(columns);
}

/** Each way in which tables and tools respell a record that names its caller. */
export const rowForms: Readonly<Record<string, (record: JsonObject) => JsonObject>> = {
  'snake case': (record) => respelled(record, snake) as JsonObject,
  'lower case': (record) => respelled(record, (name) => name.toLowerCase()) as JsonObject,
  'Pascal case': (record) => respelled(record, pascal) as JsonObject,
  'the caller as text': (record) => ({ ...record, userIdentity: text(record['userIdentity']) }),
  'lower case, the caller as text': (record) => ({
    ...(respelled({ ...record, userIdentity: 0 }, (name) => name.toLowerCase()) as JsonObject),
    useridentity: text(respelled(record['userIdentity'], (name) => name.toLowerCase())),
  }),
  'the caller flattened with dots': (record) => flat(record, (path) => path.join('.')),
  'the caller flattened with underscores': (record) => flat(record, (path) => path.map(snake).join('_')),
  'the caller flattened in Pascal case': (record) => flat(record, (path) => path.map(pascal).join('')),
};
