import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { shellPlan } from '../../../domain/lifecycle/acting/shell-plan.ts';
import { keepUntil } from '../../../domain/lifecycle/keep-until.ts';
import { sealPlan } from '../../../domain/lifecycle/plan.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { renderPlan } from '../../../handlers/cli/render/render-plan.ts';
import { terminalOf } from '../../../handlers/cli/terminal.ts';
import { daysAgo, now } from '../builders.ts';
import { digest, factsOf, judged, type Person, person, readOf, requestOf, standing } from './world.ts';

const busy = [2, 3, 4].map((number) => {
  const who = person(number);
  return { ...who, assessment: judged(who.user, daysAgo(1)) };
});

const planOf = (...people: readonly Person[]) => {
  const all = [...busy, ...people];
  return sealPlan(planLifecycle(factsOf(all), requestOf(), readOf(all), digest), digest);
};

const due = standing(person(1), {});

/** The arguments that a shell would give to `aws`, call by call. */
const callsOf = (script: string) =>
  execFileSync('sh', ['-c', `aws() { printf '%s|' "$@"; echo; }\n${script}`], { encoding: 'utf8' })
    .trim()
    .split('\n');

describe('a plan as commands of a shell', () => {
  it('makes the calls of the plan, and names those that undo them', () => {
    const script = shellPlan(planOf(due));
    expect(callsOf(script)).toEqual([
      'iam|tag-user|--user-name|person-1|--tags|Key=lastseen:quarantine,Value=2026-11-23|',
      'iam|attach-user-policy|--user-name|person-1|--policy-arn|arn:aws:iam::aws:policy/AWSDenyAll|',
    ]);
    expect(script.split('# To undo it:\n')[1]).toBe(
      '#   aws iam detach-user-policy --user-name person-1 --policy-arn arn:aws:iam::aws:policy/AWSDenyAll\n' +
        '#   aws iam untag-user --user-name person-1 --tag-keys lastseen:quarantine\n',
    );
  });

  it('runs nothing that a stranger wrote', () => {
    const plan = planOf(due);
    const steps = plan.steps.map((step) => ({
      ...step,
      reason: 'x\ntouch /nowhere/forged',
      calls: step.calls.map((call) => ({ ...call, userName: "a'; echo forged; '" })),
    }));
    const calls = callsOf(shellPlan({ ...plan, steps, stops: ['y\necho forged'] }));
    expect(calls).toHaveLength(2);
    expect(calls.every((call) => call.startsWith('iam|') && call.includes("|a'; echo forged; '|"))).toBe(true);
  });
});

describe('a plan for people', () => {
  const terminal = terminalOf({ columns: 80 }, { color: 'never' }, {});

  it('begins with what would be done, and says why not of the unused alone', () => {
    const admin = { ...person(5), standing: { attachedPolicies: [], changesIam: true } };
    const text = renderPlan(planOf(due, admin), { terminal, verbose: false });
    expect(text).toMatch(/^account 123456789012, 2026-11-23T08:00:00Z: 1 to quarantine; 5 users\n/);
    expect(text).toMatch(/quarantine +person-1 +team@example\.com/);
    expect(text).toMatch(/person-5 +it can change IAM, and 0 in use can: 2 must be left/);
    expect(text).toContain('3 users are not unused and left alone');
    expect(text).not.toContain('person-2');
    expect(renderPlan(planOf(due), { terminal, verbose: true })).toContain('person-2');
  });
});

describe('the last day of a keep', () => {
  it.each([
    ['2026-11-22', undefined],
    ['2026-11-23', '2026-11-23'],
    ['2027-05-22', '2027-05-22'],
    ['2027-05-23', undefined],
    ['2027-02-30', undefined],
    ['tomorrow', undefined],
    [undefined, undefined],
  ])('%s', (text, expected) => {
    const read = keepUntil(text, now);
    expect(read.kind === 'ok' ? read.value : undefined).toBe(expected);
  });
});
