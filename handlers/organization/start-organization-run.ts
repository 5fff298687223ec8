/** The flow that begins a run over an organization: list the accounts, write what is known of them, send messages. */

import type { OrganizationId } from '../../domain/ids.ts';
import type { AcceptedLosses } from '../../domain/organization/accepted-losses.ts';
import type { ListedMembers } from '../../domain/organization/account-list.ts';
import { type OrganizationAccount, readMember } from '../../domain/organization/organization-account.ts';
import {
  type OrganizationRun,
  organizationRunId,
  readOrganizationRun,
} from '../../domain/organization/organization-run.ts';
import {
  type JudgedMember,
  planOrganization,
  type ShrunkOrganization,
} from '../../domain/organization/plan-organization.ts';
import { storedTrailOf } from '../../domain/organization/stored-trail.ts';
import type { StoredOrganization } from '../../infra/ports/organization-store.ts';
import { firstLines } from './judged-account.ts';
import type { DelayedMessage, StartPorts } from './organization-ports.ts';

/** The organization, and the request that began the run: the same for each attempt of it. */
export interface StartRequest {
  readonly organizationId: OrganizationId;
  readonly requestId: string;
  readonly thresholdDays: number;
  readonly accepted: AcceptedLosses;
}

export type StartedRun =
  | { readonly kind: 'started'; readonly run: OrganizationRun; readonly judged: number }
  /** Nothing was written or sent. */
  | ShrunkOrganization
  /** A run with a later id has begun meanwhile, or by another clock. Nothing was sent. */
  | { readonly kind: 'superseded' };

/** IAM takes seconds to minutes for a report. All reports are begun before the first one is read. */
const judgeAfterS = 180;
const closeAfterS = 300;

/**
 * Begins a run. An attempt after one that was killed keeps its id, writes the same and sends every message again; who
 * gets one twice finds the account done. Throws where AWS Organizations, the table or the queue cannot be reached.
 */
export async function startOrganizationRun(request: StartRequest, ports: StartPorts): Promise<StartedRun> {
  const { organizationId } = request;
  const [listed, stored] = await Promise.all([ports.listAccounts(), ports.store.readOrganization(organizationId)]);
  const run = await runOf(request, stored, listed, ports);
  const members = stored.members.flatMap((item) => readMember(item) ?? []);
  const { accounts, malformed } = listed;
  const acceptShrunk = request.accepted.organization;
  const plan = planOrganization({ listed: accounts, malformed, stored: members, acceptShrunk }, run);
  if (plan.kind === 'shrunk') return plan;
  if (!(await ports.store.writeOrganizationRun(organizationId, run))) return { kind: 'superseded' };
  await writeAll(organizationId, plan.writes, ports);
  await ports.send(messagesOf(request, run, plan.judge));
  return { kind: 'started', run, judged: plan.judge.length };
}

/** The head of this attempt's run: that of an earlier attempt, if there was one. */
async function runOf(
  { requestId, thresholdDays }: StartRequest,
  stored: StoredOrganization,
  { accounts, malformed, unplaced }: ListedMembers,
  ports: StartPorts,
): Promise<OrganizationRun> {
  const latest = stored.run && readOrganizationRun(stored.run);
  if (latest?.runId.endsWith(`/${requestId}`)) return latest;
  const startedAt = ports.clock();
  const runId = organizationRunId(startedAt, requestId);
  const isFirst = latest === undefined || (latest.isFirst && latest.closedAt === undefined);
  const lastClosed = latest?.closedAt === undefined ? latest?.lastClosed : latest.runId;
  const health = await ports.organizationTrail();
  const trail = health && storedTrailOf(health);
  const unlisted = firstLines([...malformed, ...unplaced], unlistedLines);
  const head = { runId, startedAt, thresholdDays, accounts: accounts.length, unlisted, isFirst };
  return { ...head, ...(lastClosed && { lastClosed }), ...(trail && { trail }) };
}

/** The head is one item of the table, of 400 KB at most. */
const unlistedLines = 100;

const writesAtOnce = 20;

async function writeAll(
  organizationId: OrganizationId,
  writes: readonly OrganizationAccount[],
  { store }: StartPorts,
): Promise<void> {
  for (let from = 0; from < writes.length; from += writesAtOnce) {
    await Promise.all(writes.slice(from, from + writesAtOnce).map((write) => store.writeMember(organizationId, write)));
  }
}

/** All reports first: the queue hands messages out about in their order, and those of the judging run wait. */
function messagesOf(
  { organizationId, accepted }: StartRequest,
  { runId }: OrganizationRun,
  judge: readonly JudgedMember[],
): DelayedMessage[] {
  const of = { organizationId, runId };
  const confirmed = new Set(accepted.accounts);
  return [
    ...judge.map(({ member: { accountId } }): DelayedMessage => {
      return { message: { kind: 'start-report', accountId, ...of }, delayS: 0 };
    }),
    ...judge.map(({ member, news }): DelayedMessage => {
      const acceptShrunkInventory = confirmed.has(member.accountId);
      const beside = { ...(news && { news }), ...(acceptShrunkInventory && { acceptShrunkInventory }) };
      return { message: { kind: 'judge', member, ...beside, ...of }, delayS: judgeAfterS };
    }),
    { message: { kind: 'close', ...of }, delayS: closeAfterS },
  ];
}
