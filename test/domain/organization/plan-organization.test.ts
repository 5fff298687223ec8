import { describe, expect, it } from 'vitest';
import type { MemberAccount } from '../../../domain/organization/member-account.ts';
import type { OrganizationAccount } from '../../../domain/organization/organization-account.ts';
import { organizationRunId } from '../../../domain/organization/organization-run.ts';
import { planOrganization } from '../../../domain/organization/plan-organization.ts';
import { readRunMessage, runMessageText } from '../../../domain/organization/run-message.ts';
import { account, daysAgo } from '../builders.ts';
import { member, organization, runId } from './world.ts';

const yesterday = organizationRunId(daysAgo(1), 'request-0');
const [one, two, three] = [account('111111111111'), account('222222222222'), account('333333333333')];

const stored = (accountId = one, changes: Partial<OrganizationAccount> = {}) =>
  member({ accountId, name: accountId, runId: yesterday, ...changes });
const listed = (accountId = one, state: MemberAccount['state'] = 'ACTIVE') => ({ accountId, name: accountId, state });

/** The run follows on one of yesterday that was closed. */
const followed = { runId, isFirst: false, lastClosed: yesterday };

interface Beside {
  readonly malformed?: string[];
  readonly run?: Parameters<typeof planOrganization>[1];
}

function plan(
  accounts: readonly MemberAccount[],
  held: readonly OrganizationAccount[],
  { malformed = [], run = followed }: Beside = {},
) {
  const planned = planOrganization({ listed: accounts, stored: held, malformed, acceptShrunk: false }, run);
  if (planned.kind === 'shrunk') throw new Error('not expected to have shrunk');
  return planned;
}

const brief = ({ accountId, outcome, news, runId: writer }: OrganizationAccount) => [
  accountId,
  outcome.kind,
  news,
  writer === runId,
];

