/** The checks of a customer of Google Workspace: what a scan of it needs. */

import type { Answer } from '../answer.ts';
import { plainText } from '../plain-text.ts';
import { isUndelegated, refusalTodo, type Scope, scopes } from '../providers/google/refusals.ts';
import { daysBetween, type Instant, startOfDay } from '../time.ts';
import { clockFinding } from './clock-finding.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What Google answered to the doctor. */
export interface CustomerFacts {
  readonly now: Instant;
  /** The service account, by its key file. */
  readonly account: { readonly email: string; readonly clientId: string | undefined };
  /** The time by Google's clock, where an answer came. */
  readonly serverTime: Answer<Instant>;
  /** A token for each scope. */
  readonly tokens: { readonly [scope in Scope]: Answer<unknown> };
  /** Of the first users of the list, how many name their last login, and the customer that they name. */
  readonly users: Answer<{
    readonly listed: number;
    readonly withLogin: number;
    readonly customer: string | undefined;
  }>;
  /** The latest day of which there is a usage report. */
  readonly reportDay: Answer<string>;
  /** The latest login among the activities; undefined: there is none. */
  readonly latestLogin: Answer<Instant | undefined>;
  /** How many requests were refused because of too many. */
  readonly throttled: number;
}

/** Examines a customer: key, clock, delegation by scope, the administrator's rights, age of the reports, quota. */
export function diagnoseCustomer(facts: CustomerFacts): readonly Finding[] {
  const { account, tokens, throttled } = facts;
  const key = ok('key', `the key file is of ${plainText(account.email)}`);
  const early = [key, clockFinding(facts, clockWords), ...delegationFindings(facts)];
  const asked = [
    ...(tokens.users.kind === 'answered' ? [usersFinding(facts.users)] : []),
    ...(tokens.usage.kind === 'answered' ? [reportFinding(facts)] : []),
    ...(tokens.activities.kind === 'answered' ? [activityFinding(facts)] : []),
  ];
  return asked.length === 0 ? early : [...early, ...asked, quotaFinding(throttled)];
}

const clockWords = { name: 'Google', owner: 'Google', todo: 'check the network' };

const names: { readonly [scope in Scope]: string } = {
  users: 'delegation-users',
  usage: 'delegation-usage',
  activities: 'delegation-activities',
};

function delegationFindings({ tokens, account }: CustomerFacts): Finding[] {
  return (['users', 'usage', 'activities'] as const).map((scope) => {
    const token = tokens[scope];
    if (token.kind === 'answered') return ok(names[scope], `Google gives a token for ${scopes[scope]}`);
    const says = `Google gives no token (${plainText(token.failure.why)})`;
    const client = account.clientId === undefined ? '' : ` (client ID ${plainText(account.clientId)})`;
    const delegate = `delegate ${scopes[scope]} to the service account${client} in the Admin console`;
    return fail(
      names[scope],
      says,
      isUndelegated(token.failure) ? delegate : (refusalTodo(token.failure, scope) ?? 'try again'),
    );
  });
}

function usersFinding(users: CustomerFacts['users']): Finding {
  if (users.kind === 'failed') return refusedFinding('users', users, 'users');
  const { listed, withLogin, customer } = users.value;
  const says = `${withLogin} of the first ${listed} users of customer ${plainText(customer ?? '?')} name their last login`;
  return withLogin > 0 ? ok('users', says) : warn('users', says, 'look whether the administrator may read users');
}

/** A report is one to three days behind. */
const reportDaysMost = 5;

function reportFinding({ reportDay, now }: CustomerFacts): Finding {
  if (reportDay.kind === 'failed') return refusedFinding('usage-report', reportDay, 'usage');
  const says = `the latest is on ${reportDay.value}`;
  return daysBetween(startOfDay(reportDay.value), now) <= reportDaysMost
    ? ok('usage-report', says)
    : warn('usage-report', says, 'the reports of Google are late: everybody silent is unknown until they come');
}

function activityFinding({ latestLogin, now }: CustomerFacts): Finding {
  if (latestLogin.kind === 'failed') return refusedFinding('activities', latestLogin, 'activities');
  const at = latestLogin.value;
  const says = at === undefined ? 'there is no login in 180 days' : `the latest login is of ${at}`;
  return at !== undefined && daysBetween(at, now) <= 2
    ? ok('activities', says)
    : warn('activities', says, 'nobody logged in for two days, or the log is late');
}

function refusedFinding(
  name: string,
  { failure }: Extract<Answer<unknown>, { kind: 'failed' }>,
  scope: Scope,
): Finding {
  const says = `could not be read (${plainText(failure.why)})`;
  const todo = refusalTodo(failure, scope);
  return todo === undefined ? warn(name, says, 'try again') : fail(name, says, todo);
}

const quotaFinding = (throttled: number): Finding =>
  throttled === 0
    ? ok('quota', 'no request was refused because of too many')
    : warn(
        'quota',
        `${throttled} requests were refused because of too many`,
        'others ask in the same project: scan later',
      );
