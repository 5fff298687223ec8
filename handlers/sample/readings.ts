/** Records that prove nothing about any user. */

import { instantOfEpochMs } from '../../domain/time.ts';
import type { Moment } from './call-record.ts';
import { identityOf, roleIdentityOf } from './callers.ts';
import { checkMfaOf, recordOf, type SampleRecord, signInOf } from './odd-record.ts';
import type { Person } from './person.ts';

const otherAccount = '444455556666';
const dayMs = 86_400_000;

/** Makes a record that is no sighting of any user, though it may claim to be of `person`. */
type Reading = (moment: Moment, person: Person) => SampleRecord;

const by =
  (userIdentity: (person: Person, account: string) => unknown, more: SampleRecord = {}): Reading =>
  (moment, person) =>
    recordOf(moment, { userIdentity: userIdentity(person, moment.account), ...more });

const asRole = (person: Person, account: string) => started(roleIdentityOf(account, 'app-runtime', person.userName));

/** A role's session with a start. */
function started(identity: ReturnType<typeof roleIdentityOf>) {
  const attributes = { creationDate: '2026-06-01T00:00:00Z', mfaAuthenticated: 'false' };
  return { ...identity, sessionContext: { ...identity.sessionContext, attributes } };
}

/** Identities that are not IAM users of this account. */
const others: readonly Reading[] = [
  by((_, account) => ({ type: 'Root', principalId: account, arn: `arn:aws:iam::${account}:root`, accountId: account })),
  by((_, account) => ({ accountId: account, invokedBy: 'ec2.amazonaws.com' }), {
    eventType: 'AwsServiceEvent',
    eventName: 'SharedSnapshotVolumeCreated',
    eventSource: 'ec2.amazonaws.com',
    requestParameters: null,
    sourceIPAddress: 'ec2.amazonaws.com',
    userAgent: 'ec2.amazonaws.com',
  }),
  by(asRole),
  by(() => ({ type: 'AWSAccount', principalId: 'AIDAFOREIGN2222222222', accountId: otherAccount })),
  by(({ userName }) => ({ type: 'SAMLUser', principalId: 'idp:subject', userName, identityProvider: 'idp' }), {
    eventName: 'AssumeRoleWithSAML',
    eventSource: 'sts.amazonaws.com',
    requestParameters: null,
  }),
  by(({ userName }) => ({ type: 'WebIdentityUser', principalId: 'idp:app:subject', userName }), {
    eventName: 'AssumeRoleWithWebIdentity',
    eventSource: 'sts.amazonaws.com',
    requestParameters: null,
  }),
  by((_, account) => ({ type: 'IdentityCenterUser', accountId: account, onBehalfOf: { userId: 'c4f8-sample' } })),
  by(({ userName }, account) => ({ type: 'Directory', accountId: account, userName })),
  by((person) => ({ ...identityOf(person), accountId: otherAccount })),
];

/** Records that are no activity: sign-ins that anyone can cause, and events of other kinds. */
const noActivity: readonly Reading[] = [
  (moment, person) =>
    signInOf(moment, person, 'Failure', {
      userIdentity: { ...identityOf(person), principalId: '', userName: 'HIDDEN_DUE_TO_SECURITY_REASONS' },
      errorMessage: 'No username found in supplied account',
    }),
  checkMfaOf,
  (moment, person) => signInOf(moment, person, 'Failure'),
  by(() => undefined, {
    managementEvent: false,
    eventCategory: 'Data',
    eventSource: 'ses.amazonaws.com',
    eventName: 'SendEmail',
  }),
  by(identityOf, { eventType: 'AwsVpceEvent', eventCategory: 'NetworkActivity', vpcEndpointId: 'vpce-0a1b2c3d' }),
];

/** Records that claim to be of an IAM user and cannot be read. */
const unreadable: readonly Reading[] = [
  by(identityOf, { eventTime: undefined }),
  by(identityOf, { eventTime: '2026-13-01T00:00:00Z' }),
];

/** A role's call with parameters that a careless reader takes for a user's identity. */
const decoy: Reading = (moment, person) => {
  const userIdentity = identityOf(person);
  const parameters = {
    userIdentity,
    note: '日本語 ☃ 🚀 "Records":[{"userIdentity":',
    Records: [{ userIdentity, eventName: 'Decoy' }],
  };
  return recordOf(moment, { userIdentity: asRole(person, moment.account), requestParameters: parameters });
};

/** All kinds of records other than plain calls and sightings; the sample has some of each. */
export function readingsUntil(endMs: number): readonly Reading[] {
  const future = by(identityOf, { eventTime: instantOfEpochMs(endMs + 2 * dayMs) });
  return [...others, ...noActivity, ...unreadable, future, decoy];
}
