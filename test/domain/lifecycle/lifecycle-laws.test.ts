import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import type { MissingFact } from '../../../domain/inventory/iam-user.ts';
import type { Brake, Lifecycle } from '../../../domain/lifecycle/lifecycle.ts';
import { openPlan, outdatedBecause } from '../../../domain/lifecycle/opened-plan.ts';
import { sealPlan } from '../../../domain/lifecycle/plan.ts';
import { type LifecycleFacts, planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { Step } from '../../../domain/lifecycle/step.ts';
import { type Instant, plusDays } from '../../../domain/time.ts';
import { account, daysAgo, now } from '../builders.ts';
import { digest, entriesOf, factsOf, judged, type Person, person, readOf, requestOf, run, standing } from './world.ts';

const states = ['none', 'noticed', 'quarantining', 'quarantined', 'held', 'releasing'] as const;

/** What may be true of one user beside its last use. */
interface Traits {
  readonly idleDays: number;
  readonly state: (typeof states)[number] | undefined;
  readonly noticedDaysAgo: readonly number[];
  readonly shelter: 'none' | 'tag' | 'path' | 'exempt' | 'kept' | 'approver';
  readonly changesIam: boolean | undefined;
  readonly quarantinedDaysAgo: number | undefined;
}

const traits: fc.Arbitrary<Traits> = fc.record({
  idleDays: fc.constantFrom(1, 95, 100, 200, 300),
  state: fc.option(fc.constantFrom(...states), { nil: undefined }),
  noticedDaysAgo: fc.constantFrom([], [3], [8], [20, 10], [14, 7]),
  shelter: fc.constantFrom('none', 'none', 'none', 'tag', 'path', 'exempt', 'kept', 'approver'),
  changesIam: fc.constantFrom(false, false, false, true, undefined),
  quarantinedDaysAgo: fc.constantFrom(undefined, 2, 30),
});

const accounts = fc.array(traits, { minLength: 1, maxLength: 14 });

function personWith(number: number, { shelter, changesIam, ...rest }: Traits): Person {
  const tags = [{ key: 'owner', value: 'a' }, ...(shelter === 'tag' ? [{ key: 'lastseen:protect', value: '' }] : [])];
  const base = person(number, rest.idleDays, { tags, ...(shelter === 'path' && { path: '/break-glass/' }) });
  const exemption = { by: 'name x', until: undefined, reason: undefined, ended: false };
  const assessment = shelter === 'exempt' ? judged(base.user, undefined, exemption) : base.assessment;
  const who = { ...base, assessment, standing: { attachedPolicies: [], changesIam } };
  const notices = rest.noticedDaysAgo.map((days) => ({ at: daysAgo(days), to: 'a' }));
  const quarantinedAt = rest.quarantinedDaysAgo === undefined ? undefined : daysAgo(rest.quarantinedDaysAgo);
  const placed = rest.state === undefined ? who : standing(who, { state: rest.state, notices, quarantinedAt });
  if (shelter !== 'kept') return placed;
  const keep = { until: '2026-12-31', reason: 'audit', by: 'bob', at: daysAgo(1) };
  return { ...placed, entries: { ...placed.entries, keep } };
}

const peopleOf = (all: readonly Traits[]): Person[] => all.map((each, number) => personWith(number, each));
const approversOf = (all: readonly Traits[]) =>
  all.flatMap(({ shelter }, number) => (shelter === 'approver' ? [`person-${number}`] : []));

/** Lets the floor pass, so that the laws see steps. */
const answeredBrake: Brake = { state: 'off', by: 'bob', at: daysAgo(0, -60) };

function planOf(all: readonly Traits[], changes: Partial<LifecycleFacts> = {}) {
  const people = peopleOf(all);
  const facts = factsOf(people, { entries: entriesOf(people, answeredBrake), ...changes });
  return planLifecycle(facts, requestOf({ approvers: approversOf(all) }), readOf(people), digest);
}

const nearer = (steps: readonly Step[]) => steps.filter(({ act }) => act === 'notice' || act === 'quarantine');
const namesOf = (steps: readonly Step[]) => steps.map(({ act, userId }) => `${act} ${userId}`);

const gaps: readonly MissingFact[] = [
  { kind: 'no-row' },
  { kind: 'source-failed', source: 'list-users', why: 'Throttling' },
  { kind: 'field-unreadable', source: 'credential-report', field: 'x' },
  { kind: 'log-files-unreadable', files: 1 },
];

describe('the laws of a plan', () => {
  it('13: no sheltered user comes nearer to a quarantine, and who can change IAM only hears of it', () => {
    let seen = 0;
    fc.assert(
      fc.property(accounts, (all) => {
        for (const { act, userName } of nearer(planOf(all).steps)) {
          const { shelter, changesIam } = all[Number(userName.slice('person-'.length))] ?? {};
          expect([shelter, act === 'notice' && changesIam === true ? false : changesIam]).toEqual(['none', false]);
          seen++;
        }
      }),
    );
    expect(seen).toBeGreaterThan(10);
  });

  it('10: what IAM did not say brings nobody nearer', () => {
    fc.assert(
      fc.property(accounts, fc.constantFrom(...gaps), fc.nat({ max: 13 }), (all, gap, number) => {
        const whole = new Set(namesOf(nearer(planOf(all).steps)));
        const people = peopleOf(all).map((each, index) => {
          const user = { ...each.user, gaps: index === number ? [gap] : [] };
          return { ...each, user, assessment: { ...judged(user), exemption: each.assessment.exemption } };
        });
        const facts = factsOf(people, { entries: entriesOf(people, answeredBrake) });
        const request = requestOf({ approvers: approversOf(all) });
        const steps = nearer(planLifecycle(facts, request, readOf(people), digest).steps);
        const concerned = people[number]?.access.userId;
        expect(steps.filter(({ userId }) => userId === concerned)).toEqual([]);
        const silent = planLifecycle(facts, request, new Map(), digest);
        const refused = planOf(all, { access: failed(unusable('Throttling')) });
        const empty = planOf(all, { access: answered(new Map()) });
        for (const plan of [silent, refused, empty]) expect(nearer(plan.steps)).toEqual([]);
        const unused = [...whole].filter((name) => concerned === undefined || !name.endsWith(concerned));
        expect(unused.length).toBeLessThanOrEqual(all.length);
      }),
    );
  });

  it('6: every step is of a moment ago, and of the user with that id', () => {
    fc.assert(
      fc.property(accounts, fc.integer({ min: -3, max: 50 }), (all, hours) => {
        const people = peopleOf(all);
        const plan = planOf(all, { run: { ...run, asOf: plusDays(now, -hours / 24) } });
        if (hours > 24 || hours < 0) expect(nearer(plan.steps)).toEqual([]);
        const sealed = sealPlan(plan, digest);
        const later = (days: number) => outdatedBecause(sealed, { ...sealed, now: plusDays(now, days) });
        expect([later(1), later(1 + 1 / 86400)].map(({ length }) => length)).toEqual([0, 1]);
        for (const step of plan.steps) {
          const who = people.find(({ access }) => access.userId === step.userId);
          expect(step.userName).toBe(who?.user.userName);
        }
      }),
    );
  });

  it('12: the caps hold over any sequence of runs, replays included', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constant('due'), { minLength: 5, maxLength: 30 }),
        fc.array(fc.record({ days: fc.constantFrom(0, 0, 1, 3, 6, 8), done: fc.integer({ min: 0, max: 6 }) }), {
          maxLength: 12,
        }),
        fc.integer({ min: 1, max: 40 }),
        (waiting, runs, weeklyPercent) => {
          let people = waiting.map((_, number) => standing(person(number), {}));
          const quarantinedAt: Instant[] = [];
          let at = now;
          for (const { days, done } of runs) {
            at = plusDays(at, days);
            const question = { now: at, thresholdDays: 90 };
            const facts = factsOf(people, { question, run: { ...run, asOf: at } });
            const { steps } = planLifecycle(facts, requestOf({ weeklyPercent }), readOf(people), digest);
            const quarantines = steps.filter(({ act }) => act === 'quarantine');
            expect(quarantines.length).toBeLessThanOrEqual(5);
            const chosen = new Set(quarantines.slice(0, done).map(({ userId }) => userId));
            quarantinedAt.push(...[...chosen].map(() => at));
            people = people.map((each) => (chosen.has(each.access.userId) ? quarantinedOn(each, at) : each));
            const week = quarantinedAt.filter((each) => each > plusDays(at, -7)).length;
            expect(week).toBeLessThanOrEqual(Math.ceil((waiting.length * weeklyPercent) / 100));
          }
        },
      ),
    );
  });

  it('14: the same facts in any order make the same plan, and an altered plan is refused', () => {
    fc.assert(
      fc.property(accounts, fc.nat(), (all, seed) => {
        const plan = sealPlan(planOf(all), digest);
        const people = peopleOf(all);
        const facts = factsOf(people.toReversed(), { entries: entriesOf(people.toReversed(), answeredBrake) });
        const again = planLifecycle(facts, requestOf({ approvers: approversOf(all) }), readOf(people), digest);
        expect(sealPlan(again, digest).hash).toBe(plan.hash);
        const text = JSON.stringify(plan);
        expect(openPlan(JSON.parse(text), digest).kind).toBe('ok');
        const place = seed % text.length;
        const altered = parsed(`${text.slice(0, place)}${text[place] === '7' ? '8' : '7'}${text.slice(place + 1)}`);
        if (altered !== undefined) expect(openPlan(altered, digest).kind).toBe('wrong');
      }),
    );
  });

  it('14: a plan with calls of its own is refused, whatever its hash says', () => {
    const who = standing(person(1), {});
    const { hash: _, ...plan } = sealPlan(planLifecycle(factsOf([who]), requestOf(), readOf([who]), digest), digest);
    const opened = (steps: readonly Step[]) =>
      openPlan(JSON.parse(JSON.stringify(sealPlan({ ...plan, steps }, digest))), digest);
    expect(opened(plan.steps).kind).toBe('ok');
    const policyArn = 'arn:aws:iam::aws:policy/AdministratorAccess';
    const attach = { action: 'AttachUserPolicy', userName: 'mallory', policyArn } as const;
    expect(plan.steps.map(({ act }) => act)).toEqual(['quarantine']);
    expect(opened(plan.steps.map((step) => ({ ...step, calls: [...step.calls, attach] }))).kind).toBe('wrong');
    expect(opened(plan.steps.map((step) => ({ ...step, undo: [] }))).kind).toBe('wrong');
  });

  it('14: a plan of another account, or of other settings, is not applied', () => {
    const plan = sealPlan(planOf([]), digest);
    const context = { ...plan, now };
    expect(outdatedBecause(plan, context)).toEqual([]);
    expect(outdatedBecause(plan, { ...context, accountId: account('999999999999') })).toHaveLength(1);
    const settings = { ...plan.settings, noticeDays: 7 };
    expect(outdatedBecause(plan, { ...context, settings, thresholdDays: 1 })).toEqual([
      'it was made with other settings (thresholdDays, settings)',
    ]);
    expect(outdatedBecause(plan, { ...context, now: daysAgo(0, -1) })).toEqual([
      expect.stringMatching(/in the future/),
    ]);
  });
});

function quarantinedOn(who: Person, at: Instant): Person {
  const lifecycle: Partial<Lifecycle> = { ...who.entries.lifecycle, state: 'quarantined', quarantinedAt: at };
  const denied = { attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll'], changesIam: false };
  return standing({ ...who, standing: denied }, lifecycle);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