describe('a run over an organization', () => {
  it('judges active accounts, and writes only what it will not judge or does not know yet', () => {
    const { writes, judge } = plan(
      [listed(one), listed(two), listed(three, 'SUSPENDED')],
      [stored(one), stored(three)],
    );
    expect(judge.map(({ member: { accountId }, news }) => [accountId, news])).toEqual([
      [one, undefined],
      [two, 'joined'],
    ]);
    expect(writes.map(brief)).toEqual([
      [two, 'waiting', 'joined', true],
      [three, 'out-of-service', 'state-changed', true],
    ]);
    expect(writes[1]?.judged).toEqual(stored(three).judged);
  });

  it('reports an account that left once, and keeps its entry', () => {
    const first = plan([listed(one)], [stored(one), stored(two)]);
    expect(first.writes.map(brief)).toEqual([[two, 'left', 'left', true]]);
    const gone = first.writes.map((account) => ({ ...account, runId: yesterday }));
    expect(plan([listed(one)], [stored(one), ...gone]).writes).toEqual([]);
    const back = plan([listed(one), listed(two)], [stored(one), ...gone]);
    expect(back.writes.map(brief)).toEqual([[two, 'waiting', 'joined', true]]);
  });

  it('calls no account gone where a part of the list could not be read', () => {
    const { writes } = plan([listed(one)], [stored(one), stored(two)], { malformed: ['Accounts[1]: Id'] });
    expect(writes.map(brief)).toEqual([[two, 'failed', undefined, true]]);
  });

  it('has no news in the first run, and tries an account in a state that it does not know', () => {
    const { writes, judge } = plan([listed(one, 'UNRECOGNIZED')], [], { run: { runId, isFirst: true } });
    expect(writes.map(brief)).toEqual([[one, 'waiting', undefined, true]]);
    expect(judge).toHaveLength(1);
  });

  it('plans the same again after an attempt that was killed between its writes', () => {
    const accounts = [listed(one), listed(two), listed(three, 'CLOSED')];
    const held = [stored(one), stored(three), stored(account('444444444444'))];
    const first = plan(accounts, held);
    const merged = new Map([...held, ...first.writes].map((each) => [each.accountId, each]));
    const again = plan(accounts, [...merged.values()]);
    expect(again.judge).toEqual(first.judge);
    for (const write of again.writes) expect(first.writes).toContainEqual(write);
  });

  it('stops where fewer than half of the accounts are listed, and not at exactly half', () => {
    const held = ['1', '2', '3', '4'].map((digit) => stored(account(digit.repeat(12))));
    const halved = { listed: [listed(one)], stored: held, malformed: [], acceptShrunk: false };
    expect(planOrganization(halved, followed)).toEqual({ kind: 'shrunk', from: 4, to: 1 });
    expect(planOrganization({ ...halved, acceptShrunk: true }, followed).kind).toBe('planned');
    expect(plan([listed(one), listed(two)], held).writes.map(({ outcome }) => outcome.kind)).toEqual(['left', 'left']);
  });

  it('believes no list of nobody, however small the organization is and whoever confirms it', () => {
    const nobody = { listed: [], stored: [stored(one)], malformed: [], acceptShrunk: true };
    expect(planOrganization(nobody, followed)).toEqual({ kind: 'shrunk', from: 1, to: 0 });
    expect(planOrganization({ ...nobody, stored: [] }, followed).kind).toBe('planned');
  });

  it('has the news of a run that published no digest, also where its worker never answers', () => {
    const unclosed = organizationRunId(daysAgo(0.5), 'request-0.5');
    const [joined, suspended, back] = [one, three, account('444444444444')];
    const held = [
      stored(joined, { runId: unclosed, news: 'joined' }),
      stored(two, { runId: unclosed, outcome: { kind: 'left' }, news: 'left' }),
      stored(suspended, { runId: unclosed, state: 'SUSPENDED', news: 'state-changed' }),
      stored(back, { runId: unclosed, outcome: { kind: 'left' }, news: 'left' }),
    ];
    const { writes, judge } = plan([listed(joined), listed(suspended, 'SUSPENDED'), listed(back)], held);
    expect(writes.map(brief)).toEqual([
      [joined, 'waiting', 'joined', true],
      [suspended, 'out-of-service', 'state-changed', true],
      [back, 'waiting', undefined, true],
      [two, 'left', 'left', true],
    ]);
    expect(judge.map(({ news }) => news)).toEqual(['joined', undefined]);
    const closed = plan([listed(joined), listed(back)], held.slice(0, 2), {
      run: { ...followed, lastClosed: unclosed },
    });
    expect(closed.writes.map(brief)).toEqual([[back, 'waiting', 'joined', true]]);
  });

  it('no longer tells that an account left which a second attempt of the same run finds again', () => {
    const { writes, judge } = plan([listed(one)], [stored(one, { runId, outcome: { kind: 'left' }, news: 'left' })]);
    expect(writes.map(brief)).toEqual([[one, 'waiting', undefined, true]]);
    expect(judge[0]?.news).toBeUndefined();
  });

  it('keeps the place of an account that the list gives without one', () => {
    const held = [stored(one, { unit: 'Production/Payments' }), stored(two, { unit: 'Sandbox' })];
    const { judge } = plan([listed(one), { ...listed(two), unit: '' }], held);
    expect(judge.map(({ member: { unit } }) => unit)).toEqual(['Production/Payments', '']);
  });
});

it('a message reads back as it was sent, and nothing else is one', () => {
  const of = { organizationId: organization, runId };
  const messages = [
    { kind: 'judge' as const, member: listed(one), news: 'joined' as const, ...of },
    { kind: 'start-report' as const, accountId: one, ...of },
    { kind: 'close' as const, ...of },
  ];
  expect(messages.map((message) => readRunMessage(runMessageText(message)))).toEqual(messages);
  const unit = 'Lab \uffff\ufffe\u0001 caf\u00e9';
  const odd = runMessageText({ kind: 'judge', member: { ...listed(one), unit }, ...of });
  expect(odd, 'SQS refuses some characters').toMatch(/^[\x20-\ufffd]+$/);
  expect(readRunMessage(odd)).toMatchObject({ member: { unit } });
  expect(readRunMessage('{"kind":"close"}')).toBeUndefined();
  expect(readRunMessage('close')).toBeUndefined();
});
