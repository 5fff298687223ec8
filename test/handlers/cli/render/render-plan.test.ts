import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../../../handlers/cli/render/render-plan.ts';
import { terminalOf } from '../../../../handlers/cli/terminal.ts';
import { type Doubt, deletingWorld } from '../../lifecycle/deletion/deleting-world.ts';

async function shown(columns: number, isApproved: boolean, doubt: Doubt = {}): Promise<string[]> {
  const world = await deletingWorld(1, {}, undefined, doubt);
  if (isApproved) await world.approve();
  const { plan } = await world.planNow();
  const terminal = terminalOf({ isTTY: true, columns }, { color: 'never' }, {});
  return renderPlan(plan, { terminal, verbose: false }).split('\n');
}

describe('a plan with a deletion', () => {
  it.each([80, 120])('names all that goes for good, within %i columns', async (columns) => {
    const lines = await shown(columns, true);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
    const text = lines.join(' ').replace(/\s+/g, ' ');
    expect(text).toContain('! person-0 goes for good, with a password, access key AKIAPERSON000000, access key');
    for (const thing of ['MFA device arn:aws:iam::123456789012:mfa/phone', 'its place in group readers', 'CERT1']) {
      expect(text).toContain(thing);
    }
    expect(text).not.toContain('AWSDenyAll');
    expect(lines.filter((line) => line.startsWith('delete  person-0'))).toHaveLength(1);
  });

  it('shows who waits for an approval with the whole command, and who is quarantined and in doubt', async () => {
    const waiting = (await shown(80, false)).join(' ').replace(/\s+/g, ' ');
    expect(waiting).toMatch(/person-0 quarantined since .* lastseen approve [0-9a-f]{12} --reason TEXT/);
    const view: Doubt['view'] = (who) => ({ ...who, assessment: { ...who.assessment, state: 'unknown' } });
    expect((await shown(80, true, { view })).join('\n')).toMatch(/^person-0 +quarantined since/m);
  });
});
