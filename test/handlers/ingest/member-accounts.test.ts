import { describe, expect, it } from 'vitest';
import { isMember } from '../../../domain/organization/organization-account.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { ourAccounts, rememberingMembers } from '../../../handlers/ingest/member-accounts.ts';
import type { ReturnPorts } from '../../../handlers/lifecycle/answer-return.ts';
import { account, now, record, recordBy } from '../../domain/builders.ts';
import { member } from '../../domain/organization/world.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { quarantinesIn } from '../lifecycle/quarantined-user.ts';
import { delivery, eventOf, sandbox } from './ingest-world.ts';

const payments = account('111122223333');
const stranger = account('999999999999');
const callIn = (accountId: string) =>
  delivery(eventOf(recordBy({ accountId }, { recipientAccountId: accountId }), { account: accountId }));

/** An organization of one member, and how often somebody asked for each account. */
function organization() {
  const asked: string[] = [];
  const lookup = rememberingMembers(async (accountId) => {
    asked.push(accountId);
    return accountId === payments;
  });
  const ours = (batch: Parameters<typeof ourAccounts>[0], at = now) =>
    ourAccounts(batch, new Set([account()]), (accountId) => lookup(accountId, at));
  return { asked, ours };
}

describe('an event of another account', () => {
  it('is recorded under that account if it is a member, and refused if it is not', async () => {
    const { table } = sightingModel();
    const batch = [callIn(payments), callIn(stranger), delivery(eventOf(record()))];
    const accounts = await organization().ours(batch);
    const { outcomes, counts } = await sandbox(table, { accounts }).ingest(batch);
    expect(outcomes).toMatchObject([
      { kind: 'recorded' },
      { kind: 'refused', reason: 'foreign-account' },
      { kind: 'recorded' },
    ]);
    expect(counts).toMatchObject({ received: 3, recorded: 2, refused: 1 });
  });

  it('is refused if a member sends it on under the account of a stranger, or as a call for one', async () => {
    const onBehalf = delivery(eventOf(record(), { account: stranger }));
    const forOther = delivery(eventOf(record({ recipientAccountId: stranger }), { account: payments }));
    const accounts = await organization().ours([onBehalf, forOther]);
    const { counts } = await sandbox(sightingModel().table, { accounts }).ingest([onBehalf, forOther]);
    expect(counts).toMatchObject({ received: 2, refused: 2 });
  });

  it.each<[string, Parameters<typeof member>[0], boolean]>([
    ['is judged', {}, true],
    ['waits for its first run', { outcome: { kind: 'waiting' } }, true],
    ['refuses its role', { outcome: { kind: 'refused', why: 'denied' } }, true],
    ['left', { outcome: { kind: 'left' } }, false],
  ])('counts while its account %s: %s', (_, changes, expected) => {
    expect(isMember(member(changes))).toBe(expected);
  });

  it('does not count if no run has listed its account', () => expect(isMember(undefined)).toBe(false));
});

describe('whether an account is a member', () => {
  it('is asked once an hour, of a stranger once in five minutes, and never of our own', async () => {
    const { asked, ours } = organization();
    const batch = [callIn(payments), callIn(payments), callIn(stranger), callIn(stranger), delivery(eventOf(record()))];
    await ours(batch);
    await ours(batch, plusMinutes(now, 4));
    expect(asked).toEqual([payments, stranger]);
    await ours(batch, plusMinutes(now, 5));
    await ours(batch, plusMinutes(now, 59));
    expect(asked).toEqual([payments, stranger, stranger, stranger]);
    await ours([callIn(payments)], plusMinutes(now, 60));
    expect(asked).toHaveLength(5);
  });
});

describe('the quarantined users who are answered', () => {
  it('are those of the account in which acts happen', async () => {
    const lifecycles = memoryLifecycles();
    const held = quarantinesIn(lifecycles.items);
    const asked: string[] = [];
    const returns: ReturnPorts = {
      table: {
        ...held,
        ...lifecycles,
        lifecycleOf: (accountId, userId) => {
          asked.push(accountId);
          return held.lifecycleOf(accountId, userId);
        },
      },
      announce: async () => {},
      onReturn: 'hold',
      onReturnRules: [],
    };
    const accounts = new Set([account(), payments]);
    const batch = [callIn(payments), delivery(eventOf(record()))];
    await sandbox(sightingModel().table, { accounts, returns, actsIn: account() }).ingest(batch);
    expect(asked).toEqual([account()]);
  });
});
