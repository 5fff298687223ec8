import { describe, expect, it } from 'vitest';
import { lifecycleMetrics } from '../../../../domain/lifecycle/function/lifecycle-metrics.ts';
import { type ActedPlan, actsOf, planReport } from '../../../../domain/lifecycle/function/plan-report.ts';
import { planLifecycle } from '../../../../domain/lifecycle/plan-lifecycle.ts';
import { utf8Bytes } from '../../../../domain/plain-text.ts';
import { account, daysAgo, now } from '../../builders.ts';
import { digest, entriesOf, factsOf, type Person, person, readOf, requestOf, run, standing } from '../world.ts';

const planOf = (people: readonly Person[], changes: Parameters<typeof factsOf>[1] = {}) =>
  planLifecycle(factsOf(people, changes), requestOf(), readOf(people), digest);
const reportOf = (...given: Parameters<typeof planOf>) =>
  planReport(planOf(...given), { id: 'id', tableName: 'lastseen-prod', acted: undefined });

describe('the message about a plan', () => {
  it('says who would be noticed, to whom and why', () => {
    const { subject, body } = reportOf([person(1)]);
    expect(subject).toBe(`Lastseen ${account()}: would do: 1 to notice`);
    expect(body).toMatch(/unused \(1\)\n {2}person-1 \(AIDAPERSON000001\), owner team-1@example\.com: /);
    expect(body).toMatch(/lastseen plan --table lastseen-prod --verbose$/);
  });

  it('says what came of each step where something acts, and why not', () => {
    const plan = planOf([person(1), person(2)]);
    const [first, second] = plan.steps;
    if (first === undefined || second === undefined) throw new Error('two are noticed');
    const acted: ActedPlan = {
      kind: 'acted',
      steps: [
        { act: 'notice', userId: first.userId, result: 'done', why: null },
        { act: 'notice', userId: second.userId, result: 'dropped', why: 'it was seen at noon' },
      ],
    };
    const of = (became: ActedPlan) => planReport(plan, { id: 'id', tableName: 'lastseen-prod', acted: became });
    expect(of(acted).subject).toBe(`Lastseen ${account()}: does: 2 to notice`);
    expect(of(acted).body).toMatch(
      /Owners hear .*\n.*AIDAPERSON000001.*; done\n.*000002.*; not done: it was seen at noon\n/,
    );
    expect(of({ kind: 'refused', why: ['it is old'] }).body).toContain('; not done: it is old\n');
    expect(of({ kind: 'busy', heldUntil: 'noon' }).body).toContain('; not done: another run works until noon\n');
    expect(actsOf(plan, acted, digest)).not.toBe(actsOf(plan, undefined, digest));
  });

  it('says which steps wait for an approval, once for the same steps, and by which command', () => {
    const waiting = [standing(person(1), {})];
    const facts = factsOf(waiting);
    const plan = planLifecycle(facts, requestOf({ requireApproval: true }), readOf(waiting), digest);
    const { body } = planReport(plan, { id: 'id', tableName: 'lastseen-prod', acted: undefined });
    expect(body).toMatch(
      /wait for an approval \(1\)\n {2}quarantine person-1 \(AIDAPERSON000001\): it needs an approval: lastseen approve [0-9a-f]{12} --reason TEXT\n/,
    );
    const none = planLifecycle(factsOf([person(2, 1)]), requestOf(), readOf([]), digest);
    expect(actsOf({ ...plan, leftAlone: [] }, undefined, digest)).not.toBe(actsOf(plan, undefined, digest));
    expect(actsOf({ ...plan, leftAlone: [] }, undefined, digest)).toBe(actsOf(none, undefined, digest));
  });

  it('says what stops everybody', () => {
    const { subject, body } = reportOf([person(1)], { doubts: ['IAM lists 1 users, and 9 were there'] });
    expect(subject).toBe(`Lastseen ${account()}: stopped`);
    expect(body).toContain('Nobody comes nearer to a quarantine (1)\n  IAM lists 1 users, and 9 were there\n');
  });

  it('holds no line break and no control character of a name or an owner', () => {
    const hostile = person(1, 200, {
      userName: 'ann\nQuarantined: everybody',
      tags: [{ key: 'owner', value: 'a\u001b[31m\r\nb' }],
    });
    const lines = reportOf([hostile]).body.split('\n');
    expect(lines.filter((line) => line.startsWith('Quarantined:') || line.startsWith('b'))).toEqual([]);
    expect(lines.join('')).not.toMatch(/\p{Cc}/u);
  });

  it('fits into one message of SNS, whoever is in it', () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      person(index, 200, { tags: [{ key: 'owner', value: 'é'.repeat(4000) }] }),
    );
    const { subject, body } = reportOf(many, { entries: entriesOf(many, { state: 'off', by: 'me', at: now }) });
    expect(utf8Bytes(body)).toBeLessThanOrEqual(250_000);
    expect(subject).toBe(`Lastseen ${account()}: would do: 50 to notice`);
    expect(body).toMatch(/\.\.\. and \d+ more/);
  });

  it('has the same acts a day later, and others for another user or owner', () => {
    const acts = (...given: Parameters<typeof planOf>) => actsOf(planOf(...given), undefined, digest);
    const later = { question: { now: daysAgo(-1), thresholdDays: 90 }, run: { ...run, asOf: daysAgo(-1) } };
    expect(acts([person(1, 200)])).toBe(acts([person(1, 201)], later));
    expect(acts([person(1)])).not.toBe(acts([person(2)]));
    expect(acts([person(1)])).not.toBe(acts([person(1, 200, { tags: [{ key: 'owner', value: 'others' }] })]));
  });
});

describe('the metrics of lifecycles', () => {
  it('count users by where they stand, and those who stand half-way for an hour', () => {
    const people = [
      standing(person(1), {}),
      standing(person(2), { state: 'quarantined' }),
      standing(person(3), { state: 'quarantining', since: daysAgo(1) }),
      standing(person(4), { state: 'releasing', since: now }),
      standing(person(5), { state: 'held' }),
      person(6),
    ];
    const owner = { accountId: account(), stackName: 'lastseen-prod' };
    const metrics = lifecycleMetrics(owner, entriesOf(people), { stops: ['a reason'], steps: [] }, now);
    const ofStack = metrics.filter(({ dimensions }) => dimensions['Stack'] === 'lastseen-prod');
    expect(Object.fromEntries(ofStack.map(({ name, value }) => [name, value]))).toEqual({
      NoticedUsers: 1,
      QuarantinedUsers: 2,
      HeldUsers: 1,
      StuckUsers: 1,
      UsersToQuarantine: 0,
      LifecycleStops: 1,
      QuarantineBreaker: 0,
    });
  });

  it('say that the breaker stands, and how many records of acts were altered where somebody looked', () => {
    const back = { quarantinedAt: daysAgo(9), returnedAt: daysAgo(2) };
    const people = [standing(person(1), { ...back, state: 'held' }), standing(person(2), { ...back, state: 'none' })];
    const owner = { accountId: account(), stackName: 'lastseen-prod' };
    const metrics = lifecycleMetrics(owner, entriesOf(people), { stops: [], steps: [] }, now, 3);
    const valueNamed = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value;
    expect([valueNamed('QuarantineBreaker'), valueNamed('EvidenceAltered')]).toEqual([1, 3]);
  });
});
