/** The callers in the sample's records: users, roles and services. */

import type { Caller } from './call-record.ts';
import { browser, programs } from './calls.ts';
import type { Person } from './person.ts';
import type { Activity } from './story.ts';

/** Marks the place of a session's start; no name or id of AWS has this character. */
const hole = '#';

const sessionAttributes = (mfaAuthenticated: 'true' | 'false') => ({ creationDate: hole, mfaAuthenticated });

function caller(identity: object, address: string, agents: readonly string[], more = ''): Caller {
  const [before = '', after] = JSON.stringify(identity).split(hole);
  return { identity: after === undefined ? [before] : [before, after], address, agents, more };
}

/** The part of a user's `userIdentity` that does not depend on the credential. */
export function identityOf({ userId, arn, userName }: Person) {
  return { type: 'IAMUser', principalId: userId, arn, accountId: arn.split(':')[4], userName };
}

/** A user with the kind of credential of its activity. */
export function callerOf(person: Person, via: Activity['via']): Caller {
  const identity = identityOf(person);
  const session = {
    ...identity,
    accessKeyId: person.sessionKeyId,
    sessionContext: { sessionIssuer: {}, webIdFederationData: {}, attributes: sessionAttributes('true') },
  };
  switch (via) {
    case 'key':
      return caller({ ...identity, accessKeyId: person.keyIds[0] }, person.address, programs);
    case 'console':
      return caller(session, person.address, [browser], ',"sessionCredentialFromConsole":"true"');
    case 'session':
      return caller(session, person.address, programs);
    case 'federation':
      return caller(federatedBy(person), person.address, programs);
    default:
      return via satisfies never;
  }
}

function federatedBy(person: Person) {
  const identity = identityOf(person);
  return {
    type: 'FederatedUser',
    principalId: `${identity.accountId}:partner`,
    arn: `arn:aws:sts::${identity.accountId}:federated-user/partner`,
    accountId: identity.accountId,
    accessKeyId: person.sessionKeyId,
    sessionContext: { sessionIssuer: identity, webIdFederationData: {}, attributes: sessionAttributes('false') },
  };
}

/** `userIdentity` of a role's session. */
export function roleIdentityOf(account: string, role: string, session: string) {
  const id = role
    .toUpperCase()
    .replaceAll(/[^A-Z]/g, '')
    .padEnd(17, '2')
    .slice(0, 17);
  const issuer = { type: 'Role', principalId: `AROA${id}`, arn: `arn:aws:iam::${account}:role/${role}` };
  return {
    type: 'AssumedRole',
    principalId: `AROA${id}:${session}`,
    arn: `arn:aws:sts::${account}:assumed-role/${role}/${session}`,
    accountId: account,
    accessKeyId: `ASIA${id}`,
    sessionContext: {
      sessionIssuer: { ...issuer, accountId: account, userName: role },
      webIdFederationData: {},
      attributes: sessionAttributes('false'),
      ec2RoleDelivery: '2.0',
    },
  };
}

const roles = ['app-runtime', 'build-agent', 'config-recorder', 'data-pipeline', 'read-replica'];
const sessionsOfRole = 9;

/** Active roles, the largest part of every real account; each has several sessions. */
export function roleCallers(account: string): Caller[] {
  return roles.flatMap((role, index) =>
    Array.from({ length: sessionsOfRole }, (_, session) =>
      caller(roleIdentityOf(account, role, `i-0a1b2c3d4e5f${index}${session}`), `203.0.113.${10 + session}`, programs),
    ),
  );
}

/** AWS services that act in the account. */
export function serviceCallers(): Caller[] {
  return ['ec2.amazonaws.com', 'cloudtrail.amazonaws.com', 'config.amazonaws.com'].map((invokedBy) =>
    caller({ type: 'AWSService', invokedBy }, invokedBy, [invokedBy]),
  );
}
