import { describe, expect, it } from 'vitest';
import { creationOf, readIamChange } from '../../../domain/cloudtrail/iam-change.ts';
import { foldRecord, mergeRecordFolds, newRecordFold } from '../../../domain/cloudtrail/record-fold.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { account, iamCall, now, user } from '../builders.ts';

const effectOf = (eventName: string, requestParameters: JsonObject = {}) =>
  readIamChange(iamCall(eventName, { userName: 'bob', ...requestParameters }))?.effect;

describe('a call that changes an IAM user', () => {
  it('tells who changed whom, when and from where', () => {
    expect(readIamChange(iamCall('AddUserToGroup', { userName: 'bob', groupName: 'admins' }))).toEqual({
      at: '2026-11-23T07:00:00Z',
      accountId: account(),
      userName: 'bob',
      eventName: 'AddUserToGroup',
      eventId: '00000000-0000-0000-0000-000000000001',
      sourceAddress: '192.0.2.1',
      userAgent: 'aws-cli/2.15.0',
      caller: { by: 'arn:aws:sts::123456789012:assumed-role/ops/carol@example.com', person: 'carol@example.com' },
      effect: { kind: 'group' },
    });
  });

  it.each<[string, JsonObject, unknown]>([
    ['DeleteUser', {}, { kind: 'deleted' }],
    ['UpdateUser', { newUserName: 'rob' }, { kind: 'renamed' }],
    ['UpdateUser', { newPath: '/old/' }, undefined],
    ['CreateAccessKey', {}, { kind: 'credential' }],
    ['UpdateAccessKey', { status: 'Active' }, { kind: 'credential' }],
    ['UpdateAccessKey', { status: 'Inactive' }, undefined],
    ['CreateLoginProfile', {}, { kind: 'credential' }],
    [
      'DetachUserPolicy',
      { policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
      { kind: 'detached', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
    ],
    ['AttachUserPolicy', {}, undefined],
    ['PutUserPolicy', {}, { kind: 'policy' }],
    ['UntagUser', { tagKeys: ['lastseen:quarantine'] }, { kind: 'tags-removed', keys: ['lastseen:quarantine'] }],
    ['UntagUser', { tagKeys: [1] }, undefined],
    ['GetUser', {}, undefined],
    ['constructor', {}, undefined],
  ])('%s %j is %j', (eventName, parameters, expected) => {
    expect(effectOf(eventName, parameters)).toEqual(expected);
  });

  it('is none where the call failed, came to another service, or names nobody', () => {
    const call = iamCall('DeleteUser', { userName: 'bob' });
    expect(readIamChange({ ...call, errorCode: 'AccessDenied' })).toBeUndefined();
    expect(readIamChange({ ...call, eventSource: 'evil.amazonaws.com' })).toBeUndefined();
    expect(readIamChange({ ...call, requestParameters: null })).toBeUndefined();
    expect(readIamChange({ ...call, requestParameters: { userName: 'no name\n' } })).toBeUndefined();
  });

  it('without a name means its caller', () => {
    const identity = { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/alice', userName: 'alice' };
    const change = readIamChange({ ...iamCall('CreateAccessKey', {}), userIdentity: identity });
    expect(change).toMatchObject({ userName: 'alice', caller: { by: identity.arn, person: 'alice' } });
  });

  it.each<[string, JsonObject, string | undefined]>([
    ['an IAM user', { type: 'IAMUser', arn: 'arn:aws:iam::123456789012:user/dan', userName: 'dan' }, 'dan'],
    ['a person in a role', { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/r/erin' }, 'erin'],
    ['an SDK', { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/r/botocore-session-17' }, undefined],
    [
      'an instance',
      { type: 'AssumedRole', arn: 'arn:aws:sts::123456789012:assumed-role/r/i-0123456789abcdef0' },
      undefined,
    ],
    ['root', { type: 'Root', arn: 'arn:aws:iam::123456789012:root' }, undefined],
    ['a service', { type: 'AWSService', invokedBy: 'cloudformation.amazonaws.com' }, undefined],
  ])('of %s names the person, if it is one', (_, identity, person) => {
    const change = readIamChange({ ...iamCall('DeleteUser', { userName: 'bob' }), userIdentity: identity });
    expect(change?.caller.person).toBe(person);
    expect(change?.caller.by).toBe(identity['arn'] ?? identity['invokedBy']);
  });
});

describe('who created a user', () => {
  const created = {
    ...iamCall('CreateUser', { userName: 'bob' }),
    responseElements: { user: { userId: user(), userName: 'bob', arn: 'arn:aws:iam::123456789012:user/bob' } },
  };
  const creator = {
    at: '2026-11-23T07:00:00Z',
    by: 'arn:aws:sts::123456789012:assumed-role/ops/carol@example.com',
    person: 'carol@example.com',
  };

  it('stands in the record of CreateUser, with the unique id', () => {
    const change = readIamChange(created);
    expect(change && creationOf(change)).toEqual({ userId: user(), creator });
    expect(readIamChange({ ...created, responseElements: null })).toBeUndefined();
  });

  it('stays in a fold, whatever it is merged with', () => {
    const [fold, empty] = [newRecordFold(), newRecordFold()];
    foldRecord(fold, created, now);
    mergeRecordFolds(empty, fold);
    mergeRecordFolds(empty, newRecordFold());
    expect(empty.creators).toEqual(new Map([[account(), new Map([[user(), creator]])]]));
    expect(empty.ignored.get('assumed-role')).toBe(1);
  });
});
