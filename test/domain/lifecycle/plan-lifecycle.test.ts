import { describe, expect, it } from 'vitest';
import { answered, failed, unusable } from '../../../domain/answer.ts';
import { planLifecycle, usersToRead } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { PartialSettings } from '../../../domain/lifecycle/settings.ts';
import { daysAgo, iamUser, now, user } from '../builders.ts';
import { digest, entriesOf, factsOf, judged, type Person, person, readOf, requestOf, run, standing } from './world.ts';

/** Seven users in use, so that one that is not is no sudden silence of the whole account. */
const others = Array.from({ length: 7 }, (_, index) => {
  const other = person(100 + index);
  return { ...other, assessment: judged(other.user, daysAgo(1)) };
});

function plan(people: readonly Person[], changes: Parameters<typeof factsOf>[1] = {}, settings: PartialSettings = {}) {
  const all = [...others, ...people];
  return planLifecycle(factsOf(all, changes), requestOf(settings), readOf(all), digest);
}

const actsOf = (people: readonly Person[], ...rest: [Parameters<typeof factsOf>[1]?, PartialSettings?]) =>
  plan(people, ...rest).steps.map(({ act, userName }) => `${act} ${userName}`);

const whyOf = (people: readonly Person[], ...rest: [Parameters<typeof factsOf>[1]?, PartialSettings?]) =>
  plan(people, ...rest).leftAlone.find(({ userName }) => userName === 'person-1')?.why;

const due = standing(person(1), {});

