/** The daily run over 100 and 1,000 accounts of 50 users in memory: requests and the flow's own time. */

import type { ListedAccount } from '../../../domain/organization/member-account.ts';
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
import { inventoryOf, person, requestOf } from '../../handlers/reconcile/reconcile-scenario.ts';

const users = 50;
/** What one account waits for AWS: IAM's report and lists, the table. An assumption, not measured here. */
const waitedS = 20;
const atOnce = 20;

function worldWith(accounts: number): OrganizationWorld {
  const members = Array.from({ length: accounts }, (_, index) => {
    const listed: ListedAccount = {
      accountId: account(`${100_000_000_000 + index}`),
      name: `account ${index}`,
      state: 'ACTIVE',
    };
    const people = Array.from({ length: users }, (__, user) => person(`user-${user}`, user % 10 === 0 ? 120 : 3));
    return [listed, worldOf(inventoryOf(people))] as const;
  });
  return organizationWorld(new Map(members));
}

async function runOver(world: OrganizationWorld, requestId: string): Promise<void> {
  const ports = organizationPorts(world);
  const { exemptions, stackName, tableName, regions, reportUrl } = requestOf();
  const terms = { exemptions, stackName, tableName, regions, reportUrl };
  const time = { hasTimeToAsk: () => true, hasTimeForServices: () => true };
  await startOrganizationRun({ organizationId: organization, requestId, thresholdDays: 90 }, ports);
  for (let next = world.queue.shift(); next !== undefined; next = world.queue.shift()) {
    const { message } = next;
    if (message.kind === 'judge') await judgeMember({ message, terms, time, isLastAttempt: false }, ports);
    if (message.kind === 'close') {
      await closeOrganizationRun({ message, messageId: 'close', settings: { stackName, tableName } }, ports);
    }
  }
}

/** Calls by their name, for each account. */
function callsEach(world: OrganizationWorld, accounts: number): string {
  const counts = new Map<string, number>();
  for (const name of world.calls) counts.set(name, (counts.get(name) ?? 0) + 1);
  const lines = [...counts].sort(([, a], [, b]) => b - a);
  return lines.map(([name, count]) => `${name} ${(count / accounts).toFixed(2)}`).join(', ');
}

const write = (line: string) => void process.stdout.write(`${line}\n`);

for (const accounts of [100, 1000]) {
  const world = worldWith(accounts);
  for (const day of ['first', 'quiet']) {
    world.calls.length = 0;
    const startedMs = performance.now();
    await runOver(world, day);
    const tookS = (performance.now() - startedMs) / 1000;
    const minutes = (accounts * waitedS) / atOnce / 60;
    write(`${accounts} accounts of ${users} users, ${day} day: ${world.calls.length} calls, ${tookS.toFixed(1)} s own`);
    write(`  at ${atOnce} at once and ${waitedS} s each: ${minutes.toFixed(1)} min`);
    write(`  each account: ${callsEach(world, accounts)}`);
  }
}
