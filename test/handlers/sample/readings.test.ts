import { beforeAll, describe, expect, it } from 'vitest';
import type { SampleSummary } from '../../../handlers/sample/write-sample-account.ts';
import { grouped, type Json, part, recordsBelow, written } from './written-sample.ts';

let summary: SampleSummary;
let records: Json[];

beforeAll(async () => {
  const sample = await written();
  summary = sample.summary;
  records = await recordsBelow(sample.dir);
});

const identity = (record: Json) => part(record, 'userIdentity');
const isOf = (type: string) => (record: Json) => identity(record)['type'] === type;
const isUser = isOf('IAMUser');
const signIn = (outcome: string) => (record: Json) => part(record, 'responseElements')['ConsoleLogin'] === outcome;
const keyIs = (prefix: string) => (record: Json) => `${identity(record)['accessKeyId']}`.startsWith(prefix);
const names = () => [...summary.truth.values()].map(({ userName }) => userName);
const namesWithSeveralIds = () => {
  const ids = grouped(records.filter(isUser), (record) => identity(record)['userName']);
  return [...ids.values()].filter((of) => new Set(of.map((record) => identity(record)['principalId'])).size > 1);
};

describe('the readings of a record, each of which occurs', () => {
  const readings: { readonly [name: string]: (record: Json) => boolean } = {
    'a service': isOf('AWSService'),
    'a service event without a type': (r) => r['eventType'] === 'AwsServiceEvent' && identity(r)['type'] === undefined,
    'a role': isOf('AssumedRole'),
    'a role session named like a user': (r) =>
      names().some((name) => `${identity(r)['arn']}`.endsWith(`/${name}`) && isOf('AssumedRole')(r)),
    'a role session named like a user in capitals': (r) =>
      isOf('AssumedRole')(r) && names().some((name) => `${identity(r)['arn']}`.endsWith(`/${name.toUpperCase()}`)),
    'another account': isOf('AWSAccount'),
    'a SAML user': isOf('SAMLUser'),
    'a web identity': isOf('WebIdentityUser'),
    'an Identity Center user': isOf('IdentityCenterUser'),
    'a directory user': isOf('Directory'),
    root: isOf('Root'),
    'a federated session of a user': (r) =>
      part(part(identity(r), 'sessionContext'), 'sessionIssuer')['type'] === 'IAMUser',
    'a refused call': (r) => isUser(r) && r['errorCode'] === 'AccessDenied',
    'a throttled call': (r) => isUser(r) && r['errorCode'] === 'ThrottlingException',
    'a failed sign-in': signIn('Failure'),
    'a successful sign-in': signIn('Success'),
    'the second factor of a sign-in': (r) => r['eventName'] === 'CheckMfa',
    'a hidden user name': (r) => identity(r)['userName'] === 'HIDDEN_DUE_TO_SECURITY_REASONS',
    'a copy for another account': (r) => isUser(r) && identity(r)['accountId'] !== r['recipientAccountId'],
    'a user of unknown type': (r) => isOf('Unknown')(r) && `${identity(r)['principalId']}`.startsWith('AIDA'),
    'a data event without identity': (r) => r['userIdentity'] === undefined && r['eventCategory'] === 'Data',
    'network activity': (r) => r['eventCategory'] === 'NetworkActivity',
    'no time': (r) => isUser(r) && r['eventTime'] === undefined,
    'an impossible time': (r) => `${r['eventTime']}`.startsWith('2026-13'),
    'a time two days ahead': (r) => r['eventTime'] === '2026-11-03T00:00:00Z',
    'no unique id': (r) => isUser(r) && identity(r)['principalId'] === undefined,
    'a long-term key': (r) => isUser(r) && keyIs('AKIA')(r),
    'a console session': (r) => isUser(r) && keyIs('ASIA')(r) && r['sessionCredentialFromConsole'] === 'true',
    'a session of GetSessionToken': (r) =>
      isUser(r) && keyIs('ASIA')(r) && r['sessionCredentialFromConsole'] === undefined,
    'the call for a session token': (r) => r['eventName'] === 'GetSessionToken' && keyIs('AKIA')(r),
    'the call for a federation token': (r) => r['eventName'] === 'GetFederationToken' && keyIs('AKIA')(r),
    'an old name': (r) => `${identity(r)['userName']}`.endsWith('.old'),
    'a user who is not in the inventory': (r) => identity(r)['userName'] === 'former.contractor',
    'a terminal escape': (r) => `${r['userAgent']}`.includes('\u001b[31m'),
    'a newline in a name': (r) => `${r['eventName']}`.includes('\n'),
    'a decoy identity': (r) => part(r, 'requestParameters')['userIdentity'] !== undefined,
    'a decoy list of records': (r) => JSON.stringify(r['requestParameters'] ?? null).includes('\\"Records\\":['),
    'text beyond ASCII': (r) => JSON.stringify(r).includes('日本語'),
  };

  it.each(Object.entries(readings))('%s', (_, isIt) => {
    expect(records.some(isIt)).toBe(true);
  });

  it('two users one after the other under one name', () => {
    expect(namesWithSeveralIds().length).toBeGreaterThan(0);
  });
});
