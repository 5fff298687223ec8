import { describe, expect, it } from 'vitest';
import type { AccountSettings } from '../../../domain/accounts/account-settings.ts';
import { storedSettings } from '../../../domain/accounts/stored-settings.ts';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { settingsEntry } from '../../../domain/sightings/entry.ts';
import { unitPartition } from '../../../domain/sightings/partition.ts';
import { plusDays, plusMinutes } from '../../../domain/time.ts';
import type { SettingsHolder } from '../../../infra/ports/accounts/account-settings-store.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { organization } from '../../domain/organization/world.ts';
import { organizationPorts } from '../../fakes/organization/organization-world.ts';
import { drain, fourAccounts, one, outcomes, runOn, start, three } from './organization-scenario.ts';

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
