import { describe, expect, it } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { storedSettings } from '../../../domain/accounts/stored-settings.ts';
import type { ListedAccount } from '../../../domain/organization/member-account.ts';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { unitPartition } from '../../../domain/sightings/partition.ts';
import { plusDays, plusMinutes } from '../../../domain/time.ts';
import { closeOrganizationRun } from '../../../handlers/organization/close-organization-run.ts';
import { judgeMember } from '../../../handlers/organization/judge-member.ts';
import { startOrganizationRun } from '../../../handlers/organization/start-organization-run.ts';
import type { SettingsHolder } from '../../../infra/ports/accounts/account-settings-store.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
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
const [one, two, three, four] = [listed('1'), listed('2'), listed('3'), listed('4', 'SUSPENDED')];

/** Three accounts in service, and a suspended one. */
const fourAccounts = () =>
  organizationWorld(
    new Map([
      [one, worldOf(inventoryOf([person('ann', 200), person('ben', 3)]))],
      [two, worldOf(inventoryOf([person('cat', 100)]))],
      [three, worldOf(inventoryOf([person('dan', 5)]))],
      [four, worldOf(inventoryOf([]))],
    ]),
  );

/** One attempt; a process that died is started anew for the next one. */
async function attempt<T>(world: OrganizationWorld, work: () => Promise<T>): Promise<T | undefined> {
  world.isDead = false;
  try {
    return await work();
  } catch (error) {
    if (!world.isDead) throw error;
    return undefined;
  }
}

async function start(world: OrganizationWorld, requestId: string): Promise<void> {
  const request = { organizationId: organization, requestId, thresholdDays: 90 };
  const started = await attempt(world, () => startOrganizationRun(request, organizationPorts(world)));
  if (started === undefined) await start(world, requestId);
}

