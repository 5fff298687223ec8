import { describe, expect, it } from 'vitest';
import { type Approval, approvalEnd } from '../../../domain/approvals/approval.ts';
import { stepHash } from '../../../domain/approvals/step-terms.ts';
import { itemOfApprovalWrite } from '../../../domain/approvals/stored-approval.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { hashedSteps, termsIn } from '../../../domain/lifecycle/hashed-steps.ts';
import { withMergedFile } from '../../../handlers/lifecycle/approvals/merged-file.ts';
import { account, daysAgo, now } from '../../domain/builders.ts';
import { digest, idOf, planner } from '../../domain/lifecycle/world.ts';
import { actingWorld } from './acting-world.ts';

const arnOf = (name: string) => `arn:aws:iam::${account()}:user/${name}`;

const itemOf = (step: string, changes: Partial<Approval> = {}): JsonObject => {
  const at = changes.at ?? daysAgo(1);
  const said = { by: arnOf('bob'), how: 'function-url', reason: 'left in May', acknowledged: [] } as const;
  const approval = { step, at, until: approvalEnd(at), ...said, ...changes };
  const { entry, attributes } = itemOfApprovalWrite({ kind: 'approval', approval });
  return { entry, ...attributes };
};

/** A user who is due, and whose quarantine needs an approval. */
async function waitingWorld() {
  const world = await actingWorld(1, { requireApproval: true });
  const { plan } = await world.planNow();
  const [step] = hashedSteps(plan);
  if (step === undefined) throw new Error('a step waits');
  return { ...world, hash: step.hash };
}

type Waiting = Awaited<ReturnType<typeof waitingWorld>>;

const applied = async (world: Waiting, actor?: string) => {
  const reports = await world.apply((await world.planNow()).plan, undefined, actor);
  return reports.map(({ result }) => result);
};

describe('who wants a user denied without a second person', () => {
  it('finds that the quarantine waits, and that an approval lets it be done with the name in the record', async () => {
    const world = await waitingWorld();
    expect(await applied(world)).toEqual([]);
    world.approvals.push(itemOf(world.hash));
    expect(await applied(world)).toEqual(['done']);
    expect(world.isDenied(0)).toBe(true);
    const [intent] = await world.acts.readActs(account());
    expect(JSON.parse(intent?.text ?? '').content.approval).toEqual({
      step: world.hash,
      by: arnOf('bob'),
      how: 'function-url',
      at: daysAgo(1),
      reason: 'left in May',
      acknowledged: [],
    });
  });

  it.each<[string, (world: Waiting) => JsonObject]>([
    ['an approval that is over', ({ hash }) => itemOf(hash, { at: daysAgo(3) })],
    ['an approval of his own role', ({ hash }) => itemOf(hash, { by: planner })],
    ['an approval by the user concerned', ({ hash }) => itemOf(hash, { by: arnOf('person-0') })],
    ['one by the user concerned under a new name', ({ hash }) => itemOf(hash, { by: arnOf('x'), byId: idOf(0) })],
    ['an approval of another step', ({ hash }) => ({ ...itemOf(digest({})), entry: itemOf(hash)['entry'] })],
    ['an approval that no version wrote', ({ hash }) => ({ ...itemOf(hash), format: 9 })],
    ['a key without its approval', ({ hash }) => ({ entry: itemOf(hash)['entry'] })],
  ])('forges %s: it does not stand', async (_, forge) => {
    const world = await waitingWorld();
    world.approvals.push(forge(world));
    expect(await applied(world)).toEqual([]);
    expect(world.isDenied(0)).toBe(false);
  });

  it('writes the approval where the lifecycles lie, into the wrong partition: nobody looks there', async () => {
    const world = await waitingWorld();
    const item = itemOf(world.hash);
    world.store.items.set(`${item['entry']}`, item);
    expect(await applied(world)).toEqual([]);
  });

  it('acts with the approval of his own: it stood for the plan, and does not right before the act', async () => {
    const world = await waitingWorld();
    world.approvals.push(itemOf(world.hash, { by: arnOf('mallory') }));
    expect(await applied(world, arnOf('mallory'))).toEqual(['dropped']);
    expect(await applied(world, arnOf('ops'))).toEqual(['done']);
  });

  it('keeps a plan whose approval was taken away meanwhile: the step is dropped', async () => {
    const world = await waitingWorld();
    world.approvals.push(itemOf(world.hash));
    const fresh = await world.planNow();
    world.approvals.pop();
    const reports = await world.applyWith(fresh, {});
    expect(reports).toMatchObject([{ result: 'dropped', why: expect.stringContaining('it needs an approval') }]);
    expect(world.isDenied(0)).toBe(false);
  });

  it('replays the approval of a user for one who was made anew under the same name: it is of another step', async () => {
    const world = await waitingWorld();
    const { plan } = await world.planNow();
    const [old] = hashedSteps(plan);
    const remade = stepHash(
      termsIn(plan, { userId: idOf(7), act: 'quarantine', fingerprint: old?.fingerprint }),
      digest,
    );
    expect(remade).not.toBe(world.hash);
    world.approvals.push(itemOf(world.hash));
    const user = world.iam.users.get('person-0');
    if (user !== undefined) world.iam.users.set('person-0', { ...user, userId: idOf(7) });
    expect(await applied(world)).not.toContain('done');
    expect(world.isDenied(0)).toBe(false);
  });

  it('completes a quarantine that a dead run began only with the approval of then', async () => {
    const world = await waitingWorld();
    world.approvals.push(itemOf(world.hash));
    const died = async () => {
      if (world.isDenied(0)) throw new Error('died');
    };
    await expect(world.apply((await world.planNow()).plan, died)).rejects.toThrow('died');
    world.pass(4);
    expect(await applied(world)).toEqual(['done']);
  });
});

describe('a merged file', () => {
  it('approves its own steps and no others, beside the approvals of the table', async () => {
    const steps = [{ hash: 'a', acknowledged: ['references'] as const }];
    const file = { steps, sha256: 'f'.repeat(64), reason: 'merged', readAt: now };
    const none = { approvals: async () => new Map(), approvalsOf: async () => [] };
    const ports = withMergedFile(none, file);
    expect(await ports.approvalsOf(account(), 'b')).toEqual([]);
    const [approval] = await ports.approvalsOf(account(), 'a');
    expect(approval).toMatchObject({
      approval: { by: `sha256:${file.sha256}`, how: 'merged-file', acknowledged: ['references'] },
    });
    expect(await ports.approvals(account())).toEqual(new Map([['a', [approval]]]));
  });
});
