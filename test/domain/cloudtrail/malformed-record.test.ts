import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clockSkewMinutes, readRecord } from '../../../domain/cloudtrail/record.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { account, aliceIdentity, named, now, record, recordBy, user } from '../builders.ts';

const alice = { kind: 'user', accountId: account(), userId: user() };
const aliceByName = { kind: 'name', accountId: account(), userName: named() };

describe('a record that claims to be of an IAM user and cannot be read is malformed, with the path', () => {
  it.each<[string, unknown, string, string, unknown]>([
    ['no time', record({ eventTime: undefined }), 'eventTime', 'missing', alice],
    ['a time that is null', record({ eventTime: null }), 'eventTime', 'not a time', alice],
    ['a time that is a number', record({ eventTime: 1795420800 }), 'eventTime', 'not a time', alice],
    ['an empty time', record({ eventTime: '' }), 'eventTime', 'not a time', alice],
    ['a time without a zone', record({ eventTime: '2026-11-23T07:00:00' }), 'eventTime', 'not a time', alice],
    ['a time with a space', record({ eventTime: '2026-11-23 07:00:00Z' }), 'eventTime', 'not a time', alice],
    ['a time with an offset', record({ eventTime: '2026-11-23T07:00:00+00:00' }), 'eventTime', 'not a time', alice],
    ['a day that does not exist', record({ eventTime: '2026-02-29T07:00:00Z' }), 'eventTime', 'not a time', alice],
    ['an hour that does not exist', record({ eventTime: '2026-11-22T24:00:00Z' }), 'eventTime', 'not a time', alice],
    ['a time before there was any', record({ eventTime: '1969-12-31T23:59:59Z' }), 'eventTime', 'not a time', alice],
    ['a time in the future', record({ eventTime: '2027-11-23T07:00:00Z' }), 'eventTime', 'in the future', alice],
    [
      'no time of a user known by name',
      recordBy({ principalId: '' }, { eventTime: undefined }),
      'eventTime',
      'missing',
      aliceByName,
    ],
    [
      'an account that is none',
      recordBy({ accountId: '12345', arn: 'x' }, { recipientAccountId: undefined }),
      'userIdentity.accountId',
      'not the 12 digits of an account',
      undefined,
    ],
    [
      'an account that is none beside a recipient',
      recordBy({ accountId: '12345', arn: 'x' }),
      'userIdentity.accountId',
      'not the 12 digits of an account',
      undefined,
    ],
    ...['identity', 'user', 'user_identity', 'Caller'].map((field): [string, unknown, string, string, unknown] => {
      const renamed = record({ userIdentity: undefined, [field]: { ...aliceIdentity } });
      return [
        `a caller named ${field}`,
        renamed,
        field,
        'a caller, whose name in CloudTrail is userIdentity',
        undefined,
      ];
    }),
    [
      'a caller elsewhere beside none',
      record({ userIdentity: null, actor: { Type: 'IAMUser', user_name: 'alice' } }),
      'actor',
      'a caller, whose name in CloudTrail is userIdentity',
      undefined,
    ],
    [
      'a recipient that is no account',
      record({ recipientAccountId: '12345' }),
      'recipientAccountId',
      'not the 12 digits of an account',
      undefined,
    ],
    ...['iamuser', 'IAM_USER', 'IAMUser ', 'ROOT', 'federated user'].map(
      (type): [string, unknown, string, string, unknown] => {
        const why = `"${type}", not as CloudTrail spells it`;
        return [`the type ${type}`, recordBy({ type }), 'userIdentity.type', why, undefined];
      },
    ),
    [
      'no account anywhere',
      recordBy({ accountId: undefined, arn: undefined }, { recipientAccountId: undefined }),
      'userIdentity.accountId',
      'not the 12 digits of an account',
      undefined,
    ],
    [
      'neither id nor name',
      recordBy({ principalId: 'x', userName: 'a b', arn: 'x' }),
      'userIdentity.userName',
      'neither a unique id nor a user name',
      undefined,
    ],
    ['an array', [], '$', 'not a JSON object', undefined],
    ['a text', 'record', '$', 'not a JSON object', undefined],
    ['null', null, '$', 'not a JSON object', undefined],
  ])('%s', (_, given, field, why, subject) => {
    expect(readRecord(given, now)).toMatchObject({ kind: 'malformed', field, why, subject });
  });
});