async function drain(world: OrganizationWorld, attempts = 3): Promise<void> {
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

async function runOn(world: OrganizationWorld, requestId: string): Promise<OrganizationWorld> {
  await start(world, requestId);
  await drain(world);
  return world;
}

const outcomes = (world: OrganizationWorld) =>
  [...world.members.values()].flatMap((item) => {
    const member = readMember(item);
    return member === undefined ? [] : [[member.name, member.outcome.kind, member.judged?.counts.unused]];
  });

describe('the daily run over an organization', () => {
  it('judges every account in service, and ends in totals and one digest', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    expect(outcomes(world).sort()).toEqual([
      ['account 1', 'judged', 1],
      ['account 2', 'judged', 1],
      ['account 3', 'judged', 0],
      ['account 4', 'out-of-service', undefined],
    ]);
    expect(world.digests.map(({ subject }) => subject)).toEqual([
      `Lastseen ${organization}: 2 newly unused, 0 back; 2 unused of 4 users; 0 accounts not judged`,
    ]);
    expect(Object.fromEntries(world.metrics)).toMatchObject({
      UnusedUsers: 2,
      Accounts: 4,
      OrganizationRunCompleted: 1,
    });
    expect([...world.worlds.values()].flatMap(({ digests, metrics }) => [...digests, ...metrics])).toEqual([]);
    expect(world.run?.closedAt).toBeDefined();
  });

  it('never finds fewer unused users by an account that refuses, and says since when it is not judged', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    world.refused.add(one.accountId);
    world.clock = plusDays(world.clock, 1);
    await runOn(world, 'day-2');
    expect(world.metrics.get('UnusedUsers')).toBe(2);
    expect(world.metrics.get('CarriedUnusedUsers')).toBe(1);
    expect(world.metrics.get('AccountsNotJudged')).toBe(1);
    expect(world.digests.at(-1)?.body).toContain(
      'account 1: its role refused (AccessDenied); last judged 2026-11-23T08:00:00Z, 1 unused then',
    );
  });

  it('judges an account by its nearest unit where it has no settings of its own, and names who answers for it', async () => {
    const world = fourAccounts();
    world.listed = world.listed.map((each) => ({ ...each, unit: each === one ? 'Sandbox/Old' : 'Sandbox' }));
    const { settings } = organizationPorts(world);
    const decide = (holder: SettingsHolder, decided: AccountSettings) =>
      settings.addSettings(holder, settingsVersion(1, decided));
    await decide(unitPartition(organization, 'Sandbox'), { thresholdDays: 120, owner: 'lab\u001b[2J' });
    await decide(unitPartition(organization, 'Sandbox/Old'), { thresholdDays: 365 });
    await decide(three.accountId, { owner: 'dan' });
    await runOn(world, 'day-1');
    const members = [...world.members.values()].flatMap((item) => readMember(item) ?? []);
    const decided = members.map(({ name, owner, judged }) => [
      name,
      owner,
      judged?.thresholdDays,
      judged?.counts.unused,
    ]);
    expect(decided.sort()).toEqual([
      ['account 1', 'lab\u001b[2J', 365, 0],
      ['account 2', 'lab\u001b[2J', 120, 0],
      ['account 3', 'dan', 120, 0],
      ['account 4', undefined, undefined, undefined],
    ]);
    const inherited = storedSettings(await settings.readSettings(one.accountId))?.inherited;
    expect(inherited?.from).toEqual({ thresholdDays: 'Sandbox/Old', owner: 'Sandbox' });
  });

  it('no longer goes by a unit that took its settings back, and judges nobody by those of a later version', async () => {
    const world = fourAccounts();
    const { settings } = organizationPorts(world);
    const root = unitPartition(organization, '');
    await settings.addSettings(root, settingsVersion(1, { thresholdDays: 365 }));
    await runOn(world, 'day-1');
    expect(world.metrics.get('UnusedUsers')).toBe(0);
    await settings.addSettings(root, settingsVersion(2, {}));
    world.clock = plusDays(world.clock, 1);
    await runOn(world, 'day-2');
    expect(world.metrics.get('UnusedUsers')).toBe(2);
    world.settings.get(root)?.set(settingsEntry(3), { format: 2 });
    world.clock = plusDays(world.clock, 1);
    await runOn(world, 'day-3');
    expect(outcomes(world).filter(([, kind]) => kind === 'failed')).toHaveLength(3);
    expect(world.metrics.get('CarriedUnusedUsers')).toBe(2);
  });

  it('says nothing on a day on which nothing changed', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    world.clock = plusMinutes(world.clock, 60);
    await runOn(world, 'day-2');
    expect(world.digests).toHaveLength(1);
    expect(world.metrics.get('OrganizationRunCompleted')).toBe(1);
  });

  it('closes after four hours without the accounts that gave no result, and without the heartbeat', async () => {
    const world = fourAccounts();
    await start(world, 'day-1');
    const lost = world.queue.findIndex(({ message }) => message.kind === 'judge');
    world.queue.splice(lost, 1);
    await drain(world);
    expect(outcomes(world).sort()[0]).toEqual(['account 1', 'waiting', undefined]);
    expect(world.digests[0]?.body).toContain('account 1: no answer in this run; never judged yet');
    expect(world.metrics.has('OrganizationRunCompleted')).toBe(false);
    expect(world.metrics.get('AccountsNotJudged')).toBe(1);
  });

  it('drops the messages of a run that a later one took over', async () => {
    const world = fourAccounts();
    await start(world, 'day-1');
    world.clock = plusMinutes(world.clock, 5);
    await start(world, 'day-2');
    await drain(world);
    expect(world.digests.map(({ id }) => id)).toEqual([`${organization}/${world.run?.runId}`]);
    expect(world.run?.runId.endsWith('/day-2')).toBe(true);
  });

  it('ends in the same accounts and one digest wherever it is killed, or twice the same after the publish', async () => {
    const whole = await runOn(fourAccounts(), 'day-1');
    expect(whole.calls.length).toBeGreaterThan(40);
    for (let atCall = 1; atCall <= whole.calls.length; atCall += 1) {
      const world = fourAccounts();
      world.crash = { atCall, when: 'after' };
      await runOn(world, 'day-1');
      const where = `killed after call ${atCall}, ${whole.calls[atCall - 1]}`;
      expect(outcomes(world).sort(), where).toEqual(outcomes(whole).sort());
      expect(new Set(world.digests.map(({ id, body }) => `${id} ${body}`)).size, where).toBe(1);
      const isAfterPublish = atCall >= whole.calls.indexOf('publishDigest') + 1;
      expect(world.digests.length, where).toBeLessThanOrEqual(isAfterPublish ? 2 : 1);
      expect(
        [...world.worlds.values()].map(({ pending }) => pending),
        where,
      ).toEqual(Array(4).fill(undefined));
      expect(world.metrics.get('OrganizationRunCompleted'), where).toBe(1);
    }
  });
});
