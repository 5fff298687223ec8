import { type Answer, answered, failed, unusable } from '../../domain/answer.ts';
import type { TenantFacts } from '../../domain/doctor/tenant-checks.ts';
import { isJsonObject } from '../../domain/json.ts';
import { newestOf } from '../../domain/providers/entra/activity.ts';
import { readPeople } from '../../domain/providers/entra/inventory.ts';
import { type Instant, parseTime } from '../../domain/time.ts';
import type { Clock } from '../http/pace.ts';
import type { ReadJson } from '../http/requests.ts';
import { sendJson } from '../http/send-json.ts';
import { graphAt, listPace } from './graph.ts';
import { listUrl } from './people.ts';
import { type Application, tokensOf } from './tokens.ts';

/** So many users show whether the list names their activity. */
const sampled = 100;

/** Asks what a scan of the tenant needs; `now` is the time by this machine. Never throws. */
export async function askTenant(application: Application, clock: Clock, now: () => Instant): Promise<TenantFacts> {
  const { graph: root } = application.cloud;
  let throttled = 0;
  const tokens = tokensOf(application, clock);
  const graph = graphAt(root, listPace, { tokens, clock, onThrottle: () => throttled++ });
  const serverTime = await serverTimeOf(application);
  const at = now();
  const token = await tokens();
  const isIn = token.kind === 'answered';
  const users = isIn ? await firstUsers(graph, root) : token;
  const latestSignIn = isIn ? await latestOf(graph, root) : token;
  return { now: at, serverTime, token, users, latestSignIn, throttled };
}

/** The tenant's own public configuration: it also shows that the tenant exists in this cloud. */
async function serverTimeOf({ cloud, tenantId }: Application): Promise<Answer<Instant>> {
  const answer = await sendJson(`${cloud.login}/${tenantId}/v2.0/.well-known/openid-configuration`, {});
  if (answer.kind === 'failed') return answer;
  const { status, serverTime } = answer.value;
  if (status !== 200) return failed(unusable(`the tenant is not in this cloud: ${status}`));
  return serverTime === undefined ? failed(unusable('the answer has no date')) : answered(serverTime);
}

async function firstUsers(graph: ReadJson, root: string): Promise<TenantFacts['users']> {
  const page = await graph(listUrl(root, true, sampled));
  if (page.kind === 'failed') return page;
  const listing = readPeople([page.value]);
  if (listing === undefined) return failed(unusable('a page is no list of users'));
  const withActivity = listing.people.filter(({ activity }) => newestOf(activity) !== undefined).length;
  return answered({ listed: listing.people.length, withActivity });
}

/** The log answers latest first. */
async function latestOf(graph: ReadJson, root: string): Promise<TenantFacts['latestSignIn']> {
  const page = await graph(`${root}/v1.0/auditLogs/signIns?$top=1`);
  if (page.kind === 'failed') return page;
  const { value } = page.value;
  if (!Array.isArray(value)) return failed(unusable('a page is no sign-in log'));
  const [first] = value;
  return answered(parseTime(isJsonObject(first) ? first['createdDateTime'] : undefined));
}
