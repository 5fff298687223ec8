import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../domain/json.ts';
import { isMember } from '../../../domain/organization/organization-account.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { ourAccounts, rememberingMembers } from '../../../handlers/ingest/member-accounts.ts';
import type { ReturnPorts } from '../../../handlers/lifecycle/answer-return.ts';
import { account, now, record, recordBy, signIn } from '../../domain/builders.ts';
import { member } from '../../domain/organization/world.ts';
import { memoryLifecycles } from '../../fakes/lifecycle/memory-lifecycles.ts';
import { sightingModel } from '../../fakes/sighting-model.ts';
import { quarantinesIn } from '../lifecycle/quarantined-user.ts';
import { delivery, eventOf, sandbox } from './ingest-world.ts';

const payments = account('111122223333');
const stranger = account('999999999999');
const tagged = (changes: JsonObject) => {
  const call = { eventSource: 'iam.amazonaws.com', eventName: 'TagUser', requestParameters: tags };
  return record({ ...call, userIdentity: { type: 'AssumedRole', accountId: account() }, ...changes });
};
const tags = { userName: 'alice', tags: [{ key: 'owner', value: 'me' }] };
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

  const role = (changes: JsonObject) => record({ userIdentity: { type: 'AssumedRole' }, ...changes });
  const own = account();
  it.each<[string, JsonObject]>([
    ['a call of a user', record({ recipientAccountId: own })],
    ['a call of a user that names no recipient', record({ recipientAccountId: undefined })],
    ['a sign-in', signIn({ recipientAccountId: own })],
    ['a proof that a Region is watched', role({ recipientAccountId: own })],
    [
      'a call of root by a service',
      record({ userIdentity: { type: 'Root', invokedBy: 'x.amazonaws.com', accountId: own } }),
    ],
    ['a tag that shelters a user', tagged({ recipientAccountId: own })],
    ['a change of a user without a recipient', tagged({ recipientAccountId: undefined })],
  ])('of a member says nothing about the account of the stack: %s is refused', async (_, detail) => {
    const { table, read } = sightingModel();
    const forged = delivery(eventOf(detail, { account: payments }));
    const accounts = await organization().ours([forged]);
    expect(accounts).toEqual(new Set([own, payments]));
    const { outcomes } = await sandbox(table, { accounts, shelterTags: ['owner'] }).ingest([forged]);
    expect(outcomes).toEqual([{ kind: 'refused', reason: 'foreign-account' }]);
    const { lastSeen, watches, shelters, creators, isKnown } = await read();
    expect([lastSeen.size, watches.size, shelters.size, creators.size, isKnown]).toEqual([0, 0, 0, 0, false]);
  });

  it("of a member is ignored where a user of the stack's account called there: that account has the call itself", async () => {
    const { table, read } = sightingModel();
    const copy = delivery(eventOf(record({ recipientAccountId: payments }), { account: payments }));
    const accounts = await organization().ours([copy]);
    const { outcomes } = await sandbox(table, { accounts }).ingest([copy]);
    expect(outcomes).toEqual([{ kind: 'ignored', reason: 'cross-account-copy' }]);
    expect((await read()).lastSeen.size).toBe(0);
  });

  it.each([['lastseen'], ['Lastseen'], ['aws.partner/lastseen'], ['aws']])(
    'of the source %s is refused, whatever it claims to be',
    async (source) => {
      const { table, read } = sightingModel();
      const claims = ['Lastseen: Dormant User Woke Up', 'AWS API Call via CloudTrail'].map((kind) =>
        delivery(eventOf(record(), { source, 'detail-type': kind })),
      );
      const { outcomes } = await sandbox(table).ingest(claims);
      expect(outcomes).toEqual(claims.map(() => ({ kind: 'refused', reason: 'foreign-source' })));
      expect((await read()).lastSeen.size).toBe(0);
    },
  );

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
