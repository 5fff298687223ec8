import { type Answer, answered, failed, mapAnswer, unusable } from '../../domain/answer.ts';
import type { CustomerFacts } from '../../domain/doctor/customer-checks.ts';
import { isJsonObject, objectAt } from '../../domain/json.ts';
import { readPeople } from '../../domain/providers/google/inventory.ts';
import type { Scope } from '../../domain/providers/google/refusals.ts';
import { type Instant, parseTime, plusDays } from '../../domain/time.ts';
import type { Clock } from '../http/pace.ts';
import type { ReadJson } from '../http/requests.ts';
import { sendJson } from '../http/send-json.ts';
import { activitiesUrl, keptDays } from './activities.ts';
import { apiAt } from './api.ts';
import { listUrl } from './people.ts';
import { type Delegate, tokensFor } from './tokens.ts';
import { newestReport } from './usage-report.ts';

/** So many users show whether the list names their logins. */
const sampled = 100;

/** Asks what a scan of the customer needs; `now` is the time by this machine. Never throws. */
export async function askCustomer(
  delegate: Delegate,
  customer: string,
  clock: Clock,
  now: () => Instant,
): Promise<CustomerFacts> {
  let throttled = 0;
  const { api: root } = delegate.hosts;
  const { email, clientId } = delegate.key;
  const serverTime = await serverTimeOf(root);
  const at = now();
  const ask = async <T>(scope: Scope, question: (read: ReadJson) => Promise<Answer<T>>) => {
    const tokens = tokensFor(delegate, scope, clock);
    const token = await tokens();
    const read = apiAt(root, { tokens, clock, onThrottle: () => throttled++ });
    return { token, answer: token.kind === 'failed' ? token : await question(read) };
  };
  const users = await ask('users', (read) => firstUsers(read, root, customer));
  const usage = await ask('usage', (read) => reportDayOf(read, root, customer, at));
  const activities = await ask('activities', (read) => latestLoginOf(read, root, customer, at));
  return {
    now: at,
    account: { email, clientId },
    serverTime,
    tokens: { users: users.token, usage: usage.token, activities: activities.token },
    users: users.answer,
    reportDay: usage.answer,
    latestLogin: activities.answer,
    throttled,
  };
}

/** Any answer has the time, also a refusal without a token. */
async function serverTimeOf(root: string): Promise<Answer<Instant>> {
  const answer = await sendJson(`${root}/admin/directory/v1/users`, {});
  if (answer.kind === 'failed') return answer;
  const { serverTime } = answer.value;
  return serverTime === undefined ? failed(unusable('the answer has no date')) : answered(serverTime);
}

async function firstUsers(read: ReadJson, root: string, customer: string): Promise<CustomerFacts['users']> {
  const page = await read(listUrl(root, customer, sampled));
  if (page.kind === 'failed') return page;
  const listing = readPeople([page.value]);
  if (listing === undefined) return failed(unusable('a page is no list of users'));
  const withLogin = listing.people.filter(({ activity }) => activity !== undefined).length;
  return answered({ listed: listing.people.length, withLogin, customer: listing.people[0]?.customer });
}

async function reportDayOf(read: ReadJson, root: string, customer: string, now: Instant): Promise<Answer<string>> {
  const { day, failure } = await newestReport(read, root, customer, now);
  return day === undefined ? failed(failure ?? unusable('there is none')) : answered(day);
}

/** The log answers latest first. */
async function latestLoginOf(read: ReadJson, root: string, customer: string, now: Instant) {
  const span = { from: plusDays(now, -keptDays), until: undefined };
  const page = await read(activitiesUrl(root, customer, 'login', span, 1));
  return mapAnswer(page, ({ items }) => {
    const first: unknown = Array.isArray(items) ? items[0] : undefined;
    return parseTime(isJsonObject(first) ? objectAt(first, 'id')?.['time'] : undefined);
  });
}
