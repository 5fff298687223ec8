import { describe, expect, it } from 'vitest';
import { isWrapperKey, recordsIn } from '../../../domain/cloudtrail/envelope.ts';
import { unpackNothing } from '../../../domain/cloudtrail/wrappers.ts';
import { unpack } from './wrapped-forms.ts';

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
    [
      'a trail file may hold records under another name beside those',
      { Records: [alice], Calls: [alice, { colour: 'green' }], Call: alice },
      [held('Records[0]'), held('Calls[0]')],
    ],
    [
      'a delivery of a queue holds nothing of CloudTrail',
      { eventSource: 'aws:sqs', eventName: 'x', eventID: 'y', body: 'hello' },
      [{ kind: 'skipped', what: 'notice' }],
    ],
    ['an array holds its elements', [alice, alice], [held('[0]'), held('[1]')]],
    ['an array may hold trail files', [{ Records: [alice] }], [held('[0].Records[0]')]],
    [
      'an answer of lookup-events holds its events',
      { Events: [{ CloudTrailEvent: text }], NextToken: 'x' },
      [held('Events[0].CloudTrailEvent')],
    ],
    ['an empty trail file holds nothing', { Records: [] }, []],
    [
      'a value may hold records under several keys',
      { Records: [alice], Events: [alice], events: [alice] },
      [held('Records[0]'), held('Events[0]'), held('events[0]')],
    ],
    ['a text holds what it is the JSON of', ` \n ${text}`, [held('')]],
    ['a text in an array holds it too', { Records: [text] }, [held('Records[0]')]],
    ['a message may be an object already', { timestamp: 1, message: alice }, [held('message')]],
    ['a message may be an array already', { timestamp: 1, message: [alice] }, [held('message[0]')]],
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
    ['a digest without a list of files', { digestStartTime: 'x', digestEndTime: 'y', digestS3Bucket: 'b' }, 'digest'],
    ['a notice of S3', { eventVersion: '2.1', eventSource: 'aws:s3', s3: {} }, 'notice'],
    ['the settings of a program', { name: 'lastseen', events: undefined }, 'other'],
    ['two thirds of a digest', { digestStartTime: 'x', digestEndTime: 'y' }, 'other'],
    ['a digest without a start', { digestEndTime: 'y', logFiles: [] }, 'other'],
    ['a digest without an end', { digestStartTime: 'x', logFiles: [] }, 'other'],
    ['an inventory', { UserDetailList: [{ UserName: 'alice' }] }, 'inventory'],
    ['an inventory that names fields of records', { Users: [], note: 'eventName eventTime' }, 'inventory'],
    ['a number', 7, 'other'],
    ['null', null, 'other'],
    ['a line of text', 'START', 'other'],
    ['a text of JSON that is cut off', '{"a":', 'other'],
    ['a message that is no JSON', { timestamp: 1, message: 'an {error} happened' }, 'other'],
    ['a message at no time', { message: '{"a":' }, 'other'],
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
    [{ CloudTrailEvent: '"{"' }, 'CloudTrailEvent', 'not JSON'],
    [{ 'detail-type': 'x', detail: null }, 'detail', 'null, not an object'],
    [{ timestamp: 1, message: '  {"a":' }, 'message', 'not JSON'],
    [{ Records: ['{"a":'] }, 'Records[0]', 'a string, not an object'],
    [{ Records: [null] }, 'Records[0]', 'null, not an object'],
    [[{ events: 7 }], '[0].events', 'a number, not an array'],
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

describe('JSON that is not understood is named by its path', () => {
  it.each<[string, unknown, string]>([
    ['an object', { eventName: 'x', id: 1, time: { eventTime: 1 } }, ''],
    ['an element of an array', [{ event_name: 'x', event_id: 1 }], '[0]'],
    ['a text', { Records: [['eventName,eventTime']] }, 'Records[0][0]'],
    ['inside no wrapper but the object around it', { event: { eventName: 'x', eventTime: 1 } }, ''],
  ])('%s', (_, value, path) => {
    expect(recordsIn(value)).toEqual([{ kind: 'not-understood', path }]);
  });
});

describe('an object of no known version is a record', () => {
  const by = { userIdentity: { type: 'IAMUser' } };
  const kindOf = (row: object) => recordsIn(row)[0]?.kind;

  it('if it names the caller and the time, or the event with its source', () => {
    expect(kindOf({ ...by, eventTime: 'x' })).toBe('record');
    expect(kindOf({ ...by, eventName: 'x', eventSource: 'x' })).toBe('record');
    expect(kindOf({ ...by, eventName: 'x' })).toBe('not-understood');
    expect(kindOf({ ...by, eventSource: 'x' })).toBe('not-understood');
    expect(kindOf({ eventName: 'x', eventSource: 'x' })).toBe('not-understood');
  });

  it("if it has event, source and time under CloudTrail's own names, and then it is taken whole", () => {
    const call = { eventName: 'x', eventSource: 'x', eventTime: 'x', custom: 1 };
    expect(recordsIn(call)).toEqual([held('', call)]);
    expect(kindOf({ event_name: 'x', eventSource: 'x', eventTime: 'x' })).toBe('not-understood');
  });
});