describe('a clock may be ahead of ours', () => {
  it.each([
    ['2026-11-23T08:00:00Z', 'sighting'],
    ['2026-11-23T08:00:01Z', 'sighting'],
    ['2026-11-23T08:14:59Z', 'sighting'],
    ['2026-11-23T08:15:00Z', 'sighting'],
    ['2026-11-23T08:15:01Z', 'malformed'],
    ['2026-11-23T08:16:00Z', 'malformed'],
  ])('%s is at 08:00 a %s', (eventTime, kind) => {
    expect(readRecord(record({ eventTime }), now).kind).toBe(kind);
  });

  it('by exactly 15 minutes, whatever the time is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const textOf = (s: number) => `${new Date(s * 1000).toISOString().slice(0, 19)}Z`;
        const clock = textOf(seconds) as typeof now;
        const at = (ahead: number) => readRecord(record({ eventTime: textOf(seconds + ahead) }), clock).kind;
        expect([at(900), at(901)]).toEqual(['sighting', 'malformed']);
        expect(plusMinutes(clock, clockSkewMinutes)).toBe(textOf(seconds + 900));
      }),
    );
  });

  it('a fraction of a second is cut off', () => {
    expect(readRecord(record({ eventTime: '2026-11-23T08:15:00.999Z' }), now)).toMatchObject({
      sighting: { at: '2026-11-23T08:15:00Z' },
    });
  });
});

const session = (parts: JsonObject) => ({ sessionContext: { sessionIssuer: { ...aliceIdentity, ...parts } } });

