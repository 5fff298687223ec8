/** The checks of a tenant of Entra ID: what a scan of it needs. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { daysBetween, type Instant } from '../time.ts';
import { clockFinding } from './clock-finding.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What Entra ID answered to the doctor. */
export interface TenantFacts {
  readonly now: Instant;
  /** The time by Microsoft's clock, where an answer came. */
  readonly serverTime: Answer<Instant>;
  readonly token: Answer<unknown>;
  /** Of the first users of the list, how many name their activity. */
  readonly users: Answer<{ readonly listed: number; readonly withActivity: number }>;
  /** The latest sign-in of the log; undefined: it is empty. */
  readonly latestSignIn: Answer<Instant | undefined>;
  /** How many requests were refused because others had used up the quota. */
  readonly throttled: number;
}

/** The code of the refusal of a tenant without a premium licence. */
const noLicence = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';

/** Examines a tenant: token, clock, permissions with consent, licence, quota and the age of the log. */
export function diagnoseTenant(facts: TenantFacts): readonly Finding[] {
  const token = tokenFinding(facts.token);
  const early = [clockFinding(facts, clockWords), token];
  return token.status === 'fail'
    ? early
    : [...early, usersFinding(facts.users), logFinding(facts), quotaFinding(facts)];
}

function tokenFinding(token: Answer<unknown>): Finding {
  if (token.kind === 'answered') return ok('token', 'Entra ID takes the application and its secret');
  const todo = 'compare tenant, client, cloud and secret with the registration of the application';
  return fail('token', `Entra ID gives no token (${plainText(token.failure.why)})`, todo);
}

const clockWords = {
  name: 'Entra ID',
  owner: 'Microsoft',
  todo: 'check the tenant, the cloud and the network',
};

function usersFinding(users: TenantFacts['users']): Finding {
  if (users.kind === 'answered') {
    const { listed, withActivity } = users.value;
    const says = `${withActivity} of the first ${listed} users name their last sign-in`;
    return withActivity > 0
      ? ok('users', says)
      : warn('users', says, 'look at the licence: it takes Entra ID P1 or P2');
  }
  const { kind, why } = users.failure;
  if (why === noLicence) return fail('licence', 'the tenant has no premium licence', 'it takes Entra ID P1 or P2');
  if (kind !== 'denied') return warn('users', `could not be checked (${plainText(why)})`, 'try again');
  const todo = 'grant User.Read.All and AuditLog.Read.All to the application, and let an administrator consent';
  return fail('users', `the list with its activity is refused (${plainText(why)})`, todo);
}

function logFinding({ latestSignIn, now }: TenantFacts): Finding {
  if (latestSignIn.kind === 'failed') {
    const says = `could not be read (${plainText(latestSignIn.failure.why)})`;
    return warn('sign-in-log', says, 'grant AuditLog.Read.All; without the log, verdicts rest on the list alone');
  }
  const at = latestSignIn.value;
  const says = at === undefined ? 'the log is empty' : `its latest sign-in is of ${at}`;
  const isRecent = at !== undefined && daysBetween(at, now) <= 1;
  return isRecent
    ? ok('sign-in-log', says)
    : warn('sign-in-log', says, 'nobody signed in for a day, or the log is late');
}

function quotaFinding({ throttled }: TenantFacts): Finding {
  if (throttled === 0) return ok('quota', 'no request was refused');
  const todo = 'another use of this application takes the five requests in ten seconds: give Lastseen its own';
  return warn('quota', `${throttled} requests were refused because of their number`, todo);
}
