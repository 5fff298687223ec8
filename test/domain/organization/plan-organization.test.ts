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

function plan(accounts: readonly MemberAccount[], held: readonly OrganizationAccount[], malformed: string[] = []) {
  const planned = planOrganization({ listed: accounts, stored: held, malformed }, runId);
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
    const { writes } = plan([listed(one)], [stored(one), stored(two)], ['Accounts[1]: Id is missing']);
    expect(writes.map(brief)).toEqual([[two, 'failed', undefined, true]]);
  });

  it('has no news in the first run, and tries an account in a state that it does not know', () => {
    const { writes, judge } = plan([listed(one, 'UNRECOGNIZED')], []);
    expect(writes.map(brief)).toEqual([[one, 'waiting', undefined, true]]);
    expect(judge).toHaveLength(1);
  });

  it('keeps the place of an account whose units could not be listed, and believes a move to the root', () => {
    const held = [stored(one, { unit: 'Sandbox' }), stored(two, { unit: 'Sandbox' })];
    const { judge } = plan([listed(one), { ...listed(two), unit: '' }], held);
    expect(judge.map(({ member: { unit } }) => unit)).toEqual(['Sandbox', '']);
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
    expect(planOrganization({ listed: [listed(one)], stored: held, malformed: [] }, runId)).toEqual({
      kind: 'shrunk',
      from: 4,
      to: 1,
    });
    expect(plan([listed(one), listed(two)], held).writes.map(({ outcome }) => outcome.kind)).toEqual(['left', 'left']);
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
  expect(readRunMessage('{"kind":"close"}')).toBeUndefined();
  expect(readRunMessage('close')).toBeUndefined();
});
