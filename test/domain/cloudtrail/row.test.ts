import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { recordOfRow } from '../../../domain/cloudtrail/row.ts';
import { isJsonObject, type JsonObject } from '../../../domain/json.ts';
import { aliceIdentity, record } from '../builders.ts';
import { rowForms } from './wrapped-forms.ts';

/** Every field that a reading asks for. */
const whole: JsonObject = {
  ...record({ errorCode: 'AccessDenied', errorMessage: 'no', sessionCredentialFromConsole: 'true' }),
  responseElements: { ConsoleLogin: 'Success' },
  userIdentity: {
    ...aliceIdentity,
    invokedBy: 'health.amazonaws.com',
    sessionContext: {
      attributes: { creationDate: '2026-11-23T06:00:00Z', mfaAuthenticated: 'true' },
      sessionIssuer: {
        type: 'IAMUser',
        principalId: 'AIDABOB0000000000001',
        arn: 'arn:aws:iam::123456789012:user/bob',
        accountId: '123456789012',
        userName: 'bob',
      },
    },
  },
};

/** Each value that is no object, by the path that leads to it. */
function valuesOf(object: JsonObject, path: readonly string[] = []): [readonly string[], unknown][] {
  return Object.entries(object).flatMap(([name, value]) =>
    isJsonObject(value) ? valuesOf(value, [...path, name]) : [[[...path, name], value] as [string[], unknown]],
  );
}

const columns = (spell: (path: readonly string[]) => string): JsonObject =>
  Object.fromEntries(valuesOf(whole).map(([path, value]) => [spell(path), value]));

describe('a row is the record', () => {
  it.each(Object.entries(rowForms))('in %s', (_, respell) => {
    expect(recordOfRow(respell(whole))).toEqual(whole);
  });

  it.each<[string, (path: readonly string[]) => string]>([
    ['dots', (path) => path.join('.')],
    ['underscores', (path) => path.join('_')],
    ['nothing between', (path) => path.join('')],
    ['capitals', (path) => path.join(' ').toUpperCase()],
  ])('with every value in a column of its own, and %s in its name', (_, spell) => {
    expect(recordOfRow(columns(spell))).toEqual(whole);
  });

  it("of Sentinel's table, which has names of its own", () => {
    const row = {
      TimeGenerated: '2026-11-23T07:00:00Z',
      AwsEventId: '1',
      EventTypeName: 'AwsApiCall',
      SessionIssuerType: 'IAMUser',
      SessionIssuerPrincipalId: 'AIDABOB0000000000001',
      SessionIssuerArn: 'arn:aws:iam::123456789012:user/bob',
      SessionIssuerAccountId: '123456789012',
      SessionIssuerUserName: 'bob',
    };
    const sessionIssuer = {
      type: 'IAMUser',
      principalId: 'AIDABOB0000000000001',
      arn: 'arn:aws:iam::123456789012:user/bob',
      accountId: '123456789012',
      userName: 'bob',
    };
    expect(recordOfRow(row)).toEqual({
      eventTime: '2026-11-23T07:00:00Z',
      eventID: '1',
      eventType: 'AwsApiCall',
      userIdentity: { sessionContext: { sessionIssuer } },
    });
  });

  it('without the columns that no reading asks for', () => {
    expect(recordOfRow({ event_name: 'x', partition: '2026/11', requestParameters: { a: 1 } })).toEqual({
      eventName: 'x',
    });
  });

  it('whatever the order of its columns', () => {
    const named = Object.entries(columns((path) => path.join('_')));
    const orders = fc.shuffledSubarray(named, { minLength: named.length });
    fc.assert(
      fc.property(orders, (order) => {
        expect(recordOfRow(Object.fromEntries(order))).toEqual(whole);
      }),
    );
  });
});

describe('a time of a row', () => {
  it.each<[unknown, unknown]>([
    ['2026-11-23T07:00:00Z', '2026-11-23T07:00:00Z'],
    ['2026-11-23 08:00:00+01:00', '2026-11-23T07:00:00Z'],
    ['2026-11-23T07:00:00.123Z', '2026-11-23T07:00:00Z'],
    ['yesterday', 'yesterday'],
    [1795417200, 1795417200],
    [null, null],
  ])('%j is written as CloudTrail writes it, if it is one', (time, written) => {
    expect(recordOfRow({ event_time: time })).toEqual({ eventTime: written });
  });

  it('is the only value that is rewritten', () => {
    expect(recordOfRow({ event_id: '2026-11-23 08:00:00+01:00' })).toEqual({ eventID: '2026-11-23 08:00:00+01:00' });
  });
});

describe('where several columns name one field', () => {
  it("CloudTrail's own spelling wins", () => {
    expect(recordOfRow({ eventName: 'own', event_name: 'other' })).toEqual({ eventName: 'own' });
    expect(recordOfRow({ event_name: 'other', eventName: 'own' })).toEqual({ eventName: 'own' });
  });

  it('of two other spellings the first wins', () => {
    expect(recordOfRow({ event_name: 'one', EventName: 'two' })).toEqual({ eventName: 'one' });
  });

  it('an object and its columns make one', () => {
    const both = { userIdentity: { type: 'IAMUser', arn: 'a' } };
    expect(recordOfRow({ userIdentity: { type: 'IAMUser' }, user_identity_arn: 'a' })).toEqual(both);
    expect(recordOfRow({ user_identity_arn: 'a', userIdentity: { type: 'IAMUser' } })).toEqual(both);
  });

  it('an empty object is there', () => {
    expect(recordOfRow({ user_identity: {} })).toEqual({ userIdentity: {} });
  });

  it('what stands where an object should stays', () => {
    expect(recordOfRow({ userIdentity: 'alice', user_identity: { type: 'IAMUser' } })).toEqual({
      userIdentity: 'alice',
    });
    expect(recordOfRow({ user_identity_type: 'IAMUser', userIdentity: 7 })).toEqual({ userIdentity: 7 });
  });
});

describe('a value of a row keeps its type', () => {
  it.each<[string, JsonObject, JsonObject]>([
    ['a text that is no JSON', { user_identity: '{alice' }, { userIdentity: '{alice' }],
    ['a text of an array', { user_identity: '[{"type":"IAMUser"}]' }, { userIdentity: '[{"type":"IAMUser"}]' }],
    ['a number', { user_identity: 7 }, { userIdentity: 7 }],
    ['null', { user_identity: null }, { userIdentity: null }],
    ['an array', { user_identity: [{ type: 'IAMUser' }] }, { userIdentity: [{ type: 'IAMUser' }] }],
    ['an object where a text should stand', { event_name: { type: 'x' } }, { eventName: { type: 'x' } }],
    ['a text of JSON where a text should stand', { event_name: '{"type":"x"}' }, { eventName: '{"type":"x"}' }],
    ['a boolean', { read_only: true }, { readOnly: true }],
    ['a text for a boolean', { read_only: 'true' }, { readOnly: 'true' }],
  ])('%s', (_, row, expected) => {
    expect(recordOfRow(row)).toEqual(expected);
  });
});
