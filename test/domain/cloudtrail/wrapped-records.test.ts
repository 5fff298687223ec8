import { describe, expect, it } from 'vitest';
import { type Enveloped, recordsIn } from '../../../domain/cloudtrail/envelope.ts';
import { record, recordBy, signIn } from '../builders.ts';
import { unpack, wrappedForms } from './wrapped-forms.ts';

const records = [
  record(),
  signIn(),
  record({ userIdentity: null }),
  record({ userIdentity: 'alice' }),
  recordBy({ type: 'AssumedRole', sessionContext: { sessionIssuer: { type: 'Role' } } }),
  record({ requestParameters: { Records: [{}], detail: {}, event: record() }, resources: [{ data: 'x' }] }),
];

/** The records alone, without where they stand. */
const contents = (found: readonly Enveloped[]) =>
  found.map((each) => (each.kind === 'record' ? each.record : { is: each.kind }));

/** Where each form holds its record. */
const places: Readonly<Record<string, string>> = {
  'an Elasticsearch hit': '_source',
  'an Elasticsearch answer': 'hits.hits[0]._source',
  'a Filebeat event': 'event.original',
  'a Splunk export': 'result._raw',
  'a Splunk row': '_raw',
  'an answer of Logs Insights': 'results[0].@message',
  'an answer of Athena with the record in a column': 'ResultSet[0].event_json',
  'an answer of CloudTrail Lake': 'QueryResultRows[0].eventJson',
  'an answer of lookup-events': 'Events[0].CloudTrailEvent',
  'an answer of lookup-events with objects': 'Events[0].CloudTrailEvent',
  'an SQS answer': 'Messages[0].Body.detail',
  'an SQS message to Lambda': 'Records[0].body.detail',
  'an SNS message to Lambda': 'Records[0].Sns.Message',
  'an SNS notification in SQS': 'Messages[0].Body.Message.detail',
  'Kinesis to Lambda': 'Records[0].kinesis.data',
  'an answer of Kinesis': 'Records[0].Data',
  'Firehose to Lambda': 'records[0].data.Records[0]',
  'what Firehose could not transform': 'rawData',
  'an EventBridge event': 'detail',
  'a bare detail': 'detail',
  'a Vector event': 'message.Records[0]',
  'a Fluent Bit event': 'log',
  'a Fluentd event': 'msg',
  'a Logstash event': 'message',
  'a Wazuh alert': 'data.aws',
  'a Wazuh archive': 'aws',
  'a Wazuh archive of text': 'full_log',
  'a Datadog archive': 'attributes',
  'an answer of Datadog': 'data[0].content.attributes',
  'an answer of Datadog of before': 'logs[0].content.attributes',
  'a message of Kafka Connect': 'payload',
  'a CloudEvent': 'data',
  'a scheduled query': 'event',
  'rows of Steampipe': 'rows[0].cloudtrail_event',
  'a file of lower-case records': 'records[0]',
  'an array of texts': '[0]',
  'a Kafka message': 'value',
};

describe('a wrapped record is the bare one', () => {
  it('in every form, and its place is named', () => {
    expect(Object.keys(places)).toEqual(Object.keys(wrappedForms));
  });

  it.each(Object.entries(wrappedForms))('in %s', (name, wrap) => {
    for (const bare of records)
      expect(recordsIn(wrap(bare), unpack)).toEqual([
        { kind: 'record', record: contents(recordsIn(bare))[0], path: places[name] },
      ]);
  });

  it('in each form inside each other', () => {
    for (const outer of Object.values(wrappedForms))
      for (const inner of Object.values(wrappedForms))
        expect(contents(recordsIn(outer(inner(record())), unpack))).toEqual([record()]);
  });

  it.each([
    ...['CloudTrailEvent', 'eventJson', 'detail', 'original', 'event', '_raw', 'result', '_source', 'hits', 'Sns'],
    ...['Body', 'Messages', 'kinesis', 'rawData', 'attributes', 'content', 'aws', 'cloudtrail', 'data', 'full_log'],
    ...['message', 'log', 'msg', 'payload', 'value', 'results', 'QueryResultRows', 'RECORDS', 'Rows', 'EVENTS', 'logs'],
  ])('below the key %s', (key) => {
    const held = { kind: 'record', record: record(), path: key };
    expect(recordsIn({ [key]: record() })).toEqual([held]);
    expect(recordsIn({ [key]: JSON.stringify(record()) })).toEqual([held]);
  });
});

describe('of an object that holds several things', () => {
  const [one, other] = [record({ eventID: '1' }), record({ eventID: '2' })];

  it('the more telling is read, wherever it stands', () => {
    const held = { kind: 'record', record: one, path: 'event' };
    expect(recordsIn({ event: one, message: other })).toEqual([held]);
    expect(recordsIn({ message: other, event: one })).toEqual([held]);
  });

  it('what leads to no record is passed over', () => {
    expect(recordsIn({ event: { action: 'x' }, message: other })).toMatchObject([{ path: 'message' }]);
    expect(recordsIn({ event: { eventName: 'x', id: 1 }, message: other })).toMatchObject([{ path: 'message' }]);
    expect(recordsIn({ event: { eventName: 'x', eventTime: 1 }, message: other })).toMatchObject([{ path: 'message' }]);
    expect(recordsIn({ event: { logEvents: 7 }, message: other })).toMatchObject([{ path: 'message' }]);
  });

  it('everything in it is read', () => {
    expect(recordsIn({ event: [one, 7, other] })).toEqual([
      { kind: 'record', record: one, path: 'event[0]' },
      { kind: 'skipped', what: 'other' },
      { kind: 'record', record: other, path: 'event[2]' },
    ]);
  });

  it('what is known to hold none is not passed over', () => {
    const notice = { eventSource: 'aws:s3', s3: {} };
    expect(recordsIn({ Body: JSON.stringify(notice), value: other })).toEqual([{ kind: 'skipped', what: 'notice' }]);
  });
});
