/** The flow that ends a run over an organization: totals, metrics, one digest. */

import { isDone, type OrganizationAccount, readMember } from '../../domain/organization/organization-account.ts';
import { hasNews, renderOrganizationDigest } from '../../domain/organization/organization-digest.ts';
import { organizationMetric, organizationMetrics } from '../../domain/organization/organization-metrics.ts';
import { type OrganizationRun, readOrganizationRun } from '../../domain/organization/organization-run.ts';
import { rollUp } from '../../domain/organization/roll-up.ts';
import type { RunMessage } from '../../domain/organization/run-message.ts';
import { organizationPartition } from '../../domain/sightings/partition.ts';
import { daysBetween, plusMinutes } from '../../domain/time.ts';
import type { ClosePorts, OrganizationSettings } from './organization-ports.ts';

export type CloseMessage = Extract<RunMessage, { readonly kind: 'close' }>;

/** A message to close, its own id, and for whom. */
export interface CloseRequest {
  readonly message: CloseMessage;
  /** The same for each attempt at the same message; another message has another one. */
  readonly messageId: string;
  readonly settings: Pick<OrganizationSettings, 'stackName' | 'tableName'>;
}

/** `outstanding`: accounts are not done yet, or somebody else closes the run; a later message looks again. */
export type ClosedRun =
  | { readonly kind: 'closed'; readonly isWhole: boolean; readonly isPublished: boolean }
  | { readonly kind: 'outstanding'; readonly accounts: number }
  | { readonly kind: 'superseded' | 'closed-before' };

/**
 * Every account had all its attempts by then: four hours for the first thousand accounts, one more for each further
 * one that is begun. Twenty at once, a minute each, are 1,200 an hour.
 */
const closeAnywayAfterHours = (accounts: number): number => 4 + Math.floor(Math.max(0, accounts - 1) / 1000);

const lookAgainAfterS = 120;
const leaseMinutes = 20;

/**
 * Closes the run once all accounts are done, or after some hours with those that gave no result. One message closes it
 * alone: the lease has the message's id. Killed between the publish and the end, the next attempt publishes the same
 * digest once more, under the same id. `OrganizationRunCompleted` is put for a whole run alone.
 */
export async function closeOrganizationRun(request: CloseRequest, ports: ClosePorts): Promise<ClosedRun> {
  const { message, messageId } = request;
  const { organizationId, runId } = message;
  const found = await openRun(request, ports);
  if (found.kind !== 'open') return found;
  const { run, accounts } = found;
  const outstanding = accounts.filter((account) => !isDone(account, runId)).length + found.unreadable;
  const isOverdue = daysBetween(run.startedAt, ports.clock()) * 24 >= closeAnywayAfterHours(run.accounts);
  if (outstanding > 0 && !isOverdue) return lookAgain(message, outstanding, ports);
  const partition = organizationPartition(organizationId);
  const now = ports.clock();
  const lease = await ports.lease.take(partition, messageId, now, plusMinutes(now, leaseMinutes));
  if (lease.kind === 'held') return lookAgain(message, outstanding, ports);
  try {
    // Somebody else may have closed it before the lease was taken.
    const latest = await openRun(request, ports);
    return latest.kind === 'open' ? await close(request, latest, ports) : latest;
  } finally {
    await ports.lease.release(partition, messageId);
  }
}

interface OpenRun {
  readonly kind: 'open';
  readonly run: OrganizationRun;
  readonly accounts: readonly OrganizationAccount[];
  /** Entries of accounts that a later version wrote. */
  readonly unreadable: number;
}

async function openRun(
  { message }: CloseRequest,
  { store }: ClosePorts,
): Promise<OpenRun | Extract<ClosedRun, { readonly kind: 'superseded' | 'closed-before' }>> {
  const stored = await store.readOrganization(message.organizationId);
  const run = stored.run && readOrganizationRun(stored.run);
  if (run?.runId !== message.runId) return { kind: 'superseded' };
  if (run.closedAt !== undefined) return { kind: 'closed-before' };
  const accounts = stored.members.flatMap((item) => readMember(item) ?? []);
  const present = accounts.filter(({ outcome, runId }) => outcome.kind !== 'left' || runId === run.runId);
  return { kind: 'open', run, accounts: present, unreadable: stored.members.length - accounts.length };
}

async function lookAgain(message: CloseMessage, accounts: number, ports: ClosePorts): Promise<ClosedRun> {
  await ports.send([{ message, delayS: lookAgainAfterS }]);
  return { kind: 'outstanding', accounts };
}

async function close({ message, settings }: CloseRequest, open: OpenRun, ports: ClosePorts): Promise<ClosedRun> {
  const { organizationId, runId } = message;
  const owner = { organizationId, stackName: settings.stackName };
  // An account without a result in this run was not judged in it, whatever its entry says of an earlier run.
  const accounts = open.accounts.map((account) => (isDone(account, runId) ? account : withoutResult(account)));
  const isWhole = open.unreadable === 0 && accounts.every((account) => isDone(account, runId));
  const now = ports.clock();
  await ports.putMetrics(organizationMetrics(owner, rollUp(accounts)), now);
  const tenants = await ports.readTenants();
  const { run, unreadable } = open;
  const facts = { ...owner, run, accounts, unreadable, tenants, tableName: settings.tableName };
  const isPublished = hasNews(facts);
  if (isPublished) await ports.publishDigest(renderOrganizationDigest(facts));
  for (const { accountId, changes } of accounts) {
    if (changes !== undefined) await ports.outbox.clear(accountId, changes.digestId);
  }
  if (isWhole) await ports.putMetrics([organizationMetric(owner, 'OrganizationRunCompleted', 1)], now);
  await ports.store.writeOrganizationRun(organizationId, { ...run, closedAt: now });
  return { kind: 'closed', isWhole, isPublished };
}

function withoutResult({ changes: _, ...account }: OrganizationAccount): OrganizationAccount {
  return { ...account, outcome: { kind: 'waiting' } };
}