describe('a field that is present with the wrong type is malformed, never absent', () => {
  const others: readonly unknown[] = [7, true, [], ['x'], {}];
  const caller = ['type', 'principalId', 'arn', 'userName', 'accessKeyId', 'invokedBy'];

  it.each(['awsRegion', 'eventName', 'eventSource', 'eventType', 'errorCode'])('%s', (field) => {
    for (const value of others)
      expect(readRecord(record({ [field]: value }), now)).toMatchObject({ kind: 'malformed', field });
  });

  it.each(caller)('userIdentity.%s', (field) => {
    for (const value of others) {
      const reading = readRecord(recordBy({ [field]: value }), now);
      expect(reading).toMatchObject({ kind: 'malformed', field: `userIdentity.${field}`, subject: undefined });
    }
  });

  it('sessionCredentialFromConsole, which is written as a text too', () => {
    expect(readRecord(record({ sessionCredentialFromConsole: 1 }), now)).toMatchObject({
      field: 'sessionCredentialFromConsole',
      why: 'a number, not a boolean or a string',
      subject: alice,
    });
  });

  it.each<[unknown, string]>([
    ['alice', 'a string, not an object'],
    [[aliceIdentity], 'an array, not an object'],
    [7, 'a number, not an object'],
  ])('userIdentity that is %j', (userIdentity, why) => {
    expect(readRecord(record({ userIdentity }), now)).toMatchObject({ field: 'userIdentity', why });
  });

  it.each<[string, JsonObject]>([
    ['sessionContext', { sessionContext: 'x' }],
    ['sessionContext.sessionIssuer', { sessionContext: { sessionIssuer: [] } }],
    ['sessionContext.sessionIssuer', { sessionContext: { sessionIssuer: 'alice' } }],
    ['sessionContext.sessionIssuer.type', session({ type: 1 })],
    ['sessionContext.sessionIssuer.principalId', session({ principalId: 1 })],
    ['sessionContext.sessionIssuer.userName', session({ userName: {} })],
    ['sessionContext.sessionIssuer.arn', session({ arn: [] })],
  ])('userIdentity.%s of a federated user', (field, identity) => {
    const reading = readRecord(recordBy({ type: 'FederatedUser', ...identity }), now);
    expect(reading).toMatchObject({ kind: 'malformed', field: `userIdentity.${field}` });
  });

  it('of whose names and values an answer shows the beginning', () => {
    const long = 'x'.repeat(100);
    expect(readRecord(record({ userIdentity: undefined, [long]: { ...aliceIdentity } }), now)).toMatchObject({
      field: long.slice(0, 64),
    });
    const type = `I${'-'.repeat(100)}AMUser`;
    expect(readRecord(recordBy({ type }), now)).toMatchObject({
      why: `"${type.slice(0, 32)}", not as CloudTrail spells it`,
    });
  });

  it.each([
    'requestParameters',
    'responseElements',
    'additionalEventData',
    'serviceEventDetails',
    'insightDetails',
    'addendum',
    'tlsDetails',
    'eventContext',
    'edgeDeviceDetails',
  ])('but an object %s with fields of a caller is none', (field) => {
    const unnamed = record({ userIdentity: undefined, responseElements: undefined, [field]: { ...aliceIdentity } });
    expect(readRecord(unnamed, now)).toMatchObject({ kind: 'ignored' });
  });

  it.each<[string, JsonObject]>([
    ['one field of a caller', { userName: 'alice' }],
    ['one field of a caller and one of something else', { userName: 'alice', colour: 'green' }],
    ['fields of something else', { colour: 'green', size: 1 }],
  ])('nor is one with %s', (_, other) => {
    expect(readRecord(record({ userIdentity: undefined, other }), now)).toMatchObject({ kind: 'ignored' });
  });

  it('an account may be a number, which has lost its zeros, and nothing else', () => {
    const ofNumber = recordBy({ accountId: 1234567890, arn: undefined }, { recipientAccountId: '001234567890' });
    expect(readRecord(ofNumber, now)).toMatchObject({ subject: { accountId: '001234567890' } });
    for (const wrong of [true, 1.5, -1, 1e15, [], {}]) {
      expect(readRecord(recordBy({ accountId: wrong }), now)).toMatchObject({ field: 'userIdentity.accountId' });
      expect(readRecord(record({ recipientAccountId: wrong }), now)).toMatchObject({ field: 'recipientAccountId' });
    }
  });

  it('an account that is a number counts only where the record was written for the same', () => {
    const ofNumber = (recipientAccountId: unknown) =>
      readRecord(recordBy({ accountId: 123, arn: undefined }, { recipientAccountId }), now);
    expect(ofNumber(undefined)).toMatchObject({ kind: 'malformed', field: 'userIdentity.accountId' });
    expect(ofNumber('123456789012')).toMatchObject({ kind: 'malformed', field: 'userIdentity.accountId' });
    expect(ofNumber('000000000123')).toMatchObject({ subject: { accountId: '000000000123' } });
    expect(readRecord(record({ recipientAccountId: 999999999999 }), now)).toMatchObject({
      field: 'recipientAccountId',
      why: "a number that is not the caller's account",
    });
  });

  it('an empty account is absent', () => {
    expect(readRecord(recordBy({ accountId: '' }), now)).toMatchObject({ subject: alice });
    expect(readRecord(record({ recipientAccountId: '' }), now)).toMatchObject({ subject: alice });
  });

  it('with words for what stands there', () => {
    expect(readRecord(record({ eventName: 7 }), now)).toMatchObject({ why: 'a number, not a string' });
    expect(readRecord(recordBy({ accountId: [] }), now)).toMatchObject({ why: 'an array, not an account' });
  });

  it("but not the issuer of a user's own session, which nobody asks for", () => {
    expect(readRecord(recordBy({ sessionContext: { sessionIssuer: 7 } }), now)).toMatchObject({ subject: alice });
  });

  it('a caller without a type of whom no ARN tells that it is another', () => {
    const renamed = record({ userIdentity: { kind: 'IAMUser', id: user(), accountId: account() } });
    expect(readRecord(renamed, now)).toMatchObject({ field: 'userIdentity.type', why: 'missing' });
    expect(readRecord(recordBy({ type: undefined, principalId: 'x' }), now)).toMatchObject({ kind: 'malformed' });
  });

  it('null counts as absent', () => {
    for (const field of ['errorCode', 'eventType', 'recipientAccountId', 'awsRegion', 'eventName', 'eventSource'])
      expect(readRecord(record({ [field]: null }), now).kind).toBe('sighting');
  });

  it('of a role nothing but its type is asked', () => {
    const role = recordBy({ type: 'AssumedRole', principalId: 1, arn: [], userName: {} }, { eventName: 7 });
    expect(readRecord(role, now)).toEqual({ kind: 'ignored', reason: 'assumed-role' });
  });
});

