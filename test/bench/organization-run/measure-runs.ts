import { nothingAccepted } from '../../../domain/organization/accepted-losses.ts';
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
import { atOnce, waitedS } from './assumed.ts';

/** Users of an account. */
export const users = 50;
/** One daily run over an organization in memory. */
export interface RunFigures {
  readonly accounts: number;
  readonly day: 'first' | 'quiet';
  /** Outside calls by their name, for each account. */
  readonly callsEach: Readonly<Record<string, number>>;
  readonly calls: number;
  /** The flow's own time. */
  readonly ownSeconds: number;
  /** With what each account waits for AWS. */
  readonly minutes: number;
}

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
  const request = { organizationId: organization, requestId, thresholdDays: 90, accepted: nothingAccepted };
  await startOrganizationRun(request, ports);
  for (let next = world.queue.shift(); next !== undefined; next = world.queue.shift()) {
    const { message } = next;
    if (message.kind === 'judge') await judgeMember({ message, terms, time, isLastAttempt: false }, ports);
    if (message.kind === 'close') {
      await closeOrganizationRun({ message, messageId: 'close', settings: { stackName, tableName } }, ports);
    }
  }
}

/** The run of a first day, on which every verdict is written, and of a day on which nothing changed. */
export async function measureRuns(accounts: number): Promise<RunFigures[]> {
  const world = worldWith(accounts);
  const figures: RunFigures[] = [];
  for (const day of ['first', 'quiet'] as const) {
    world.calls.length = 0;
    const startedMs = performance.now();
    await runOver(world, day);
    const ownSeconds = (performance.now() - startedMs) / 1000;
    const calls = world.calls.length;
    const minutes = ((accounts * waitedS) / atOnce + ownSeconds) / 60;
    figures.push({ accounts, day, callsEach: callsEach(world, accounts), calls, ownSeconds, minutes });
  }
  return figures;
}

function callsEach({ calls }: OrganizationWorld, accounts: number): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of calls) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a).map(([name, count]) => [name, count / accounts]));
}
