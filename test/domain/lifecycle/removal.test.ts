import { describe, expect, it } from 'vitest';
import type { Lifecycle, Removal, UserEntries } from '../../../domain/lifecycle/lifecycle.ts';
import { noticeSettings } from '../../../domain/lifecycle/notices.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { afterNotice } from '../../../domain/lifecycle/transition.ts';
import { daysAgo, now, reviewId } from '../builders.ts';
import { digest, factsOf, type Person, person, readOf, requestOf, standing } from './world.ts';

const removal: Removal = { kind: 'asked', campaign: reviewId(), by: 'bob', at: daysAgo(30), reason: 'left us' };
const settings = requestOf({ noticeDays: 14 }).settings;
const asked = 'bob asked in review 2026-11-23-unused to remove it: left us';

const withRemoval = (who: Person, changes: Partial<UserEntries> = {}): Person => ({
  ...who,
  entries: { ...who.entries, removal, ...changes },
});
const others = Array.from({ length: 9 }, (_, index) => person(index + 2, 1));
const planOf = (who: Person) => {
  const people = [who, ...others];
  const { steps, leftAlone } = planLifecycle(factsOf(people), requestOf({ noticeDays: 14 }), readOf(people), digest);
  return { steps, why: leftAlone.find(({ userId }) => userId === who.access.userId)?.why };
};
const noticed = (...days: readonly number[]) =>
  standing(withRemoval(person(1)), { notices: days.map((each) => ({ at: daysAgo(each), to: 'a' })) });

describe('a removal that a review asked for', () => {
  it('is the reason of the notice, which is seven days long', () => {
    const [step] = planOf(withRemoval(person(1))).steps;
    expect(step).toMatchObject({ act: 'notice', reason: expect.stringContaining(asked) });
    if (step === undefined) return expect.fail('there is a step');
    const { due } = afterNotice(withRemoval(person(1)).entries, step, 'hash', settings, now);
    expect(due).toBe(daysAgo(-7));
    expect(afterNotice(person(1).entries, step, 'hash', settings, now).due).toBe(daysAgo(-14));
  });

  it.each([
    [[6, 3], []],
    [[7, 4], ['quarantine']],
    [[3], ['notice']],
  ])('after notices %j days ago leads to %j', (days, acts) => {
    expect(planOf(noticed(...days)).steps.map(({ act }) => act)).toEqual(acts);
  });

  it('does not shorten a notice that was given before it', () => {
    const early = standing(withRemoval(person(1), { removal: { ...removal, at: daysAgo(5) } }), {
      notices: [
        { at: daysAgo(10), to: 'a' },
        { at: daysAgo(5), to: 'a' },
      ],
    });
    expect(planOf(early).steps).toEqual([]);
  });

  it('does nothing to a user who is not unused, and the plan says both', () => {
    const { steps, why } = planOf(withRemoval(person(1, 40)));
    expect(steps).toEqual([]);
    expect(why).toEqual([expect.stringMatching(/^active: /), asked]);
    const unclear = withRemoval({ ...person(1), standing: { attachedPolicies: [], changesIam: undefined } });
    expect(planOf(unclear).why).toEqual(['a policy of it cannot be read, so it may be able to change IAM', asked]);
  });

  it('of silence alone leaves the notice as long as it is', () => {
    const silent = withRemoval(person(1), { removal: { ...removal, kind: 'silence', reason: undefined } });
    expect(noticeSettings(silent.entries, undefined, settings)).toEqual(settings);
    expect(planOf(silent).steps).toMatchObject([
      { act: 'notice', reason: expect.stringContaining('nobody answered for it in review 2026-11-23-unused') },
    ]);
  });

  const keep = { until: '2026-11-01', reason: 'audit', by: 'eve', at: daysAgo(29) };
  const lifecycle: Lifecycle = {
    ...{ userId: person(1).access.userId, userName: 'person-1', state: 'none', version: 2 },
    ...{ since: daysAgo(29), owner: 'a', notices: [], returnedAt: daysAgo(29) },
  };
  it.each<[string, Partial<UserEntries>, ReturnType<typeof daysAgo> | undefined]>([
    ['a keep', { keep }, undefined],
    ['a return', { lifecycle }, undefined],
    ['a sighting', {}, daysAgo(29)],
  ])('ends with %s after it', (_, changes, seen) => {
    const { entries } = withRemoval(person(1), changes);
    expect(noticeSettings(entries, seen, settings).noticeDays).toBe(14);
    expect(noticeSettings(withRemoval(person(1)).entries, daysAgo(31), settings).noticeDays).toBe(7);
  });
});