describe('texts of a record', () => {
  const read = (field: string, name: string) => (value: unknown) => {
    const reading = readRecord(record({ [field]: value }), now);
    return reading.kind === 'sighting' ? (reading.sighting as unknown as JsonObject)[name] : reading;
  };

  it.each<[string, string, number]>([
    ['eventID', 'eventId', 64],
    ['eventName', 'eventName', 128],
    ['eventSource', 'eventSource', 128],
    ['awsRegion', 'region', 32],
    ['sourceIPAddress', 'sourceAddress', 64],
    ['userAgent', 'userAgent', 96],
    ['errorCode', 'errorCode', 64],
  ])('%s is cut to a bound, and absent where it is empty or null', (field, name, bound) => {
    const told = read(field, name);
    expect(told('x'.repeat(bound))).toBe('x'.repeat(bound));
    expect(told('x'.repeat(bound + 1))).toBe('x'.repeat(bound));
    expect(told(`${'x'.repeat(bound - 1)}\u{1F600}`)).toBe(`${'x'.repeat(bound - 1)}\uFFFD`);
    expect(told('a\uD83Db')).toBe('a\uFFFDb');
    expect([told(''), told(null)]).toEqual([undefined, undefined]);
  });

  it.each([
    ['eventID', 'eventId'],
    ['sourceIPAddress', 'sourceAddress'],
    ['userAgent', 'userAgent'],
  ])('%s only describes: what is no text is absent', (field, name) => {
    expect([7, {}, true].map(read(field, name))).toEqual([undefined, undefined, undefined]);
  });

  it('of any kind, at any place of the identity, never make the reader throw', () => {
    const identity = fc.record(
      { type: fc.jsonValue(), principalId: fc.jsonValue(), arn: fc.jsonValue(), sessionContext: fc.jsonValue() },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(identity, fc.constantFrom('IAMUser', 'FederatedUser', 'Root', undefined), (parts, type) => {
        const userIdentity = { ...aliceIdentity, ...parts, ...(type === undefined ? {} : { type }) };
        expect(['sighting', 'ignored', 'malformed']).toContain(readRecord(record({ userIdentity }), now).kind);
      }),
    );
  });

  it('of any kind, in any field, never make the reader throw', () => {
    const fields = fc.constantFrom(
      ...Object.keys(record()),
      'sessionCredentialFromConsole',
      'errorCode',
      'eventCategory',
    );
    const odd = fc.oneof(fc.jsonValue(), fc.constant({ toString: 0, valueOf: 0 }));
    fc.assert(
      fc.property(fields, odd, fc.boolean(), (field, value, federated) => {
        const base = federated ? recordBy({ type: 'FederatedUser', sessionContext: { sessionIssuer: {} } }) : record();
        expect(['sighting', 'ignored', 'malformed']).toContain(readRecord({ ...base, [field]: value }, now).kind);
      }),
    );
  });

  it('any JSON value at all has a reading', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(['ignored', 'malformed']).toContain(readRecord(value, now).kind);
      }),
    );
  });
});
