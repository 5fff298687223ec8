import { describe, expect, it } from 'vitest';
import { decidingTypes, type IgnoredReason } from '../../../domain/cloudtrail/ignored-record.ts';
import { readRecord } from '../../../domain/cloudtrail/record.ts';
import type { CredentialUsed } from '../../../domain/credential.ts';
import type { JsonObject } from '../../../domain/json.ts';
import type { Subject } from '../../../domain/sightings/sighting.ts';
import { account, aliceIdentity, key, named, now, record, recordBy, signIn, user } from '../builders.ts';

const alice: Subject = { kind: 'user', accountId: account(), userId: user() };
const aliceByName: Subject = { kind: 'name', accountId: account(), userName: named() };
const root: Subject = { kind: 'root', accountId: account() };
const rootByService: Subject = { kind: 'root-by-service', accountId: account() };

const session = { sessionContext: { attributes: { mfaAuthenticated: 'true' } }, accessKeyId: 'ASIAALICE00000000001' };
const federatedBy = (issuer: JsonObject, identity: JsonObject = {}, changes: JsonObject = {}) =>
  record({
    userIdentity: {
      type: 'FederatedUser',
      principalId: '123456789012:guest',
      arn: 'arn:aws:sts::123456789012:federated-user/guest',
      accountId: '123456789012',
      accessKeyId: 'ASIAALICE00000000001',
      sessionContext: { sessionIssuer: issuer },
      ...identity,
    },
    ...changes,
  });
const issuer = { ...aliceIdentity, type: 'IAMUser', accessKeyId: undefined };
const rootIdentity = {
  type: 'Root',
  principalId: '123456789012',
  arn: 'arn:aws:iam::123456789012:root',
  accountId: '123456789012',
};

