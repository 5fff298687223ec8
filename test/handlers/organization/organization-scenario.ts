/** Days of an organization of four accounts. */

import { answered } from '../../../domain/answer.ts';
import { type AcceptedLosses, nothingAccepted } from '../../../domain/organization/accepted-losses.ts';
import type { ListedAccount } from '../../../domain/organization/member-account.ts';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { plusDays, plusMinutes } from '../../../domain/time.ts';
import { closeOrganizationRun } from '../../../handlers/organization/close-organization-run.ts';
import { judgeMember } from '../../../handlers/organization/judge-member.ts';
import { startOrganizationRun } from '../../../handlers/organization/start-organization-run.ts';
import { account } from '../../domain/builders.ts';
import { organization } from '../../domain/organization/world.ts';
import {
  type OrganizationWorld,
  organizationPorts,
  organizationWorld,
} from '../../fakes/organization/organization-world.ts';
import { worldOf } from '../../fakes/reconcile-world.ts';
import { inventoryOf, person, requestOf } from '../reconcile/reconcile-scenario.ts';

const listed = (digit: string, state: ListedAccount['state'] = 'ACTIVE'): ListedAccount => {
  return { accountId: account(digit.repeat(12)), name: `account ${digit}`, state };
};
export const [one, two, three, four] = [listed('1'), listed('2'), listed('3'), listed('4', 'SUSPENDED')];

/** Three accounts in service, and a suspended one. */
export const fourAccounts = () =>
  organizationWorld(
    new Map([
      [one, worldOf(inventoryOf([person('ann', 200), person('ben', 3)]))],
      [two, worldOf(inventoryOf([person('cat', 100)]))],
      [three, worldOf(inventoryOf([person('dan', 5)]))],
      [four, worldOf(inventoryOf([]))],
    ]),
  );

/** One attempt; a process that died is started anew for the next one. */
export async function attempt<T>(world: OrganizationWorld, work: () => Promise<T>): Promise<T | undefined> {
  world.isDead = false;
  try {
    return await work();
  } catch (error) {
    if (!world.isDead) throw error;
    return undefined;
  }
}

export async function start(
  world: OrganizationWorld,
  requestId: string,
  accepted: AcceptedLosses = nothingAccepted,
): Promise<void> {
  const request = { organizationId: organization, requestId, thresholdDays: 90, accepted };
  const started = await attempt(world, () => startOrganizationRun(request, organizationPorts(world)));
  if (started === undefined) await start(world, requestId, accepted);
}

export async function drain(world: OrganizationWorld, attempts = 3): Promise<void> {
  for (let number = 1; world.queue.length > 0; number += 1) {
    const next = world.queue.shift();
    if (next === undefined || number > 200) throw new Error('the queue is never empty');
    const done = await attempt(world, () => handle(world, next.message, `message-${number}`));
    if (done === undefined && attempts > 0) world.queue.push(next);
  }
}

async function handle(world: OrganizationWorld, message: OrganizationWorld['queue'][number]['message'], id: string) {
  const ports = organizationPorts(world);
  const { exemptions, stackName, tableName, regions, reportUrl } = requestOf();
  const terms = { exemptions, stackName, tableName, regions, reportUrl };
  const time = { hasTimeToAsk: () => true, hasTimeForServices: () => true };
  if (message.kind === 'judge') return judgeMember({ message, terms, time, isLastAttempt: false }, ports);
  if (message.kind === 'start-report') return 'started';
  const closed = await closeOrganizationRun({ message, messageId: id, settings: { stackName, tableName } }, ports);
  // The lease of an attempt that was killed holds for 20 minutes.
  if (closed.kind === 'outstanding') world.clock = plusMinutes(world.clock, 21);
  return closed;
}

export async function runOn(world: OrganizationWorld, requestId: string): Promise<OrganizationWorld> {
  await start(world, requestId);
  await drain(world);
  return world;
}

export const outcomes = (world: OrganizationWorld) =>
  [...world.members.values()].flatMap((item) => {
    const member = readMember(item);
    return member === undefined ? [] : [[member.name, member.outcome.kind, member.judged?.counts.unused]];
  });

/** A day later, on which IAM makes new reports. */
export function passDay(world: OrganizationWorld): void {
  world.clock = plusDays(world.clock, 1);
  for (const account of world.worlds.values()) {
    const { report } = account.inventory;
    if (report.kind === 'failed') continue;
    account.inventory = { ...account.inventory, report: answered({ ...report.value, generatedAt: world.clock }) };
  }
}

/** The run of the next day. */
export async function nextDay(world: OrganizationWorld, requestId: string): Promise<void> {
  passDay(world);
  await runOn(world, requestId);
}
