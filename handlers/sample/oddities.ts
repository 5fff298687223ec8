import type { Moment } from './call-record.ts';
import { identityOf, roleIdentityOf } from './callers.ts';
import { recordOf, type SampleRecord, signInOf } from './odd-record.ts';
import type { Person } from './person.ts';
import type { PartOddity } from './story.ts';

/** A record of a user's oddity, and whether it is a sighting of the user. */
export interface Oddity {
  readonly record: SampleRecord;
  readonly sighting: boolean;
}

/** The record that a user's oddity adds on a day; undefined where the oddity adds no record. */
export function oddityOf(moment: Moment, person: Person, oddity: PartOddity): Oddity | undefined {
  const keyed = { ...identityOf(person), accessKeyId: person.keyIds[0] };
  switch (oddity) {
    case 'failed-sign-ins':
      return { record: signInOf(moment, person, 'Failure'), sighting: false };
    case 'no-unique-id': {
      const { principalId: _, ...named } = keyed;
      return { record: recordOf(moment, { userIdentity: named }), sighting: true };
    }
    case 'type-unknown':
      return { record: recordOf(moment, { userIdentity: { ...keyed, type: 'Unknown' } }), sighting: true };
    case 'hostile':
      return { record: recordOf(moment, { userIdentity: keyed, ...hostileTexts }), sighting: true };
    case 'roles-session-name': {
      const session = roleIdentityOf(moment.account, 'support', person.userName.toUpperCase());
      const { sessionContext: _, ...userIdentity } = session;
      return { record: recordOf(moment, { userIdentity }), sighting: false };
    }
    case 'old-name':
    case 'same-name-before':
      return undefined;
    default:
      return oddity satisfies never;
  }
}

const hostileTexts = {
  userAgent: '\u001b[31mred\u001b[0m \u009b2J \u202egnirts',
  eventName: 'Describe\nThings',
  requestParameters: {
    name: '</script>\u0000 "Records":[{"userIdentity":{"type":"IAMUser"}}]',
    userIdentity: { type: 'IAMUser', principalId: 'AIDADECOY222222222222', userName: 'decoy' },
  },
};
