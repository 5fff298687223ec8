/** The flow that begins a run over an organization: list the accounts, write what is known of them, send messages. */

import type { OrganizationId } from '../../domain/ids.ts';
import { type OrganizationAccount, readMember } from '../../domain/organization/organization-account.ts';
import {
  type OrganizationRun,
  organizationRunId,
  readOrganizationRun,
} from '../../domain/organization/organization-run.ts';
import { type JudgedMember, planOrganization } from '../../domain/organization/plan-organization.ts';
import { storedTrailOf } from '../../domain/organization/stored-trail.ts';
import type { StoredOrganization } from '../../infra/ports/organization-store.ts';
import type { DelayedMessage, StartPorts } from './organization-ports.ts';

/** The organization, and the request that began the run: the same for each attempt of it. */
export interface StartRequest {
  readonly organizationId: OrganizationId;
  readonly requestId: string;
  readonly thresholdDays: number;
}

export type StartedRun =
  | { readonly kind: 'started'; readonly run: OrganizationRun; readonly judged: number }
  /** Fewer than half of the accounts are listed. Nothing was written or sent. */
  | { readonly kind: 'shrunk'; readonly from: number; readonly to: number };

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
  const run = await runOf(request, stored, listed.accounts.length, [...listed.malformed, ...listed.notes], ports);
  const members = stored.members.flatMap((item) => readMember(item) ?? []);
  const facts = { listed: listed.accounts, malformed: listed.malformed, stored: members };
  const plan = planOrganization(facts, run.runId);
  if (plan.kind === 'shrunk') return plan;
  await ports.store.writeOrganizationRun(organizationId, run);
  await writeAll(organizationId, plan.writes, ports);
  await ports.send(messagesOf(organizationId, run, plan.judge));
  return { kind: 'started', run, judged: plan.judge.length };
}

/** The head of this attempt's run: that of an earlier attempt, if there was one. */
async function runOf(
  { requestId, thresholdDays }: StartRequest,
  stored: StoredOrganization,
  accounts: number,
  unlisted: readonly string[],
  ports: StartPorts,
): Promise<OrganizationRun> {
  const latest = stored.run && readOrganizationRun(stored.run);
  if (latest?.runId.endsWith(`/${requestId}`)) return latest;
  const startedAt = ports.clock();
  const runId = organizationRunId(startedAt, requestId);
  const isFirst = latest === undefined || (latest.isFirst && latest.closedAt === undefined);
  const health = await ports.organizationTrail();
  const trail = health && storedTrailOf(health);
  return { runId, startedAt, thresholdDays, accounts, unlisted, isFirst, ...(trail && { trail }) };
}

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
  organizationId: OrganizationId,
  { runId }: OrganizationRun,
  judge: readonly JudgedMember[],
): DelayedMessage[] {
  const of = { organizationId, runId };
  return [
    ...judge.map(({ member: { accountId } }): DelayedMessage => {
      return { message: { kind: 'start-report', accountId, ...of }, delayS: 0 };
    }),
    ...judge.map(({ member, news }): DelayedMessage => {
      return { message: { kind: 'judge', member, ...(news && { news }), ...of }, delayS: judgeAfterS };
    }),
    { message: { kind: 'close', ...of }, delayS: closeAfterS },
  ];
}