describe('a record that proves activity', () => {
  it.each<[string, JsonObject, Subject, CredentialUsed | undefined]>([
    ['a call with a long-term key', record(), alice, key()],
    ['a call with a key id that was redacted', recordBy({ accessKeyId: 'AKIA****************' }), alice, undefined],
    ['a call without any key id', recordBy({ accessKeyId: '' }), alice, undefined],
    ['a session with MFA or of GetSessionToken', recordBy(session), alice, 'session'],
    [
      'a console session, flagged by a text',
      recordBy(session, { sessionCredentialFromConsole: 'true' }),
      alice,
      'console',
    ],
    [
      'a console session, flagged by a boolean',
      recordBy(session, { sessionCredentialFromConsole: true }),
      alice,
      'console',
    ],
    [
      'a session that says it is of no console',
      recordBy(session, { sessionCredentialFromConsole: 'false' }),
      alice,
      'session',
    ],
    ['a federated session of an IAM user', federatedBy(issuer), alice, 'federation'],
    [
      "a federated session in the console, which is not the issuer's password",
      federatedBy(issuer, {}, { sessionCredentialFromConsole: 'true' }),
      alice,
      'federation',
    ],
    [
      'a federated session whose issuer has no id',
      federatedBy({ ...issuer, principalId: '' }),
      aliceByName,
      'federation',
    ],
    ['no type, a user arn and a unique id', recordBy({ type: undefined }), alice, key()],
    ['an empty type, a user arn and a unique id', recordBy({ type: '' }), alice, key()],
    ['type Unknown, a user arn and a unique id', recordBy({ type: 'Unknown' }), alice, key()],
    ['a type that nobody knows, a user arn and a unique id', recordBy({ type: 'User' }), alice, key()],
    ['a refused call', record({ errorCode: 'AccessDenied', errorMessage: 'no' }), alice, key()],
    ['a throttled call', record({ errorCode: 'ThrottlingException' }), alice, key()],
    ['a console sign-in that succeeded', signIn(), alice, 'console'],
    ['a user without a unique id, by name', recordBy({ principalId: 'alice' }), aliceByName, key()],
    [
      'a user without id and name, by the name in the arn',
      recordBy({ principalId: null, userName: undefined }),
      aliceByName,
      key(),
    ],
    ['a user without name and arn, by id', recordBy({ userName: undefined, arn: undefined }), alice, key()],
    ['root, apart', record({ userIdentity: rootIdentity }), root, undefined],
    ['root in the console', signIn({ userIdentity: rootIdentity }), root, 'console'],
    [
      'root by the console, which is root',
      record({ userIdentity: { ...rootIdentity, invokedBy: 'signin.amazonaws.com' } }),
      root,
      'console',
    ],
    [
      "root's own key, through a service",
      record({ userIdentity: { ...rootIdentity, invokedBy: 'ec2.amazonaws.com', accessKeyId: key() } }),
      root,
      key(),
    ],
    [
      'a service by itself in the name of root, apart from root',
      record({ userIdentity: { ...rootIdentity, invokedBy: 'ec2.amazonaws.com' } }),
      rootByService,
      undefined,
    ],
    [
      'a session that the console invoked, in records of before the flag',
      recordBy({ ...session, invokedBy: 'signin.amazonaws.com' }),
      alice,
      'console',
    ],
    [
      'a session of another service, which is no console',
      recordBy({ ...session, invokedBy: 'health.amazonaws.com' }),
      alice,
      'session',
    ],
    ['an access key that the console invoked', recordBy({ invokedBy: 'signin.amazonaws.com' }), alice, key()],
    ['no account id: the one of the arn', recordBy({ accountId: undefined }), alice, key()],
    [
      'no account id at all: the one that the record was written for',
      recordBy({ accountId: undefined, arn: undefined }),
      alice,
      key(),
    ],
    ['no recipient', record({ recipientAccountId: undefined }), alice, key()],
    [
      'an account beside the arn of another: the account counts',
      recordBy({ arn: 'arn:aws:iam::999999999999:user/alice' }),
      alice,
      key(),
    ],
    [
      "a federated session without an account: the issuer's",
      federatedBy({ ...issuer, arn: undefined }, { accountId: undefined }, { recipientAccountId: undefined }),
      alice,
      'federation',
    ],
    [
      'a federated session whose issuer has the arn of another account: its own account counts',
      federatedBy({ ...issuer, accountId: undefined, arn: 'arn:aws:iam::999999999999:user/alice' }),
      alice,
      'federation',
    ],
    [
      'a user without unique id and arn, by name',
      recordBy({ principalId: undefined, arn: undefined }),
      aliceByName,
      key(),
    ],
    ['a read-only call', record({ readOnly: true }), alice, key()],
    ['a call that a service made on behalf of the user', recordBy({ invokedBy: 'health.amazonaws.com' }), alice, key()],
    ['a data event', record({ eventCategory: 'Data', managementEvent: false }), alice, key()],
  ])('%s', (_, given, subject, credential) => {
    const reading = readRecord(given, now);
    expect(reading).toMatchObject({ kind: 'sighting', subject });
    expect(reading.kind === 'sighting' && reading.sighting.credential).toBe(
      credential === undefined ? undefined : credential,
    );
  });

  it('keeps what the record says of the moment', () => {
    expect(readRecord(record({ errorCode: 'AccessDenied' }), now)).toEqual({
      kind: 'sighting',
      subject: alice,
      sighting: {
        at: '2026-11-23T07:00:00Z',
        credential: key(),
        eventId: '00000000-0000-0000-0000-000000000001',
        eventName: 'ListBuckets',
        eventSource: 's3.amazonaws.com',
        region: 'eu-west-1',
        sourceAddress: '192.0.2.1',
        userAgent: 'aws-cli/2.15.0',
        accessKeyId: key(),
        errorCode: 'AccessDenied',
        userName: 'alice',
        arn: 'arn:aws:iam::123456789012:user/alice',
      },
    });
  });

  it('names the user as the record does, else by the arn', () => {
    expect(readRecord(recordBy({ userName: 'Alice' }), now)).toMatchObject({ sighting: { userName: 'Alice' } });
    expect(readRecord(recordBy({ userName: undefined }), now)).toMatchObject({ sighting: { userName: 'alice' } });
  });

  it('of a federated session names the issuer, with the key of the session', () => {
    const reading = readRecord(federatedBy(issuer), now);
    expect(reading).toMatchObject({ sighting: { userName: 'alice', arn: aliceIdentity['arn'] } });
    expect(reading).toMatchObject({ sighting: { accessKeyId: 'ASIAALICE00000000001' } });
  });
});

/** A trap for readers who look at names: everything but the type says alice. */
const disguised = (type: string): JsonObject =>
  recordBy({ type, sessionContext: { sessionIssuer: { ...issuer, type: 'Role' } } });

