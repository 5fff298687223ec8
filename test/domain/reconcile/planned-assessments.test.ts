import { describe, expect, it } from 'vitest';
import { fresherVerdicts } from '../../../domain/reconcile/fresher-assessments.ts';
import { planCorrections } from '../../../domain/reconcile/plan-judgement.ts';
import { assessmentEntry, userEntry } from '../../../domain/sightings/entry.ts';
import { planAssessments, planLatestRun } from '../../../domain/table/plan-verdicts.ts';
import type { StoredAccount } from '../../../domain/table/stored-account.ts';
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
const planned = (stored: StoredAccount, judged: ReturnType<typeof verdicts>, ofRun = run) => [
  ...planAssessments(stored, judged),
  ...planLatestRun(stored, ofRun),
];
const corrected = (stored: StoredAccount) => {
  const fresher = fresherVerdicts(stored, question);
  return fresher === undefined ? [] : planCorrections(fresher, true).verdicts;
};

describe('the writes of verdicts', () => {
  it('are those that changed, and none the second time', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    const writes = planned(stored, verdicts(alice, bob));
    expect(writes).toMatchObject([{ kind: 'assessment', entry: assessmentEntry(bob) }]);
    expect(planned(written(stored, writes), verdicts(bob, alice))).toEqual([]);
  });

  it('are made where anything of a verdict changed', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    const tagged = verdicts({ ...alice, tags: [{ key: 'team', value: 'a' }] });
    const used = verdicts({ ...alice, credentials: [password({ lastUse: { kind: 'at', at: daysAgo(199) } })] });
    expect(planned(stored, tagged)).toHaveLength(1);
    expect(planned(stored, used)).toHaveLength(1);
  });

  it('are none for the order of fields, nor for what is undefined rather than absent', () => {
    const verdict = verdicts(alice).get(assessmentEntry(alice)) as Assessment;
    const { exemption: _, ...withoutExemption } = verdict;
    const reversed = Object.fromEntries(Object.entries(withoutExemption).reverse()) as unknown as Assessment;
    const stored = storing(noSightings, { assessments: new Map([[assessmentEntry(alice), reversed]]), run });
    expect(planned(stored, verdicts(alice))).toEqual([]);
  });

  it('remove the verdict of a user who is gone', () => {
    const stored = storing(noSightings, { assessments: verdicts(alice, bob), run });
    expect(planned(stored, verdicts(alice))).toEqual([
      { kind: 'remove', accountId: account(), entry: assessmentEntry(bob) },
    ]);
  });

  it('record the run where it is another', () => {
    const later = { ...run, asOf: daysAgo(-1) };
    const stored = storing(noSightings, { assessments: verdicts(alice), run });
    expect(planned(stored, verdicts(alice), later)).toEqual([
      { kind: 'run', accountId: account(), entry: 'run', run: later },
    ]);
    expect(planned(storing(noSightings), new Map())).toMatchObject([{ kind: 'run' }]);
  });
});

describe('logs without an inventory', () => {
  const entry = userEntry(user());
  const plan = (at: ReturnType<typeof daysAgo>, assessments = verdicts(alice)) =>
    corrected(storing(new Map([[entry, lastSeen(sighting({ at }))]]), { assessments }));

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
    expect(corrected(storing(noSightings, { assessments: verdicts(alice) }))).toEqual([]);
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
    const writes = corrected(stored);
    expect(writes).toHaveLength(1);
    expect(corrected(written(stored, writes))).toEqual([]);
  });
});
