/** The flow that judges one account of an organization. */

import { isSkipped } from '../../domain/accounts/account-settings.ts';
import { isDone, type OrganizationAccount, readMember } from '../../domain/organization/organization-account.ts';
import { type OrganizationRun, readOrganizationRun } from '../../domain/organization/organization-run.ts';
import { unjudged } from '../../domain/organization/unjudged-account.ts';
import { inheritSettings } from '../accounts/inherit-settings.ts';
import { type ReconcileRequest, reconcileAccount } from '../reconcile/reconcile.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';
import { accountAfter, type JudgeMessage, outcomeOfRefusal } from './account-after.ts';
import type { EnteredAccount, MemberPorts } from './organization-ports.ts';

/** The settings of every account, and whether this is the last attempt at this one. */
export interface JudgeRequest {
  readonly message: JudgeMessage;
  readonly terms: Pick<ReconcileRequest, 'exemptions' | 'stackName' | 'tableName' | 'regions' | 'reportUrl'>;
  readonly time: Pick<ReconcileRequest, 'hasTimeToAsk' | 'hasTimeForServices'>;
  readonly isLastAttempt: boolean;
}

/** `superseded`: a later run has begun. `done-before`: this run is done with the account. */
export type JudgedMemberOutcome = OrganizationAccount['outcome']['kind'] | 'superseded' | 'done-before';

/**
 * Judges one account by its role, as the daily job judges the stack's own account, and writes the account's entry last.
 * A refused role makes the account unknown as a whole, and so does a source of IAM that fails and would make unused
 * users unknown; its earlier verdicts stay as they are. Throws where another attempt may succeed; the last attempt
 * writes why it did not, and throws too, so that the message is kept.
 */
export async function judgeMember(request: JudgeRequest, ports: MemberPorts): Promise<JudgedMemberOutcome> {
  const { message } = request;
  const { organizationId, runId } = message;
  const head = await ports.store.readOrganizationRun(organizationId);
  const run = head && readOrganizationRun(head);
  if (run?.runId !== runId) return 'superseded';
  const before = await stored(message, ports);
  if (before !== undefined && isDone(before, runId)) return 'done-before';
  try {
    const account = await judge(request, run, before, ports);
    await ports.store.writeMember(organizationId, account);
    return account.outcome.kind;
  } catch (error) {
    if (request.isLastAttempt) await writeFailure(message, error, ports);
    throw error;
  }
}

/** The queue may hand a message out twice at once: what the other attempt found stays. */
async function writeFailure(message: JudgeMessage, error: unknown, ports: MemberPorts): Promise<void> {
  const before = await stored(message, ports);
  if (before !== undefined && isDone(before, message.runId)) return;
  const outcome = { kind: 'failed', why: whyOf(error) } as const;
  await ports.store.writeMember(message.organizationId, unjudged(message, before, outcome));
}

async function stored({ organizationId, member }: JudgeMessage, { store }: MemberPorts) {
  return readMember((await store.readMember(organizationId, member.accountId)) ?? {});
}

async function judge(
  request: JudgeRequest,
  run: OrganizationRun,
  before: OrganizationAccount | undefined,
  ports: MemberPorts,
): Promise<OrganizationAccount> {
  const { message } = request;
  const { member, organizationId } = message;
  const now = ports.clock();
  // Before anything else: the job reads the account's settings from the table.
  const settled = await inheritSettings({ organizationId, member, now }, ports.settings);
  if (settled.kind === 'failed') return unjudged(message, before, settled);
  const { owner, skip } = settled.settings;
  const owned = { ...(owner && { owner }) };
  // An account that people leave out may have no role: it is not asked.
  if (skip !== undefined && isSkipped(skip, now)) {
    return { ...accountAfter(message, before, { kind: 'skipped', skip }), ...owned };
  }
  const entered = await ports.enter(member.accountId, run.trail);
  if (entered.kind === 'failed') return { ...unjudged(message, before, outcomeOfRefusal(entered)), ...owned };
  try {
    const outcome = await reconcileAccount(reconcileRequest(request, run, ports), inOrganization(entered.value));
    return { ...accountAfter(message, before, outcome), ...owned };
  } finally {
    entered.value.leave();
  }
}

function reconcileRequest({ message, terms, time }: JudgeRequest, run: OrganizationRun, ports: MemberPorts) {
  return {
    ...terms,
    ...time,
    accountId: message.member.accountId,
    question: { now: ports.clock(), thresholdDays: run.thresholdDays },
    runId: run.runId,
    acceptShrunkInventory: message.acceptShrunkInventory === true,
    keepsUnusedUsers: true,
    // Totals stand for the alarms of each account and user.
    alarmCap: 0,
    alarmActions: [],
  };
}

/**
 * The ports of one account's job. What it would publish waits in its outbox for the organization's digest, and its
 * metrics and alarms are the organization's.
 */
function inOrganization({ ports }: EnteredAccount): ReconcilePorts {
  return {
    ...ports,
    outbox: { ...ports.outbox, clear: async () => {} },
    publishDigest: async () => {},
    putMetrics: async () => {},
    alarms: { list: async () => [], put: async () => {}, remove: async () => {} },
  };
}

const maxWhyLength = 300;

const whyOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, maxWhyLength).toWellFormed();
