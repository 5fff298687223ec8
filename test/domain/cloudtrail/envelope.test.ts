import { describe, expect, it } from 'vitest';
import { recordsIn } from '../../../domain/cloudtrail/envelope.ts';

const alice = { eventVersion: '1.11', eventName: 'GetUser', requestParameters: { Records: [{}], detail: {} } };
const text = JSON.stringify(alice);
const nested = (depth: number): unknown => (depth === 0 ? alice : [nested(depth - 1)]);
const held = (path: string, record: object = alice) => ({ kind: 'record', record, path });
const malformed = (field: string, why: string) => ({ kind: 'malformed', field, why });

describe('what a JSON value holds', () => {
  it.each<[string, unknown, unknown[]]>([
    ['a record is itself', alice, [held('')]],
    [
      'a record is itself, whatever else it carries',
      { ...alice, message: 'x', timestamp: 1, Events: [1] },
      [held('', { ...alice, message: 'x', timestamp: 1, Events: [1] })],
    ],
    ['an EventBridge event holds its detail', { 'detail-type': 'x', detail: alice }, [held('detail')]],
    ['an event found by lookup-events holds its text', { CloudTrailEvent: text }, [held('CloudTrailEvent')]],
    [
      'a log subscription holds one record a message',
      { messageType: 'DATA_MESSAGE', logEvents: [{ id: '1', timestamp: 2, message: text }] },
      [held('logEvents[0].message')],
    ],
    ['a log event alone holds its message', { timestamp: 1, message: text }, [held('message')]],
    [
      'a message may hold an EventBridge event',
      { timestamp: 1, message: JSON.stringify({ 'detail-type': 'x', detail: alice }) },
      [held('message.detail')],
    ],
    ['a trail file holds its records', { Records: [alice, alice] }, [held('Records[0]'), held('Records[1]')]],
    ['an array holds its elements', [alice, alice], [held('[0]'), held('[1]')]],
    ['an array may hold trail files', [{ Records: [alice] }], [held('[0].Records[0]')]],
    [
      'an answer of lookup-events holds its events',
      { Events: [{ CloudTrailEvent: text }], NextToken: 'x' },
      [held('Events[0].CloudTrailEvent')],
    ],
    ['an empty trail file holds nothing', { Records: [] }, []],
  ])('%s', (_, value, expected) => {
    expect(recordsIn(value)).toEqual(expected);
  });
});

describe('what holds no records', () => {
  it.each<[string, unknown, string]>([
    [
      'the control message of a log subscription',
      { messageType: 'CONTROL_MESSAGE', logEvents: [{ id: '', timestamp: 1, message: 'CWL CONTROL MESSAGE' }] },
      'control-message',
    ],
    ['a digest', { digestStartTime: 'x', digestEndTime: 'y', digestS3Bucket: 'b', logFiles: [] }, 'digest'],
    ['a digest of an hour without files', { digestStartTime: 'x', digestEndTime: 'y', logFiles: [] }, 'digest'],
  ])('%s is skipped by name', (_, value, what) => {
    expect(recordsIn(value)).toEqual([{ kind: 'skipped', what }]);
  });
});

describe('what cannot be read is named by its path', () => {
  it.each<[unknown, string, string]>([
    [{ Records: ['x'] }, 'Records[0]', 'a string, not an object'],
    [{ Records: null }, 'Records', 'null, not an array'],
    [{ 'detail-type': 'x' }, 'detail', 'missing, not an object'],
    [{ 'detail-type': 'x', detail: 'x' }, 'detail', 'a string, not an object'],
    [{ CloudTrailEvent: '{"eventVersion"' }, 'CloudTrailEvent', 'not JSON'],
    [{ CloudTrailEvent: '7' }, 'CloudTrailEvent', 'not JSON'],
    [{ logEvents: [{ message: 'START' }] }, 'logEvents[0].message', 'not JSON'],
    [{ logEvents: [{}] }, 'logEvents[0].message', 'missing, not a string of JSON'],
    [{ logEvents: ['x'] }, 'logEvents[0]', 'a string, not an object'],
    [{ logEvents: {} }, 'logEvents', 'an object, not an array'],
    [nested(25), '[0]'.repeat(25), 'nested too deep'],
  ])('%j', (value, field, why) => {
    expect(recordsIn(value)).toEqual([malformed(field, why)]);
  });

  it('what is readable beside it stays readable', () => {
    expect(recordsIn({ Records: [alice, 1, alice] }).map((each) => each.kind)).toEqual([
      'record',
      'malformed',
      'record',
    ]);
  });
});