describe('a record that is no evidence of an IAM user', () => {
  it('is of a type that decides alone: none of them can be a user', () => {
    expect([...decidingTypes].sort()).toEqual(
      'AWSAccount AWSService AssumedRole Directory IdentityCenterUser Role SAMLUser WebIdentityUser'.split(' '),
    );
  });

  it.each<[string, JsonObject, IgnoredReason]>([
    ['AWSAccount', disguised('AWSAccount'), 'aws-account'],
    ['AWSService', disguised('AWSService'), 'aws-service'],
    ['AssumedRole', disguised('AssumedRole'), 'assumed-role'],
    ['Role', disguised('Role'), 'role'],
    ['SAMLUser', disguised('SAMLUser'), 'saml-user'],
    ['WebIdentityUser', disguised('WebIdentityUser'), 'web-identity-user'],
    ['IdentityCenterUser', disguised('IdentityCenterUser'), 'identity-center-user'],
    ['Directory', disguised('Directory'), 'directory'],
    ['a type that nobody knows without an arn', recordBy({ type: 'User', arn: undefined }), 'unknown-identity'],
    [
      "a type that is a name of the language's own",
      recordBy({ type: 'constructor', principalId: 'alice' }),
      'unknown-identity',
    ],
    [
      'a type that nobody knows, on behalf of whom a service called',
      recordBy(
        { type: 'User', principalId: 'alice', invokedBy: 'ec2.amazonaws.com' },
        { eventType: 'AwsServiceEvent' },
      ),
      'unknown-identity',
    ],
    [
      'a user of another account, as only the arn tells',
      recordBy({ accountId: undefined }, { recipientAccountId: '999999999999' }),
      'cross-account-copy',
    ],
    ['a user of another account', record({ recipientAccountId: '999999999999' }), 'cross-account-copy'],
    [
      'root of another account',
      record({ userIdentity: rootIdentity, recipientAccountId: '999999999999' }),
      'cross-account-copy',
    ],
    ['a federated session without an issuer', federatedBy({}, { sessionContext: {} }), 'federated-user'],
    ['a federated session of which nothing is said', federatedBy({}, { sessionContext: undefined }), 'federated-user'],
    ['a federated session of nobody', federatedBy({}), 'federated-user'],
    ['a federated session of root', federatedBy({ ...rootIdentity }), 'federated-user'],
    ['a federated session of a role', federatedBy({ ...issuer, type: 'Role' }), 'federated-user'],
    ['type Unknown without an arn', recordBy({ type: 'Unknown', arn: undefined }), 'unknown-identity'],
    ['type Unknown without a unique id', recordBy({ type: 'Unknown', principalId: 'alice' }), 'unknown-identity'],
    [
      "no type and a role's arn",
      recordBy({ type: undefined, arn: 'arn:aws:sts::123456789012:assumed-role/x/alice' }),
      'unknown-identity',
    ],
    [
      "no type and STS's own user arn",
      recordBy({ type: undefined, arn: 'arn:aws:sts::123456789012:user/alice' }),
      'unknown-identity',
    ],
    [
      'a service without a type',
      record({ userIdentity: { accountId: '123456789012', invokedBy: 'ec2.amazonaws.com' } }),
      'aws-service',
    ],
    ["a service's own event", record({ userIdentity: {}, eventType: 'AwsServiceEvent' }), 'aws-service'],
    ['an Insight, by category', record({ eventCategory: 'Insight' }), 'insight'],
    ['an Insight, by type', record({ eventType: 'AwsCloudTrailInsight', userIdentity: undefined }), 'insight'],
    ['network activity, by category', record({ eventCategory: 'NetworkActivity' }), 'network-activity'],
    ['network activity, by type', record({ eventType: 'AwsVpceEvent' }), 'network-activity'],
    ['a digest', record({ eventType: 'AwsCloudTrailDigest' }), 'digest'],
    ['nobody', record({ userIdentity: undefined }), 'no-user-identity'],
    ['nobody, by null', record({ userIdentity: null }), 'no-user-identity'],
    ['a user whose name is hidden', recordBy({ userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' }), 'hidden-user-name'],
    ['an object of no known form', { hello: 1 }, 'no-user-identity'],
  ])('%s', (_, given, reason) => {
    expect(readRecord(given, now)).toEqual({ kind: 'ignored', reason });
  });

  it('is ignored whatever its time, for it claims nothing', () => {
    expect(readRecord(recordBy({ type: 'AssumedRole' }, { eventTime: 'never' }), now).kind).toBe('ignored');
    expect(readRecord(record({ recipientAccountId: '999999999999', eventTime: 'never' }), now).kind).toBe('ignored');
  });
});
