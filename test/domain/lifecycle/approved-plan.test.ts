import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Approval, approvalEnd } from '../../../domain/approvals/approval.ts';
import type { StoredApproval } from '../../../domain/approvals/standing-approval.ts';
import { hashedSteps } from '../../../domain/lifecycle/hashed-steps.ts';
import { openPlan } from '../../../domain/lifecycle/opened-plan.ts';
import { type LifecyclePlan, sealPlan } from '../../../domain/lifecycle/plan.ts';
import { type LifecycleFacts, planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { PartialSettings } from '../../../domain/lifecycle/settings.ts';
import { account, daysAgo } from '../builders.ts';
import { digest, factsOf, type Person, person, planner, readOf, requestOf, standing } from './world.ts';

const userArn = (name: string) => `arn:aws:iam::${account()}:user/${name}`;

const admin = (number: number, idleDays = 200): Person => ({
  ...person(number, idleDays),
  standing: { attachedPolicies: [], changesIam: true },
});

/** Two who can change IAM and were seen yesterday. */
const leads = [admin(91, 1), admin(92, 1)];

function planOf(people: readonly Person[], settings: PartialSettings, changes: Partial<LifecycleFacts> = {}) {
  return sealPlan(planLifecycle(factsOf(people, changes), requestOf(settings), readOf(people), digest), digest);
}

const approvalFor = (step: string, changes: Partial<Approval> = {}): StoredApproval => {
  const at = changes.at ?? daysAgo(1);
  const said = { by: userArn('bob'), how: 'function-url', reason: 'looked at it', acknowledged: [] } as const;
  return { kind: 'approval', approval: { step, at, until: approvalEnd(at), ...said, ...changes } };
};

/** The approval of each step that waits in the plan. */
const approving = (plan: LifecyclePlan, changes: Partial<Approval> = {}): Pick<LifecycleFacts, 'approvals'> => {
  const waiting = hashedSteps(plan).filter(({ needsApproval }) => needsApproval);
  const byStep = new Map(waiting.map(({ hash }) => [hash, [approvalFor(hash, changes)]]));
  return { approvals: { byStep, actors: [planner] } };
};

const actsOf = ({ steps }: LifecyclePlan) => steps.map(({ act, userName }) => `${act} ${userName}`);
const whyOf = ({ leftAlone }: LifecyclePlan, userName: string) =>
  leftAlone.find((each) => each.userName === userName)?.why ?? [];

describe('a plan that needs approvals', () => {
  it('quarantines who can change IAM only with an approval, and says which command gives it', () => {
    const people = [...leads, standing(admin(1), {}), standing(person(2), {})];
    const plan = planOf(people, { weeklyPercent: 100 });
    expect(actsOf(plan)).toEqual(['quarantine person-2']);
    const [step] = hashedSteps(plan).filter(({ userName }) => userName === 'person-1');
    const command = `lastseen approve ${step?.hash.slice(0, 12)} --reason TEXT`;
    expect(whyOf(plan, 'person-1')).toEqual([`it needs an approval: ${command}`]);
    const approved = planOf(people, { weeklyPercent: 100 }, approving(plan));
    expect(actsOf(approved)).toEqual(['quarantine person-1', 'quarantine person-2']);
    const [first] = approved.steps;
    expect(first).toMatchObject({ hash: step?.hash, needsApproval: true });
    expect(first?.reason).toMatch(/; approved by arn:aws:iam::123456789012:user\/bob$/);
  });

  it('tells the owner of who can change IAM that the quarantine needs an approval', () => {
    const { steps } = planOf([...leads, admin(1)], {});
    expect(steps).toMatchObject([{ act: 'notice', userName: 'person-1' }]);
    expect(steps[0]?.reason).toMatch(/; it can change IAM, so its quarantine needs an approval$/);
  });

  it.each([
    ['one was seen', [admin(91, 1)]],
    ['the other is unused, too', [admin(91, 1), admin(92)]],
    ['the other is denied', [admin(91, 1), denied(admin(92, 1))]],
  ])('leaves who can change IAM alone, approved or not, where %s', (_, others) => {
    const people = [...others, standing(admin(1), {})];
    const withOthers = planOf([...leads, standing(admin(1), {})], {});
    const plan = planOf(people, {}, approving(withOthers));
    expect(whyOf(plan, 'person-1')).toEqual(['it can change IAM, and 1 in use can: 2 must be left']);
  });

  function denied(who: Person): Person {
    return { ...who, standing: { attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll'], changesIam: true } };
  }

  it('spends its caps on the approved alone', () => {
    const people = [1, 2, 3].map((number) => standing(person(number, 300 - number), {}));
    const settings = { requireApproval: true, quarantinesARun: 1 };
    const plan = planOf(people, settings);
    expect(actsOf(plan)).toEqual([]);
    const last = hashedSteps(plan).find(({ userName }) => userName === 'person-3');
    const byStep = new Map([[last?.hash ?? '', [approvalFor(last?.hash ?? '')]]]);
    expect(actsOf(planOf(people, settings, { approvals: { byStep, actors: [planner] } }))).toEqual([
      'quarantine person-3',
    ]);
  });

  it('completes a quarantine that was begun while its approval stood, and none that was begun without', () => {
    const begun = (days: number) =>
      standing(person(1), { state: 'quarantining', quarantinedAt: daysAgo(days), since: daysAgo(days) });
    const settings = { requireApproval: true };
    const approved = (days: number) => approving(planOf([begun(days)], settings), { at: daysAgo(10) });
    expect(actsOf(planOf([begun(8)], settings, approved(8)))).toEqual(['quarantine person-1']);
    expect(actsOf(planOf([begun(5)], settings, approved(5)))).toEqual([]);
    expect(actsOf(planOf([begun(11)], settings, approved(11)))).toEqual([]);
  });

  it('takes the approval of today for the same step tomorrow, and of no other step', () => {
    const settings = { requireApproval: true };
    const who = standing(person(1), {});
    const today = planOf([who], settings);
    const hashOf = (plan: LifecyclePlan) => hashedSteps(plan)[0]?.hash;
    const later = planOf([standing(person(1), { version: 2 })], settings);
    expect(hashOf(later)).toBe(hashOf(today));
    const remade = { ...person(2), user: { ...person(2).user, userName: 'person-1' } };
    const others = [
      planOf([standing(remade, {})], settings),
      planOf([who], { ...settings, noticeDays: 7 }),
      planOf([standing(person(1), { fingerprint: 'other' })], settings),
    ];
    expect(others.map(hashOf)).not.toContain(hashOf(today));
    expect(others.map((plan) => hashOf(plan)?.length)).toEqual([64, 64, 64]);
  });

  it('does not open where the hash of a step is of something else', () => {
    const plan = planOf([standing(person(1), {})], { requireApproval: true });
    expect(openPlan(JSON.parse(JSON.stringify(plan)), digest).kind).toBe('ok');
    const { hash: _, ...content } = plan;
    const leftAlone = plan.leftAlone.map((each) => ({ ...each, waiting: { act: 'quarantine', hash: 'f'.repeat(64) } }));
    const forged = { ...content, leftAlone };
    expect(openPlan({ ...forged, hash: digest(forged) }, digest).kind).toBe('wrong');
  });
});

describe('the laws of a plan with approvals', () => {
  const words: readonly Partial<Approval>[] = [
    {},
    { at: daysAgo(4) },
    { at: daysAgo(-1) },
    { by: planner },
    { by: userArn('person-1'), byId: 'AIDAPERSON000001' },
    { by: userArn('eve') },
    { step: 'f'.repeat(64) },
  ];
  const approvals = fc.array(fc.constantFrom(...words), { maxLength: 3 });
  const people = (isAdmin: boolean) => [...leads, standing(isAdmin ? admin(1) : person(1), {})];
  const settings = { requireApproval: true, approvers: ['bob', planner, 'person-1'] };

  it('13: a quarantine stands by an approval of an approver in time, and by nothing else', () => {
    let stood = 0;
    fc.assert(
      fc.property(approvals, fc.boolean(), (given, isAdmin) => {
        const plan = planOf(people(isAdmin), { ...settings, approvers: ['bob', planner] });
        const hash = hashedSteps(plan)[0]?.hash ?? '';
        const byStep = new Map([[hash, given.map((each) => approvalFor(hash, each))]]);
        const facts = { approvals: { byStep, actors: [planner] } };
        const { steps } = planOf(people(isAdmin), { ...settings, approvers: ['bob', planner] }, facts);
        const isApproved = given.some((each) => Object.keys(each).length === 0);
        expect(steps.map(({ act }) => act)).toEqual(isApproved ? ['quarantine'] : []);
        stood += isApproved ? 1 : 0;
      }),
      { numRuns: 150 },
    );
    expect(stood).toBeGreaterThan(5);
  });

  it('14: the order of approvals and of users makes no difference', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([...words], { minLength: words.length }), (order) => {
        const made = (given: readonly Partial<Approval>[], who: readonly Person[]) => {
          const hash = hashedSteps(planOf(people(true), settings))[0]?.hash ?? '';
          const byStep = new Map([[hash, given.map((each) => approvalFor(hash, each))]]);
          return planOf(who, settings, { approvals: { byStep, actors: [planner] } }).hash;
        };
        expect(made(order, people(true).toReversed())).toBe(made(words, people(true)));
      }),
      { numRuns: 15 },
    );
  });
});
