import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IgnoredReason } from '../../../domain/cloudtrail/ignored-record.ts';
import { type Reading, readRecord } from '../../../domain/cloudtrail/record.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { aliceIdentity, now, record, signIn, user } from '../builders.ts';

const failed = { responseElements: { ConsoleLogin: 'Failure' }, errorMessage: 'Failed authentication' };
const { accessKeyId: _, ...keyless } = aliceIdentity;
const sessionIdentity = { ...keyless, sessionContext: { attributes: { creationDate: '2026-11-23T06:00:00Z' } } };
const hidden = { userIdentity: { ...aliceIdentity, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' } };

describe('a sign-in counts only if it is a ConsoleLogin that succeeded', () => {
  it.each<[string, JsonObject]>([
    ['as the console writes it', {}],
    ['without an event source', { eventSource: undefined }],
    ['without an event type', { eventType: undefined }],
  ])('%s', (_, changes) => {
    expect(readRecord(signIn(changes), now)).toMatchObject({ kind: 'sighting', sighting: { credential: 'console' } });
  });

  it.each<[string, JsonObject, IgnoredReason]>([
    ['a failed ConsoleLogin', failed, 'failed-console-sign-in'],
    ['one without an answer', { responseElements: null }, 'failed-console-sign-in'],
    ['a success by another spelling', { responseElements: { ConsoleLogin: 'success' } }, 'failed-console-sign-in'],
    ['a success that carries an error code', { errorCode: 'AccessDenied' }, 'failed-console-sign-in'],
    ['a success that carries an error message', { errorMessage: 'Failed authentication' }, 'failed-console-sign-in'],
    ['a ConsoleLogin of another source', { eventSource: 's3.amazonaws.com' }, 'failed-console-sign-in'],
    [
      'a failed one that hides the source',
      { ...failed, eventSource: undefined, eventType: 'x' },
      'failed-console-sign-in',
    ],
    ['CheckMfa', { eventName: 'CheckMfa', responseElements: { CheckMfa: 'Success' } }, 'check-mfa'],
    ['a failed ConsoleLogin of a hidden name', { ...failed, ...hidden }, 'hidden-user-name'],
    ['a ConsoleLogin of a hidden name', hidden, 'hidden-user-name'],
    ['SwitchRole', { eventName: 'SwitchRole', responseElements: { SwitchRole: 'Success' } }, 'sign-in-event'],
    ['PasswordRecoveryRequested', { eventName: 'PasswordRecoveryRequested' }, 'sign-in-event'],
    ['an event without a name', { eventName: undefined }, 'sign-in-event'],
    ['another event of the source alone', { eventName: 'Invented', eventType: 'AwsApiCall' }, 'sign-in-event'],
    ['another event of the type alone', { eventName: 'Invented', eventSource: 'x.amazonaws.com' }, 'sign-in-event'],
  ])('%s is ignored', (_, changes, reason) => {
    expect(readRecord(signIn(changes), now)).toEqual({ kind: 'ignored', reason });
  });

  it.each<[string, JsonObject]>([
    ['aws login asks for access', { eventName: 'AuthorizeOAuth2Access' }],
    ['aws login takes a token', { eventName: 'CreateOAuth2Token' }],
    ['a call carries an access key', { eventName: 'ListResourcePermissionStatements', userIdentity: aliceIdentity }],
    ['a call carries a session', { eventName: 'SwitchRole', userIdentity: sessionIdentity }],
  ])('counts too where only somebody signed in can cause it: %s', (_, changes) => {
    expect(readRecord(signIn(changes), now)).toMatchObject({ kind: 'sighting', subject: { userId: user() } });
  });

  it.each<[string, JsonObject, IgnoredReason]>([
    ['a failed ConsoleLogin', failed, 'failed-console-sign-in'],
    ['CheckMfa', { eventName: 'CheckMfa' }, 'check-mfa'],
    ['PasswordRecoveryRequested', { eventName: 'PasswordRecoveryRequested' }, 'sign-in-event'],
  ])('%s is ignored even with an access key: anybody can cause it by typing a name', (_, changes, reason) => {
    const reading = readRecord(signIn({ ...changes, userIdentity: aliceIdentity }), now);
    expect(reading).toEqual({ kind: 'ignored', reason });
  });

  it('a refused request for a token is no evidence', () => {
    const refused = signIn({ eventName: 'CreateOAuth2Token', errorCode: 'AccessDenied' });
    expect(readRecord(refused, now)).toEqual({ kind: 'ignored', reason: 'sign-in-event' });
  });

  it.each([
    ['responseElements', { responseElements: 'Success' }],
    ['responseElements', { responseElements: ['Success'] }],
    ['responseElements.ConsoleLogin', { responseElements: { ConsoleLogin: true } }],
    ['errorMessage', { errorMessage: 7 }],
    ['errorCode', { errorCode: {} }],
    ['eventName', { eventName: ['ConsoleLogin'] }],
    ['eventSource', { eventSource: 1 }],
    ['eventType', { eventType: [] }],
  ])('a sign-in with a field of the wrong type is malformed, and says of whom: %s %j', (field, changes) => {
    expect(readRecord(signIn(changes), now)).toMatchObject({
      kind: 'malformed',
      field,
      subject: { userId: user() },
    });
  });

  it('every other event of the sign-in service without credentials is ignored, whatever its name', () => {
    fc.assert(
      fc.property(fc.string(), (eventName) => {
        fc.pre(!['ConsoleLogin', 'AuthorizeOAuth2Access', 'CreateOAuth2Token'].includes(eventName));
        const reading = readRecord(signIn({ eventName, responseElements: { [eventName]: 'Success' } }), now);
        expect(reading.kind).toBe('ignored');
      }),
    );
  });

  it('a failed sign-in of root is ignored too', () => {
    const userIdentity = { type: 'Root', accountId: '123456789012', principalId: '123456789012' };
    expect(readRecord(signIn({ userIdentity, ...failed }), now)).toEqual({
      kind: 'ignored',
      reason: 'failed-console-sign-in',
    });
  });
});

function withoutAgent(reading: Reading) {
  return reading.kind === 'sighting'
    ? { ...reading, sighting: { ...reading.sighting, userAgent: undefined } }
    : reading;
}

describe('what a caller can write into a record', () => {
  const callersWords = fc.record({
    requestParameters: fc.jsonValue(),
    userAgent: fc.jsonValue(),
    additionalEventData: fc.jsonValue(),
    resources: fc.jsonValue(),
  });
  const forgeries = fc.constantFrom<unknown>(
    { ConsoleLogin: 'Success' },
    { userIdentity: aliceIdentity, eventTime: '2026-11-23T07:59:00Z' },
    record(),
    { type: 'IAMUser', userName: 'alice', __proto__: aliceIdentity },
  );
  const anything = fc.oneof(fc.jsonValue(), forgeries);

  it('never makes a failed sign-in into a sighting', () => {
    fc.assert(
      fc.property(callersWords, forgeries, (words, requestParameters) => {
        expect(readRecord(signIn({ ...failed, ...words }), now).kind).toBe('ignored');
        expect(readRecord(signIn({ ...failed, requestParameters }), now).kind).toBe('ignored');
      }),
    );
  });

  it("never makes a role's call into a user's", () => {
    fc.assert(
      fc.property(callersWords, anything, (words, responseElements) => {
        const userIdentity = { ...aliceIdentity, type: 'AssumedRole' };
        expect(readRecord(record({ ...words, responseElements, userIdentity }), now)).toEqual({
          kind: 'ignored',
          reason: 'assumed-role',
        });
      }),
    );
  });

  it("never hides a user's call, nor changes whose it is, when or through what", () => {
    const plain = readRecord(record(), now);
    fc.assert(
      fc.property(callersWords, anything, anything, (words, responseElements, requestParameters) => {
        const reading = readRecord(record({ ...words, responseElements, requestParameters }), now);
        expect(withoutAgent(reading)).toEqual(withoutAgent(plain));
      }),
    );
  });
});
