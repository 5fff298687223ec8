import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { type Again, changedBecause } from '../../../domain/lifecycle/acting/again.ts';
import { checkSteps } from '../../../domain/lifecycle/acting/standing-steps.ts';
import type { Lifecycle } from '../../../domain/lifecycle/lifecycle.ts';
import { type LifecyclePlan, sealPlan } from '../../../domain/lifecycle/plan.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { Step } from '../../../domain/lifecycle/step.ts';
import type { UserAccess } from '../../../domain/lifecycle/user-access.ts';
import { daysAgo, now } from '../builders.ts';
import { digest, factsOf, type Person, person, readOf, requestOf, standing } from './world.ts';

const denyAll = 'arn:aws:iam::aws:policy/AWSDenyAll';
const tag = { key: 'lastseen:quarantine', value: '2026-11-23' };

function planOf(who: Person, settings: Parameters<typeof requestOf>[0] = {}): LifecyclePlan {
  return sealPlan(planLifecycle(factsOf([who]), requestOf(settings), readOf([who]), digest), digest);
}

function onlyStep({ steps }: LifecyclePlan): Step {
  const [step] = steps;
  if (step === undefined) throw new Error('the plan has a step');
  return step;
}

const noticed = standing(person(1), {});
const begun = standing(person(1), { state: 'quarantining' });

/** What is found again where nothing changed. */
const unchanged = ({ access, entries }: Person): Again => ({
  now,
  access: answered(access),
  entries,
  brake: undefined,
  seenAt: undefined,
});

const reasons = (who: Person, changes: Partial<Again>, change = (plan: LifecyclePlan) => plan) => {
  const plan = planOf(who);
  return changedBecause(onlyStep(plan), { ...unchanged(who), ...changes }, change(plan), digest);
};

const accessWith = (who: Person, changes: Partial<UserAccess>) => ({ access: answered({ ...who.access, ...changes }) });
const lifecycleWith = (who: Person, changes: Partial<Lifecycle>) => ({ entries: standing(who, changes).entries });

describe('the last look before an act', () => {
  it.each([noticed, begun])('lets a quarantine go on where nothing changed', (who) => {
    expect(onlyStep(planOf(who)).act).toBe('quarantine');
    expect(reasons(who, {})).toEqual([]);
  });

  it.each<[string, Partial<Again>, RegExp]>([
    ['the name is of another user now', accessWith(person(2), {}), /another user has its name/],
    ['the password was used', accessWith(noticed, { passwordLastUsed: daysAgo(0) }), /the last use|their last use/],
    ['a key was added', accessWith(noticed, { accessKeys: [{ id: 'AKIANEW', status: 'Active' }] }), /changed/],
    ['its path is another', accessWith(noticed, { path: '/break-glass/' }), /changed/],
    ['it is protected', accessWith(noticed, { tags: [{ key: 'lastseen:protect', value: '' }] }), /lastseen:protect/],
    ['others denied it', accessWith(noticed, { attachedPolicies: [denyAll] }), /others denied/],
    ['others set our tag', accessWith(noticed, { tags: [tag] }), /lastseen:quarantine already/],
    ['IAM does not answer', { access: failed(unusable('Throttling')) }, /did not answer.*Throttling/],
    ['CloudTrail saw it', { seenAt: daysAgo(0) }, /it was seen at/],
    ['somebody else wrote its entry', lifecycleWith(noticed, { version: 2 }), /lifecycle changed/],
    ['its entry was removed', { entries: person(1).entries }, /lifecycle changed/],
    ['its entry was forged', { entries: { ...noticed.entries, isUnreadable: true } }, /cannot be read/],
    ['the brake is on', { brake: { state: 'on', by: 'bob', at: now } }, /bob stopped it/],
    ['the brake cannot be read', { brake: { state: 'unreadable' } }, /cannot be read/],
    ['the window closed meanwhile', { now: daysAgo(1) }, /users are quarantined/],
  ])('drops a quarantine where %s', (_, changes, why) => {
    expect(reasons(noticed, changes).join('; ')).toMatch(why);
  });

  it('drops a quarantine of a user that is kept or exempt by now', () => {
    const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: now };
    expect(reasons(noticed, { entries: { ...noticed.entries, keep } })).toEqual(['bob keeps it until 2026-12-31']);
    const byTag = (plan: LifecyclePlan) => ({
      ...plan,
      exemptions: [{ kind: 'tag' as const, key: 'owner', value: undefined }],
    });
    expect(reasons(noticed, {}, byTag)).toEqual(['it is exempt by tag owner']);
  });

  it('goes on with a begun quarantine behind its own tag, and never behind a deny without it', () => {
    const marked = { tags: [...begun.access.tags, tag] };
    expect(reasons(begun, accessWith(begun, marked))).toEqual([]);
    expect(reasons(begun, accessWith(begun, { ...marked, attachedPolicies: [denyAll] }))).toEqual([]);
    expect(reasons(begun, accessWith(begun, { attachedPolicies: [denyAll] }))).toEqual([
      'others denied it everything already',
    ]);
  });

  it('lets what ends something pass, whatever else changed', () => {
    const releasing = standing(person(1), { state: 'releasing' });
    const all = { access: failed(unusable('x')), brake: { state: 'on', by: 'bob', at: now }, seenAt: now } as const;
    expect(onlyStep(planOf(releasing)).act).toBe('release');
    expect(reasons(releasing, all)).toEqual([]);
    expect(reasons(releasing, { ...all, ...lifecycleWith(releasing, { version: 7 }) })).toHaveLength(1);
  });
});

describe('a plan that is applied', () => {
  const kinds = (plan: LifecyclePlan, fresh: LifecyclePlan) =>
    checkSteps(plan, fresh).map((each) => (each.kind === 'stands' ? 'stands' : each.why));

  it('stands where a plan of this moment says the same', () => {
    expect(kinds(planOf(noticed), planOf(noticed))).toEqual(['stands']);
  });

  it.each<[string, Person, RegExp]>([
    ['is active again', { ...noticed, assessment: person(1, 1).assessment }, /now it is to clear: it was seen/],
    ['has another key', { ...noticed, access: { ...noticed.access, accessKeys: [] } }, /now it is to clear: .*changed/],
    ['has another entry', standing(noticed, { version: 2 }), /its lifecycle changed/],
    ['is held', standing(noticed, { state: 'held' }), /held since/],
    ['is gone', person(2), /IAM lists no such user/],
  ])('drops the step of a user who %s', (_, who, why) => {
    expect(kinds(planOf(noticed), planOf(who)).join()).toMatch(why);
  });

  it('that was forged does nothing that a plan of this moment would not do', () => {
    const forged = (step: Step) => sealPlan({ ...planOf(person(1)), steps: [step] }, digest);
    const step = onlyStep(planOf(noticed));
    expect(kinds(forged(step), planOf(person(1, 1))).join()).toMatch(/active/);
    expect(kinds(forged(step), planOf(noticed, { quarantinesARun: 0 })).join()).toMatch(/caps/);
    expect(kinds(forged({ ...step, userName: 'root' }), planOf(noticed))).toEqual(['its name changed since the plan']);
  });
});
