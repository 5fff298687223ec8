import { describe, expect, it } from 'vitest';
import type { ActedPlan } from '../../../../domain/lifecycle/function/plan-report.ts';
import { openPlan } from '../../../../domain/lifecycle/opened-plan.ts';
import type { LifecyclePlan } from '../../../../domain/lifecycle/plan.ts';
import { canonicalDigest } from '../../../../handlers/canonical-digest.ts';
import { handOver } from '../../../../handlers/lifecycle/hand-over.ts';
import { deletingWorld } from './deleting-world.ts';

async function planOf(): Promise<LifecyclePlan> {
  const world = await deletingWorld(2);
  await world.approve();
  world.see(1);
  return (await world.planNow()).plan;
}

describe('a plan with deletions', () => {
  it('is divided between the functions that act, each part sealed, and one refusal stops its own part alone', async () => {
    const plan = await planOf();
    expect(plan.steps.map(({ act }) => act)).toEqual(['hold', 'delete']);
    const given: string[][] = [];
    const hashes: string[] = [];
    const acting =
      (acted?: ActedPlan) =>
      async (part: LifecyclePlan): Promise<ActedPlan> => {
        expect(openPlan(JSON.parse(JSON.stringify(part)), canonicalDigest).kind).toBe('ok');
        given.push(part.steps.map(({ act }) => act));
        hashes.push(part.hash);
        const steps = part.steps.map(({ act, userId }) => ({ act, userId, result: 'done', why: null }) as const);
        return acted ?? { kind: 'acted', steps };
      };
    const vouched: string[] = [];
    const vouchFor = async (hash: string) => void vouched.push(hash);
    const refused = acting({ kind: 'refused', why: ['it is old'] });
    const acted = await handOver(plan, { act: acting(), remove: refused, vouchFor });
    expect(vouched).toEqual(hashes);
    expect(given).toEqual([['hold'], ['delete']]);
    expect(acted).toMatchObject({
      kind: 'acted',
      steps: [
        { act: 'hold', result: 'done' },
        { act: 'delete', result: 'dropped', why: 'it is old' },
      ],
    });
    expect(await handOver(plan, { act: acting(), vouchFor })).toMatchObject({ steps: [{ act: 'hold' }] });
    expect(await handOver(plan, { vouchFor })).toBeUndefined();
  });
});
