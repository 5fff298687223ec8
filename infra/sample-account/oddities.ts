import { instantOfEpochMs } from '../../domain/time.ts';
import type { Person } from './person.ts';
import { identityOf, type Moment, recordOf, roleOf, type SampleRecord, signInOf } from './records.ts';

/** A record that is no plain call, how it reads, and whom it sees, if anybody. */
export interface Oddity {
  readonly record: SampleRecord;
  readonly sees?: Person;
}

const otherAccount = '444455556666';

/** Every reading that a record can have, but the plain ones; told of some `person` who is active anyway. */
export function readingsOf(moment: Moment, person: Person, endMs: number): Oddity[] {
  const { account } = moment;
  const identity = identityOf(moment, person);
  const of = (userIdentity: unknown, more: SampleRecord = {}): Oddity => ({
    record: recordOf(moment, { userIdentity, ...more }),
  });
  return [
    of({ type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account }),
    of(
      { accountId: account, invokedBy: 'ec2.amazonaws.com' },
      { eventType: 'AwsServiceEvent', eventName: 'SharedSnapshotVolumeCreated' },
    ),
    of(roleOf(account, 'app-runtime', person.userName)),
    of({ type: 'AWSAccount', principalId: 'AIDAFOREIGNEXAMPLE234', accountId: otherAccount }),
    of(
      { type: 'SAMLUser', principalId: 'idp:subject', userName: person.userName },
      { eventName: 'AssumeRoleWithSAML' },
    ),
    of({ type: 'WebIdentityUser', principalId: 'idp:app:subject', userName: person.userName }),
    of({ type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId: 'c4f8-example' } }),
    of({ type: 'Directory', accountId: account, userName: person.userName }),
    of({ ...identity, accountId: otherAccount }),
    of(
      { ...identity, userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      {
        eventName: 'ConsoleLogin',
        eventSource: 'signin.amazonaws.com',
        eventType: 'AwsConsoleSignIn',
        errorMessage: 'No username found in supplied account',
        responseElements: { ConsoleLogin: 'Failure' },
      },
    ),
    of(identity, {
      eventName: 'CheckMfa',
      eventSource: 'signin.amazonaws.com',
      eventType: 'AwsConsoleSignIn',
      responseElements: { CheckMfa: 'Success' },
    }),
    { record: signInOf(moment, person, 'Failure') },
    of(undefined, {
      managementEvent: false,
      eventCategory: 'Data',
      eventSource: 'ses.amazonaws.com',
      eventName: 'SendEmail',
    }),
    of(identity, { eventType: 'AwsVpceEvent', eventCategory: 'NetworkActivity' }),
    of(identity, { eventTime: undefined }),
    of(identity, { eventTime: '2026-13-01T00:00:00Z' }),
    of(identity, { eventTime: instantOfEpochMs(endMs + 2 * 86_400_000) }),
    of(roleOf(account, 'data-pipeline', 'decoy'), {
      requestParameters: { userIdentity: identity, Records: [{ userIdentity: identity, eventName: '"Records":[{' }] },
    }),
  ];
}

/** What a user's own oddity adds on one day. */
export function oddityOf(moment: Moment, person: Person): Oddity[] {
  const identity = identityOf(moment, person);
  switch (person.part.oddity) {
    case 'failed-sign-ins':
      return [{ record: signInOf(moment, person, 'Failure') }];
    case 'no-unique-id': {
      const { principalId: _, ...named } = identity;
      return [
        { record: recordOf(moment, { userIdentity: { ...named, accessKeyId: person.keyIds[0] } }), sees: person },
      ];
    }
    case 'type-unknown':
      return [{ record: recordOf(moment, { userIdentity: { ...identity, type: 'Unknown' } }), sees: person }];
    case 'hostile': {
      const userIdentity = { ...identity, accessKeyId: person.keyIds[0] };
      const texts = { userAgent: '\u001b[31mred\u001b[0m \u009b2J \u202egnirts', eventName: 'Describe\nThings' };
      return [{ record: recordOf(moment, { userIdentity, ...texts }), sees: person }];
    }
    default:
      return [];
  }
}
