import { describe, expect, it } from 'vitest';
import { failed } from '../../../domain/answer.ts';
import { nothingAccepted } from '../../../domain/organization/accepted-losses.ts';
import { readMember } from '../../../domain/organization/organization-account.ts';
import { readOrganizationRun } from '../../../domain/organization/organization-run.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { judgeMember } from '../../../handlers/organization/judge-member.ts';
import { settingsVersion } from '../../domain/accounts/versions.ts';
import { type OrganizationWorld, organizationPorts } from '../../fakes/organization/organization-world.ts';
import { inventoryOf, person, requestOf } from '../reconcile/reconcile-scenario.ts';
import { drain, fourAccounts, nextDay, one, passDay, runOn, start, three, two } from './organization-scenario.ts';

const memberOf = (world: OrganizationWorld, { accountId }: typeof one) =>
  readMember(world.members.get(accountId) ?? {});
const outcomeOf = (world: OrganizationWorld, account: typeof one) => memberOf(world, account)?.outcome;

const worldOfAccount = (world: OrganizationWorld, { accountId }: typeof one) => {
  const found = world.worlds.get(accountId);
  if (found === undefined) throw new Error('no such account');
  return found;
};

const deniedReport = { report: failed({ kind: 'denied', why: 'AccessDenied' }, 'iam:GetCredentialReport') };
const people = [person('ann', 200), person('ben', 3)];

describe('an account that misleads', () => {
  it('keeps its unused users where one call of IAM is denied, and counts as not judged', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    const account = worldOfAccount(world, one);
    account.inventory = inventoryOf(people, deniedReport);
    for (const day of ['day-2', 'day-3']) {
      await nextDay(world, day);
      expect(outcomeOf(world, one)).toEqual({
        kind: 'refused',
        why: 'the credential report could not be read (AccessDenied); 1 unused users would be unknown',
      });
      expect(world.metrics.get('UnusedUsers')).toBe(2);
      expect(world.metrics.get('AccountsNotJudged')).toBe(1);
    }
    account.inventory = inventoryOf([person('ann', 0.5), person('ben', 3)]);
    await nextDay(world, 'day-4');
    expect(world.metrics.get('UnusedUsers')).toBe(1);
    expect(world.digests.at(-1)?.body).toContain('1 back again');
  });

  it('is tried again where a source of IAM only gave no answer in time', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    const late = { kind: 'throttled', why: 'Throttling' } as const;
    worldOfAccount(world, one).inventory = inventoryOf(people, { report: failed(late, 'iam:GetCredentialReport') });
    passDay(world);
    await start(world, 'day-2');
    const message = world.queue.find(
      ({ message: each }) => each.kind === 'judge' && each.member.accountId === one.accountId,
    );
    await expect(attemptAt(world, message?.message, false)).rejects.toThrow('could not be read (Throttling)');
    expect(outcomeOf(world, one)).toEqual({ kind: 'judged' });
    await expect(attemptAt(world, message?.message, true)).rejects.toThrow('could not be read (Throttling)');
    expect(outcomeOf(world, one)).toMatchObject({ kind: 'failed', why: expect.stringContaining('(Throttling)') });
  });

  it('keeps its unused users where IAM gives the report of the day before yesterday alone', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    world.clock = plusMinutes(world.clock, 2 * 1440);
    await start(world, 'day-3');
    const message = world.queue.find(({ message: each }) => each.kind === 'judge')?.message;
    await expect(attemptAt(world, message, true)).rejects.toThrow('the credential report is old');
    expect(memberOf(world, one)).toMatchObject({ outcome: { kind: 'failed' }, judged: { counts: { unused: 1 } } });
  });

  it('is judged with what IAM says where no verdict is lost by a denied call', async () => {
    const world = fourAccounts();
    worldOfAccount(world, one).inventory = inventoryOf(people, deniedReport);
    await runOn(world, 'day-1');
    expect(outcomeOf(world, one)).toEqual({ kind: 'judged' });
    expect(memberOf(world, one)?.judged?.counts).toMatchObject({ unused: 0, unknown: 2 });
  });

  it('is skipped by its settings also where it has no role, and is no account that could not be judged', async () => {
    const world = fourAccounts();
    world.refused.add(one.accountId);
    const skip = { reason: 'is being closed', end: '2027-06-30' };
    await organizationPorts(world).settings.addSettings(one.accountId, settingsVersion(1, { skip }));
    await runOn(world, 'day-1');
    expect(outcomeOf(world, one)).toEqual({ kind: 'skipped', why: skip.reason, until: skip.end });
    expect(world.metrics.get('AccountsNotJudged')).toBe(0);
  });

  it('lost most of its users: it is judged once somebody confirms that, by the event that it names', async () => {
    const world = fourAccounts();
    const account = worldOfAccount(world, two);
    account.inventory = inventoryOf(['cat', 'cid', 'coy'].map((name) => person(name, 100)));
    await runOn(world, 'day-1');
    account.inventory = inventoryOf([person('cat', 101)]);
    await nextDay(world, 'day-2');
    const { accountId } = two;
    const event = `run the planner once with {"acceptShrunkInventory":["${accountId}"]}`;
    expect(outcomeOf(world, two)).toMatchObject({ kind: 'failed', why: expect.stringContaining(event) });
    expect(world.metrics.get('UnusedUsers')).toBe(4);
    await start(world, 'day-2-again', { ...nothingAccepted, accounts: [accountId] });
    await drain(world);
    expect(outcomeOf(world, two)).toEqual({ kind: 'judged' });
    expect(world.metrics.get('UnusedUsers')).toBe(2);
  });

  it('stays judged where the queue hands its message to two workers, and the last attempt of one fails', async () => {
    const world = fourAccounts();
    await start(world, 'day-1');
    const judge = world.queue.find(({ message }) => message.kind === 'judge');
    const ports = organizationPorts(world);
    const enter: typeof ports.enter = async (...asked) => {
      await attemptAt(world, judge?.message, false);
      return ports.enter(...asked).then(() => failed({ kind: 'throttled', why: 'Throttling' }, 'sts:AssumeRole'));
    };
    await expect(attemptAt(world, judge?.message, true, { ...ports, enter })).rejects.toThrow('Throttling');
    expect(outcomeOf(world, one)).toEqual({ kind: 'judged' });
  });
});