describe('the plan of an account', () => {
  it('notices an unused user, and says to whom', () => {
    const [step] = plan([person(1)]).steps;
    expect(step).toMatchObject({ act: 'notice', owner: 'team-1@example.com', version: 0, calls: [], undo: [] });
    expect(step?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  });

  it('quarantines by the tag first and the deny second, and undoes the other way round', () => {
    const [step] = plan([due]).steps;
    expect(step).toMatchObject({ act: 'quarantine', version: 1 });
    expect(step?.calls).toEqual([
      { action: 'TagUser', userName: 'person-1', key: 'lastseen:quarantine', value: '2026-11-23' },
      { action: 'AttachUserPolicy', userName: 'person-1', policyArn: 'arn:aws:iam::aws:policy/AWSDenyAll' },
    ]);
    expect(step?.undo.map(({ action }) => action)).toEqual(['DetachUserPolicy', 'UntagUser']);
  });

  it.each([
    ['13 days after the first notice', 13, 6, undefined],
    ['14 days after it', 14, 7, 'quarantine person-1'],
    ['14 days after it, but 6 after a late second one', 14, 6, undefined],
  ])('waits for the days of the notices: %s', (_, first, second, expected) => {
    const notices = [first, second].map((days) => ({ at: daysAgo(days), to: 'team@example.com' }));
    expect(actsOf([standing(person(1), { notices })])[0]).toBe(expected);
  });

  it.each([
    ['6 days after the first notice', 6, undefined],
    ['halfway', 7, 'notice person-1'],
    ['long after, if nobody sent it', 60, 'notice person-1'],
  ])('sends the second notice %s', (_, days, expected) => {
    const notices = [{ at: daysAgo(days), to: 'team@example.com' }];
    expect(actsOf([standing(person(1), { notices })])[0]).toBe(expected);
  });

  it.each<[string, Partial<Person['user']>, PartialSettings, string]>([
    [
      'the tag lastseen:protect',
      {
        tags: [
          { key: 'lastseen:protect', value: '' },
          { key: 'owner', value: 'a' },
        ],
      },
      {},
      'it has the tag lastseen:protect',
    ],
    ['a protected path', { path: '/break-glass/night/' }, {}, 'its path is below /break-glass/, which is protected'],
    ['an approver', {}, { approvers: ['PERSON-1'] }, 'it approves acts'],
    ['no owner', { tags: [] }, {}, 'it has no owner, and no fallback is set'],
  ])('leaves a user alone who has %s', (_, changes, settings, why) => {
    expect(whyOf([person(1, 200, changes)], {}, settings)).toEqual([why]);
  });

  it('asks the fallback where a user has no owner', () => {
    const [step] = plan([person(1, 200, { tags: [] })], {}, { fallbackOwner: 'it@example.com' }).steps;
    expect(step?.owner).toBe('it@example.com');
  });

  it('guesses an owner by who created the user, says so, and counts users whom nobody owns', () => {
    const [one, two] = [1, 2].map((number) => person(number, 200, { tags: [] }));
    if (one === undefined || two === undefined) throw new Error('two people');
    const creator = { at: daysAgo(400), by: 'arn:aws:iam::123456789012:user/dan', person: 'dan' };
    const creators = new Map([[one.access.userId, creator]]);
    const made = plan([one, two], { creators }, { fallbackOwner: 'it@example.com' });
    expect(made.steps.map(({ owner, ownerFrom }) => [owner, ownerFrom]).sort()).toEqual([
      ['dan', 'creator'],
      ['it@example.com', 'fallback'],
    ]);
    expect(made.withoutOwner).toBe(1);
    expect(plan([one, two], { creators }).withoutOwner).toBe(1);
  });

  it('tells whoever was told first, as long as the user is on its way out', () => {
    const owner = (state: 'quarantined' | 'none') =>
      plan([
        {
          ...standing(person(1), { state, owner: 'old@example.com', returnedAt: daysAgo(400) }),
          assessment: judged(due.user, state === 'none' ? undefined : daysAgo(1)),
        },
      ]).steps.map((step) => [step.act, step.owner, step.ownerFrom]);
    expect(owner('quarantined')).toEqual([['hold', 'old@example.com', undefined]]);
    expect(owner('none')).toEqual([['notice', 'team-1@example.com', 'tag']]);
  });

  it.each<[string, Partial<NonNullable<Person['standing']>>, string]>([
    ['who can change IAM', { changesIam: true }, 'it can change IAM, and 0 in use can: 2 must be left'],
    [
      'with a policy that cannot be read',
      { changesIam: undefined },
      'a policy of it cannot be read, so it may be able to change IAM',
    ],
    [
      'whom others denied everything',
      { attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll'] },
      'others denied it everything already',
    ],
    [
      'with a leaked key',
      { attachedPolicies: ['arn:aws:iam::aws:policy/AWSCompromisedKeyQuarantineV4'] },
      'AWS quarantined a leaked key of it: an incident, not a clean-up',
    ],
  ])('leaves a user alone %s', (_, changes, why) => {
    const who = person(1);
    expect(whyOf([{ ...who, standing: { attachedPolicies: [], changesIam: false, ...changes } }])).toEqual([why]);
  });

  it.each<[string, Person, string | undefined]>([
    ['it was seen since', { ...due, assessment: judged(due.user, daysAgo(3)) }, 'clear person-1'],
    ['a sighting of long ago arrives late', { ...due, assessment: judged(due.user, daysAgo(150)) }, 'clear person-1'],
    [
      'it is protected now',
      standing(person(1, 200, { tags: [{ key: 'lastseen:protect', value: 'x' }] }), {}),
      'clear person-1',
    ],
    ['a source did not answer', standing(person(1, 200, { gaps: [{ kind: 'no-row' }] }), {}), undefined],
    ['its credentials changed', { ...due, access: { ...due.access, groups: ['admins'] } }, 'clear person-1'],
  ])('ends a notice by evidence, never by the lack of it: %s', (_, who, expected) => {
    expect(actsOf([who])[0]).toBe(expected);
  });

  it.each<[string, Partial<Person>, string | undefined]>([
    ['nothing happened', {}, undefined],
    ['it showed up', { assessment: judged(due.user, daysAgo(1)) }, 'hold person-1'],
    ['others took the deny away', { standing: { attachedPolicies: [], changesIam: false } }, 'hold person-1'],
    ['it got another key', { access: { ...due.access, accessKeys: [] } }, 'hold person-1'],
    [
      'somebody keeps it',
      { entries: { ...due.entries, keep: { until: '2026-12-31', reason: 'audit', by: 'bob', at: now } } },
      'release person-1',
    ],
  ])('watches a quarantined user: %s', (_, changes, expected) => {
    const denied = { attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll'], changesIam: false };
    const who = standing({ ...person(1), standing: denied }, { state: 'quarantined', quarantinedAt: daysAgo(9) });
    const entries = { ...who.entries, ...changes.entries, lifecycle: who.entries.lifecycle };
    expect(actsOf([{ ...who, ...changes, entries }])[0]).toBe(expected);
  });

  it('completes a release that was begun, also with the brake on', () => {
    const who = standing(person(1), { state: 'releasing' });
    const entries = entriesOf([who], { state: 'on', by: 'bob', at: now });
    expect(actsOf([who], { entries })).toEqual(['release person-1']);
  });

  it.each<[string, Parameters<typeof factsOf>[1], RegExp]>([
    [
      'the brake is on',
      { entries: { users: entriesOf([due]).users, brake: { state: 'on', by: 'bob', at: now } } },
      /bob stopped it/,
    ],
    [
      'the brake cannot be read',
      { entries: { users: entriesOf([due]).users, brake: { state: 'unreadable' } } },
      /cannot be read/,
    ],
    ['there is no run', { run: undefined }, /holds no run/],
    ['the run is older than a day', { run: { ...run, asOf: daysAgo(1, -1) } }, /more than 24 hours away/],
    ['the run asked about another threshold', { run: { ...run, thresholdDays: 45 } }, /asked about 45 days, not 90/],
    ['the inventory shrank', { doubts: ['the inventory shrank'] }, /shrank/],
  ])('stops the whole account where %s', (_, changes, why) => {
    const made = plan([due, person(2)], changes);
    expect(made.steps).toEqual([]);
    expect(made.stops.join()).toMatch(why);
  });

  it('stops where a tag of ours is not known to the table', () => {
    const tags = [{ key: 'lastseen:quarantine', value: '2026-01-01' }];
    expect(plan([person(1, 200, { tags }), standing(person(2), {})]).stops).toEqual([
      expect.stringMatching(/^person-1 has the tag/),
    ]);
  });

  it('asks a person before it notices every fifth user at once, and goes on when that is answered', () => {
    const four = [1, 2, 3, 4].map((number) => person(number));
    expect(plan(four).stops).toEqual([expect.stringMatching(/^4 of 11 users would be noticed at once/)]);
    const entries = entriesOf(four, { state: 'off', by: 'bob', at: daysAgo(0, -60), reason: 'the backlog' });
    expect(actsOf(four, { entries })).toHaveLength(4);
  });

  it('quarantines the longest idle first, as many as the caps allow', () => {
    const waiting = [1, 2, 3].map((number) => standing(person(number, 200 + number), {}));
    expect(actsOf(waiting, {}, { weeklyPercent: 20 })).toEqual(['quarantine person-3', 'quarantine person-2']);
    expect(actsOf(waiting, {}, { weeklyPercent: 20, quarantinesARun: 1 })).toEqual(['quarantine person-3']);
  });

  it('counts the quarantines of the last 7 days', () => {
    const gone = standing(person(2), { state: 'none', notices: [], quarantinedAt: daysAgo(6), returnedAt: daysAgo(5) });
    expect(actsOf([due, gone])).toEqual([]);
  });

  it('stops quarantines where two of the last ones came back, until a person answers', () => {
    const back = [2, 3].map((number) =>
      standing(person(number), { state: 'held', quarantinedAt: daysAgo(30), returnedAt: daysAgo(20) }),
    );
    expect(whyOf([due, ...back])).toEqual([expect.stringMatching(/^2 of the last 2 quarantined users came back/)]);
    const entries = entriesOf([due, ...back], { state: 'off', by: 'bob', at: daysAgo(10), reason: 'looked at' });
    expect(actsOf([due, ...back], { entries })).toEqual(['quarantine person-1']);
  });

  it('leaves a user alone whose name belongs to another one now, or about whom IAM said nothing', () => {
    const all = [...others, due];
    const reading = new Map([
      ...readOf(all),
      [due.access.userId, answered({ ...due.access, userId: user() })] as const,
    ]);
    const other = planLifecycle(factsOf(all), requestOf(), reading, digest);
    expect(other.leftAlone.find(({ userName }) => userName === 'person-1')?.why).toEqual([
      'another user has its name now',
    ]);
    const silent = new Map([[due.access.userId, failed(unusable('Throttling'))]]);
    const made = planLifecycle(factsOf(all), requestOf(), silent, digest);
    expect(made.steps).toEqual([]);
    expect(made.leftAlone.find(({ userName }) => userName === 'person-1')?.why).toEqual([
      'IAM did not answer about it (Throttling)',
    ]);
  });

  it('does nothing about a user without a unique id', () => {
    const nameless = { ...person(1), assessment: judged(iamUser({ userId: undefined, userName: 'person-1' })) };
    expect(whyOf([nameless])).toEqual(['IAM did not give its unique id']);
  });

  it('asks IAM only about users who may come nearer, and about those in quarantine', () => {
    const held = standing(person(3), { state: 'held' });
    const asked = usersToRead(factsOf([...others, due, person(2), held]), requestOf(), digest);
    expect(asked.map(({ userName }) => userName).sort()).toEqual(['person-1', 'person-2']);
  });

  it('says that the window is closed', () => {
    expect(plan([due], {}, { window: { days: ['Tue'] } }).closed).toBe('users are quarantined Tue 08-14 UTC alone');
  });
});
