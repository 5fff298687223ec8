/** Builds records other than plain calls, field by field. */

import { type Caller, callRecord, type Moment } from './call-record.ts';
import { identityOf } from './callers.ts';
import { allCalls, browser, programs } from './calls.ts';
import type { Person } from './person.ts';

/** A record as an object, with AWS's field names. */
export type SampleRecord = { readonly [field: string]: unknown };

const nobody: Caller = { identity: ['null'], address: '203.0.113.7', agents: programs, more: '' };

/** A plain call with changed fields: `more` replaces fields; `undefined` in it removes one. */
export function recordOf(moment: Moment, more: SampleRecord): SampleRecord {
  const plain = callRecord(moment, nobody, moment.random.pick(allCalls));
  return { ...(JSON.parse(plain) as SampleRecord), ...more };
}

/** The common fields of the sign-in service's events. */
const signIn = {
  eventSource: 'signin.amazonaws.com',
  eventType: 'AwsConsoleSignIn',
  readOnly: false,
  userAgent: browser,
  requestParameters: null,
  tlsDetails: {
    tlsVersion: 'TLSv1.3',
    cipherSuite: 'TLS_AES_128_GCM_SHA256',
    clientProvidedHostHeader: 'signin.aws.amazon.com',
  },
};

/** A console sign-in with this outcome. */
export function signInOf(moment: Moment, person: Person, outcome: 'Success' | 'Failure', more: SampleRecord = {}) {
  return recordOf(moment, {
    ...signIn,
    userIdentity: identityOf(person),
    eventName: 'ConsoleLogin',
    sourceIPAddress: person.address,
    responseElements: { ConsoleLogin: outcome },
    additionalEventData: {
      LoginTo: 'https://console.aws.amazon.com/console/home',
      MobileVersion: 'No',
      MFAUsed: 'Yes',
    },
    ...(outcome === 'Failure' && { errorMessage: 'Failed authentication' }),
    ...more,
  });
}

/** The second step of a sign-in. It does not show whether the first step succeeded. */
export function checkMfaOf(moment: Moment, person: Person): SampleRecord {
  return recordOf(moment, {
    ...signIn,
    userIdentity: identityOf(person),
    eventName: 'CheckMfa',
    responseElements: { CheckMfa: 'Success' },
  });
}
