/** The flow that judges one account of an organization. */

import { type Failed, mayPass } from '../../domain/answer.ts';
import {
  type AccountOutcome,
  isDone,
  type OrganizationAccount,
  readMember,
} from '../../domain/organization/organization-account.ts';
import { type OrganizationRun, readOrganizationRun } from '../../domain/organization/organization-run.ts';
import type { RunMessage } from '../../domain/organization/run-message.ts';
import { inheritSettings } from '../accounts/inherit-settings.ts';
import { type ReconcileOutcome, type ReconcileRequest, reconcileAccount } from '../reconcile/reconcile.ts';
import type { ReconcilePorts } from '../reconcile/reconcile-ports.ts';
import { changesOf, judgementOf } from './judged-account.ts';
import type { EnteredAccount, MemberPorts } from './organization-ports.ts';

export type JudgeMessage = Extract<RunMessage, { readonly kind: 'judge' }>;

/** The settings of every account, and whether this is the last attempt at this one. */
export interface JudgeRequest {
  readonly message: JudgeMessage;
  readonly terms: Pick<ReconcileRequest, 'exemptions' | 'stackName' | 'tableName' | 'regions' | 'reportUrl'>;
  readonly time: Pick<ReconcileRequest, 'hasTimeToAsk' | 'hasTimeForServices'>;
  readonly isLastAttempt: boolean;
}

/** `superseded`: a later run has begun. `done-before`: this run is done with the account. */
export type JudgedMemberOutcome = AccountOutcome['kind'] | 'superseded' | 'done-before';

/**
 * Judges one account by its role, as the daily job judges the stack's own account, and writes the account's entry last.
 * A refused role makes the account unknown as a whole; its earlier verdicts stay as they are. Throws where another
 * attempt may succeed; the last attempt writes why it did not, and throws too, so that the message is kept.
 */
export async function judgeMember(request: JudgeRequest, ports: MemberPorts): Promise<JudgedMemberOutcome> {
  const { organizationId, runId, member } = request.message;
  const head = await ports.store.readOrganizationRun(organizationId);
  const run = head && readOrganizationRun(head);
  if (run?.runId !== runId) return 'superseded';
  const before = readMember((await ports.store.readMember(organizationId, member.accountId)) ?? {});
  if (before !== undefined && isDone(before, runId)) return 'done-before';
  try {
    const account = await judge(request, run, before, ports);
    await ports.store.writeMember(organizationId, account);
    return account.outcome.kind;
  } catch (error) {
    if (request.isLastAttempt) {
      await ports.store.writeMember(organizationId, unjudged(request, before, { kind: 'failed', why: whyOf(error) }));
    }
    throw error;
  }
}

async function judge(
  request: JudgeRequest,
  run: OrganizationRun,
  before: OrganizationAccount | undefined,
  ports: MemberPorts,
): Promise<OrganizationAccount> {
  const { member, organizationId } = request.message;
  // Before anything else: the job reads the account's settings from the table.
  const settled = await inheritSettings({ organizationId, member, now: ports.clock() }, ports.settings);
  if (settled.kind === 'failed') return unjudged(request, before, settled);
  const { owner } = settled.settings;
  const entered = await ports.enter(member.accountId, run.trail);
  if (entered.kind === 'failed')
    return { ...unjudged(request, before, outcomeOfRefusal(entered)), ...(owner && { owner }) };
  try {
    const outcome = await reconcileAccount(reconcileRequest(request, run, ports), inOrganization(entered.value));
    return { ...accountAfter(request, before, outcome), ...(owner && { owner }) };
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

function outcomeOfRefusal({ failure, cause }: Failed): AccountOutcome {
  if (failure.kind === 'denied') return { kind: 'refused', why: failure.why };
  if (mayPass(failure)) throw new Error(`the role could not be assumed (${failure.why})`, { cause });
  return { kind: 'failed', why: `its role could not be assumed (${failure.why})` };
}

function accountAfter(
  request: JudgeRequest,
  before: OrganizationAccount | undefined,
  outcome: ReconcileOutcome,
): OrganizationAccount {
  switch (outcome.kind) {
    case 'done': {
      const changes = changesOf(outcome.plan);
      const judged = judgementOf(outcome.plan, outcome.notes);
      return { ...entryOf(request, { kind: 'judged' }), judged, ...(changes && { changes }) };
    }
    case 'skipped':
      return unjudged(request, before, { kind: 'skipped', why: outcome.skip.reason, until: outcome.skip.end });
    case 'shrunk': {
      const { from, to } = outcome.shrinkage;
      const why = `IAM lists ${to} of the ${from} users of the last run; if that is right, accept it once`;
      return unjudged(request, before, { kind: 'failed', why });
    }
    case 'busy':
      throw new Error(`another run holds the lease of the account until ${outcome.heldUntil}`);
    case 'table-unreadable':
      throw new Error('the table could not be read', { cause: outcome.cause });
    default:
      return outcome satisfies never;
  }
}

/** The entry of an account without new verdicts: those of an earlier run stay, with their time. */
function unjudged(
  request: JudgeRequest,
  before: OrganizationAccount | undefined,
  outcome: AccountOutcome,
): OrganizationAccount {
  const { judged, owner } = before ?? {};
  return { ...entryOf(request, outcome), ...(owner && { owner }), ...(judged && { judged }) };
}

function entryOf({ message }: JudgeRequest, outcome: AccountOutcome): OrganizationAccount {
  const { member, runId, news } = message;
  return { ...member, runId, outcome, ...(news && { news }) };
}

const maxWhyLength = 300;

const whyOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, maxWhyLength).toWellFormed();
