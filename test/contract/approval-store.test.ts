import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Approval, approvalEnd } from '../../domain/approvals/approval.ts';
import { storedApprovalsOf } from '../../domain/approvals/stored-approval.ts';
import { dynamodbApprovals } from '../../infra/aws/dynamodb/approvals/dynamodb-approvals.ts';
import type { ApprovalStore } from '../../infra/ports/approvals/approval-store.ts';
import { account, now, user } from '../domain/builders.ts';
import { realTables } from './real-tables.ts';

type Opened = ApprovalStore & { close(): Promise<void> };

const step = '0123456789abcdef'.repeat(4);
const other = 'fedcba9876543210'.repeat(4);
const approval = (by: string, changes: Partial<Approval> = {}): Approval => {
  const said = { how: 'sts', reason: 'looked at it', acknowledged: ['references'] } as const;
  return { step, by, at: now, until: approvalEnd(now), ...said, ...changes };
};

describe.each(realTables<ApprovalStore>(dynamodbApprovals))('the store of approvals %s', (_, open) => {
  let store: Opened;
  beforeAll(async () => {
    store = await open();
  });
  afterAll(() => store.close());

  const put = (each: Approval) => store.writeApproval(account(), { kind: 'approval', approval: each });
  const read = (items: Parameters<typeof storedApprovalsOf>[0]) =>
    storedApprovalsOf(items).flatMap((each) => (each.kind === 'approval' ? [each.approval] : []));

  it('reads back the approvals of a step, each person once with the latest word', async () => {
    await put(approval('arn:aws:iam::123456789012:user/bob'));
    await put(approval('arn:aws:iam::123456789012:user/bob', { reason: 'looked again' }));
    await put(approval('arn:aws:iam::123456789012:user/a#b/carol', { byId: user() }));
    await put(approval('arn:aws:iam::123456789012:user/bob', { step: other }));
    const terms = { accountId: account(), userId: user(), act: 'quarantine', thresholdDays: 90, settings: { a: [1] } };
    await store.writeApproval(account(), { kind: 'step', hash: step, terms });
    const of = read(await store.readApprovalsOf(account(), step));
    expect(of.map(({ by, reason }) => [by, reason])).toEqual([
      ['arn:aws:iam::123456789012:user/a#b/carol', 'looked at it'],
      ['arn:aws:iam::123456789012:user/bob', 'looked again'],
    ]);
    expect(of[0]).toEqual(approval('arn:aws:iam::123456789012:user/a#b/carol', { byId: user() }));
    const all = await store.readApprovals(account());
    expect(read(all)).toHaveLength(3);
    expect(all.map(({ entry }) => entry)).toContain(`plan#${step}`);
    expect(all.find(({ entry }) => entry === `plan#${step}`)?.['terms']).toEqual(terms);
  });

  it('knows nothing of the approvals of another account', async () => {
    expect(await store.readApprovals(account('999999999999'))).toEqual([]);
    expect(await store.readApprovalsOf(account('999999999999'), step)).toEqual([]);
  });
});