describe('the caller of a record', () => {
  const whole = (userIdentity: unknown) => ({ eventVersion: '1.11', eventName: 'GetUser', userIdentity, custom: 1 });
  const respelled = (userIdentity: unknown) => ({ eventVersion: '1.11', eventName: 'GetUser', userIdentity });

  it.each<[string, object]>([
    ['with a type', whole({ type: 'IAMUser', Custom: 1 })],
    ['of a service, without a type', whole({ invokedBy: 'ec2.amazonaws.com', Custom: 1 })],
    ['expressly nobody', whole(null)],
    ['nowhere at all', { eventVersion: '1.11', eventName: 'GetUser', custom: 1 }],
    ['nowhere, though a name is like it', { eventVersion: '1.11', superUserIdentity: {}, user: {}, identity: {} }],
  ])('leaves the record as it is: %s', (_, given) => {
    expect(recordsIn(given)).toEqual([held('', given)]);
  });

  it.each<[string, object, object]>([
    ['as text', whole('{"type":"IAMUser"}'), respelled({ type: 'IAMUser' })],
    ['as a text that is none', whole('alice'), respelled('alice')],
    ['under other names', whole({ Type: 'IAMUser' }), respelled({ type: 'IAMUser' })],
    ['as nothing that is known', whole({ kind: 'IAMUser' }), respelled({})],
    ['as an array', whole([{ type: 'IAMUser' }]), respelled([{ type: 'IAMUser' }])],
    [
      'in columns',
      { eventVersion: '1.11', eventName: 'GetUser', userIdentityType: 'IAMUser', custom: 1 },
      respelled({ type: 'IAMUser' }),
    ],
    [
      'in columns with marks between',
      { eventVersion: '1.11', eventName: 'GetUser', 'User - Identity.type': 'IAMUser', custom: 1 },
      respelled({ type: 'IAMUser' }),
    ],
  ])('is read from a record that respells it: %s', (_, given, expected) => {
    expect(recordsIn(given)).toEqual([held('', expected)]);
  });
});

describe('packed data', () => {
  const letters = (count: number) => 'Ab0+/-_9'.repeat(4).slice(0, count);
  const opened = (data: unknown) =>
    recordsIn({ data }, { ...unpackNothing, values: () => [alice, [alice]] }).map((each) => each.kind);

  it('is unpacked, and may hold several values', () => {
    expect(recordsIn({ data: letters(24) }, { ...unpackNothing, values: () => [alice, [alice]] })).toEqual([
      held('data'),
      held('data[0]'),
    ]);
  });

  it.each([letters(25), `${letters(24)}=`, `${letters(24)}==`, `${letters(24)}=\r\n`])(
    'is base64 of at least 24 letters: %j',
    (data) => {
      expect(opened(data)).toEqual(['record', 'record']);
    },
  );

  it.each([letters(23), `.${letters(24)}`, `${letters(24)}.`, `${letters(24)}=.`, `= ${letters(24)}`, 7, null])(
    'is never %j',
    (data) => {
      expect(opened(data)).toEqual(['skipped']);
    },
  );

  it('that cannot be unpacked is the text that it is', () => {
    expect(recordsIn({ data: letters(24) }, unpackNothing)).toEqual([{ kind: 'skipped', what: 'other' }]);
    expect(recordsIn({ data: letters(24) })).toEqual([{ kind: 'skipped', what: 'other' }]);
    expect(recordsIn({ data: 'eventNameAndEventTimeInOneWord' })).toEqual([{ kind: 'not-understood', path: '' }]);
  });
});

describe('each step inside counts towards the depth at which reading ends', () => {
  it.each<[string, (value: unknown) => unknown, number]>([
    ['an element of an array', (value) => [value], 23],
    ['a record of a trail file', (value) => ({ Records: [value] }), 23],
    ['an array beside the records, which is two', (value) => ({ Records: [], Calls: [value] }), 22],
    ['the detail of an event', (value) => ({ 'detail-type': 'x', detail: value }), 23],
    ['the text of an event', (value) => ({ CloudTrailEvent: JSON.stringify(value) }), 23],
    ['the message of a log event', (value) => ({ logEvents: [{ message: JSON.stringify(value) }] }), 23],
    ['a text', (value) => JSON.stringify(value), 23],
    ['what a wrapper holds', (value) => ({ event: value }), 23],
    ['what is packed', (value) => ({ data: Buffer.from(JSON.stringify(value)).toString('base64') }), 23],
    ['a text in a wrapper, which is two', (value) => ({ event: JSON.stringify(value) }), 22],
  ])('%s', (_, wrap, deepest) => {
    const kindsOf = (depth: number) => recordsIn(wrap(nested(depth)), unpack).map((each) => each.kind);
    expect(kindsOf(deepest)).toEqual(['record']);
    expect(kindsOf(deepest + 1)).not.toEqual(['record']);
  });
});

describe('an array at the top of a file is read element by element', () => {
  it.each(['Records', 'Events', 'events', 'records', 'rows'])('under the key %s', (key) => {
    expect(isWrapperKey(key)).toBe(true);
  });

  it.each(['results', 'Rows', ''])('but not under %j', (key) => {
    expect(isWrapperKey(key)).toBe(false);
  });
});
