import { describe, expect, it } from 'vitest';
import { planFresherAssessments } from '../../../domain/reconcile/fresher-assessments.ts';
import { assessmentEntry, userEntry } from '../../../domain/sightings/entry.ts';
import { planAssessments } from '../../../domain/table/plan-verdicts.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import {
  accessKey,
  account,
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  never,
  now,
  password,
  question,
  sighting,
  user,
} from '../builders.ts';
import { storing, written } from '../table/table-model.ts';

const run = { asOf: now, thresholdDays: 90, users: 1, coverage: { kind: 'none' } as const };
const alice = iamUser();
const bob = iamUser({ userName: 'bob', userId: user('AIDABOB0000000000001') });
const verdicts = (...users: (typeof alice)[]) =>
  new Map(users.map((one) => [assessmentEntry(one), assess(facts({ user: one }), question)]));
const noSightings = new Map();

describe('the writes of verdicts', () => {
  it('are those that changed, and none the second time', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    const writes = planAssessments(stored, verdicts(alice, bob), run);
    expect(writes).toMatchObject([{ kind: 'assessment', entry: assessmentEntry(bob) }]);
    expect(planAssessments(written(stored, writes), verdicts(bob, alice), run)).toEqual([]);
  });

  it('are made where anything of a verdict changed', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    const tagged = verdicts({ ...alice, tags: [{ key: 'team', value: 'a' }] });
    const used = verdicts({ ...alice, credentials: [password({ lastUse: { kind: 'at', at: daysAgo(199) } })] });
    expect(planAssessments(stored, tagged, run)).toHaveLength(1);
    expect(planAssessments(stored, used, run)).toHaveLength(1);
  });

  it('are none for the order of fields, nor for what is undefined rather than absent', () => {
    const verdict = verdicts(alice).get(assessmentEntry(alice)) as Assessment;
    const { exemption: _, ...withoutExemption } = verdict;
    const reversed = Object.fromEntries(Object.entries(withoutExemption).reverse()) as unknown as Assessment;
    const stored = storing(noSightings, { assessments: new Map([[assessmentEntry(alice), reversed]]), run });
    expect(planAssessments(stored, verdicts(alice), run)).toEqual([]);
  });

  it('remove the verdict of a user who is gone', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice, bob), run });
    expect(planAssessments(stored, verdicts(alice), run)).toEqual([
      { kind: 'remove', accountId: account(), entry: assessmentEntry(bob) },
    ]);
  });

  it('record the run where it is another', () => {
    const later = { ...run, asOf: daysAgo(-1) };
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    expect(planAssessments(stored, verdicts(alice), later)).toEqual([
      { kind: 'run', accountId: account(), entry: 'run', run: later },
    ]);
    expect(planAssessments(storing(noSightings), new Map(), run)).toMatchObject([{ kind: 'run' }]);
  });
});

describe('logs without an inventory', () => {
  const entry = userEntry(user());
  const plan = (at: ReturnType<typeof daysAgo>, assessments = verdicts(alice)) =>
    planFresherAssessments(storing(new Map([[entry, lastSeen(sighting({ at }))]]), { assessments }), question);

  it('make a user active who was seen within the threshold', () => {
    const seen = sighting({ at: daysAgo(90, 1) });
    expect(plan(daysAgo(90, 1))).toMatchObject([
      {
        kind: 'assessment',
        entry: assessmentEntry(alice),
        assessment: { state: 'active', lastActivity: { at: seen.at, source: 'cloudtrail', sighting: seen } },
      },
    ]);
  });

  it('tell a later activity that is not fresh, and leave the state', () => {
    expect(plan(daysAgo(90))).toMatchObject([{ assessment: { state: 'idle', lastActivity: { at: daysAgo(90) } } }]);
    const unknown = verdicts(iamUser({ gaps: [{ kind: 'no-row' }] }));
    expect(plan(daysAgo(90), unknown)).toMatchObject([{ assessment: { state: 'unknown' } }]);
  });

  it('make a user idle who was never seen before', () => {
    const never1 = verdicts(iamUser({ credentials: [accessKey({ lastUse: never })] }));
    expect(plan(daysAgo(100), never1)).toMatchObject([{ assessment: { state: 'idle' } }]);
  });

  it('say nothing of what is not later than what was known', () => {
    expect(plan(daysAgo(200))).toEqual([]);
    expect(plan(daysAgo(201))).toEqual([]);
    expect(planFresherAssessments(storing(noSightings, { assessments: verdicts(alice) }), question)).toEqual([]);
  });

  it('leave a user alone who was made again under the name', () => {
    const young = iamUser({
      createdAt: daysAgo(100),
      credentials: [password({ createdAt: daysAgo(100), lastUse: never })],
    });
    expect(plan(daysAgo(101), verdicts(young))).toEqual([]);
  });

  it('are written once', () => {
    const stored = storing(new Map([[entry, lastSeen(sighting())]]), { assessments: verdicts(alice) });
    const writes = planFresherAssessments(stored, question);
    expect(writes).toHaveLength(1);
    expect(planFresherAssessments(written(stored, writes), question)).toEqual([]);
  });
});