describe('a list of accounts that misleads', () => {
  it('loses nobody who joined or left in a run that was never closed', async () => {
    const world = fourAccounts();
    const [, ...others] = world.listed;
    world.listed = [one, two, three];
    await runOn(world, 'day-1');
    passDay(world);
    world.listed = others;
    await start(world, 'day-2');
    world.queue.length = 0;
    world.clock = plusMinutes(world.clock, 10);
    await runOn(world, 'day-2-again');
    expect(world.digests.at(-1)?.body).toContain(`- ${one.accountId} account 1: left the organization`);
    expect(world.digests.at(-1)?.body).toContain('account 4: new in the organization, suspended');
    await nextDay(world, 'day-3');
    expect(world.digests).toHaveLength(2);
  });

  it('tells in the digest that the units were denied, and goes by the place that was known last', async () => {
    const world = fourAccounts();
    world.listed = world.listed.map((each) => ({ ...each, unit: 'Sandbox' }));
    await runOn(world, 'day-1');
    world.listed = world.listed.map(({ unit: _, ...each }) => each);
    world.unplaced.push('the organizational units could not be listed (AccessDeniedException)');
    await nextDay(world, 'day-2');
    expect(memberOf(world, one)?.unit).toBe('Sandbox');
    expect(world.digests.at(-1)?.body).toContain('units could not be listed (AccessDeniedException)');
  });

  it('begins no run by a clock that is behind: its messages would be dropped', async () => {
    const world = await runOn(fourAccounts(), 'day-1');
    world.clock = plusMinutes(world.clock, -1440);
    await start(world, 'day-0');
    expect(world.queue).toEqual([]);
    expect(world.run && readOrganizationRun({ ...world.run })?.runId.endsWith('/day-1')).toBe(true);
  });
});

type Message = OrganizationWorld['queue'][number]['message'];

async function attemptAt(
  world: OrganizationWorld,
  message: Message | undefined,
  isLastAttempt: boolean,
  ports = organizationPorts(world),
) {
  if (message?.kind !== 'judge') throw new Error('no message to judge an account');
  const { exemptions, stackName, tableName, regions, reportUrl } = requestOf();
  const terms = { exemptions, stackName, tableName, regions, reportUrl };
  const time = { hasTimeToAsk: () => true, hasTimeForServices: () => true };
  return judgeMember({ message, terms, time, isLastAttempt }, ports);
}
