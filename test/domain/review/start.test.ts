import { describe, expect, it } from 'vitest';
import { failed, unusable } from '../../../domain/answer.ts';
import { usersInQuestion } from '../../../domain/lifecycle/plan-lifecycle.ts';
import type { CampaignScope } from '../../../domain/review/campaign.ts';
import { recommend } from '../../../domain/review/recommendation.ts';
import { listsOf, reviewRow } from '../../../domain/review/review-row.ts';
import { standingOf } from '../../../domain/review/standing.ts';
import { startCampaign } from '../../../domain/review/start.ts';
import { assess } from '../../../domain/verdict/assessment.ts';
import { daysAgo, iamUser, lastSeen, now, question, sighting } from '../builders.ts';
import { factsOf, idOf, judged, type Person, person, requestOf } from '../lifecycle/world.ts';
import { arnOf, campaign, keep, review, says } from './world.ts';

const admin = (number: number, idleDays: number, changesIam: boolean | undefined): Person => ({
  ...person(number, idleDays),
  standing: { attachedPolicies: [], changesIam },
});
const people = [person(1), person(2, 1), admin(3, 1, true), admin(4, 200, undefined), person(5, 200, { tags: [] })];
const terms = { until: '2026-12-31', unanswered: 'nothing', startedBy: arnOf('sam') } as const;
const started = (scope: CampaignScope, fallbackOwner?: string, facts = factsOf(people)) =>
  startCampaign(facts, requestOf({ fallbackOwner, approvers: ['frieda'] }), { ...terms, scope });

describe('a campaign', () => {
  it.each<[CampaignScope, number[]]>([
    ['unused', [1, 4, 5]],
    ['admins', [3, 4]],
    ['all', [1, 2, 3, 4, 5]],
  ])('of %s asks the owners of users %j', (scope, numbers) => {
    const { campaign, reviews, ownerless } = started(scope, 'it');
    expect(reviews.map(({ userName }) => userName).sort()).toEqual(numbers.map((number) => `person-${number}`));
    expect(reviews.flatMap(({ messages }) => messages)).toEqual([]);
    expect(campaign).toMatchObject({ id: `2026-11-23-${scope}`, users: numbers.length, from: now, version: 1 });
    expect(ownerless).toEqual([]);
  });

  it('asks the fallback about users without an owner, and names them where there is none', () => {
    expect(started('unused', 'it').campaign).toMatchObject({
      reviewers: ['it', 'team-1@example.com', 'team-4@example.com'],
      confirmers: ['it', 'frieda'],
      fallback: 'it',
    });
    expect(started('unused').ownerless).toEqual(['person-5']);
    expect(started('unused').campaign).toMatchObject({ confirmers: ['frieda'], users: 2 });
  });

  it('asks the creator of a user without another owner, and does not let him attest alone', () => {
    const by = 'arn:aws:sts::123456789012:assumed-role/Admin/carl';
    const creators = new Map([[idOf(5), { at: daysAgo(300), by, person: 'carl' }]]);
    const { campaign, reviews } = started('unused', 'it', factsOf(people, { creators }));
    const made = reviews.find(({ userName }) => userName === 'person-5');
    expect(made).toMatchObject({ owner: 'carl', creator: by });
    const answered = { ...review([{ at: now, by, says: keep }]), creator: made?.creator };
    expect(standingOf(answered, campaign)).toEqual({ kind: 'unconfirmed', by });
  });

  it('takes everybody for an admin where IAM did not say what users may do', () => {
    const unread = factsOf(people, { access: failed(unusable('Throttling')) });
    expect(started('admins', 'it', unread).reviews).toHaveLength(5);
  });
});

describe('a recommendation', () => {
  const context = { settings: requestOf().settings, now };
  const of = (who: Person) => recommend(usersInQuestion(factsOf([who]))[0], context);
  const seen = (changes: Parameters<typeof sighting>[0]): Person => {
    const { user } = person(1);
    const facts = { user, lastSeen: lastSeen(sighting(changes)), coverage: { kind: 'none' }, gaps: [] } as const;
    return { ...person(1), user, assessment: assess({ ...facts, exemption: undefined }, question) };
  };

  it.each<[string, Person, string, RegExp]>([
    ['removes who is unused', person(1), 'remove', /^idle: key 1/],
    ['keeps who is active', person(1, 1), 'keep', /^active: /],
    ['keeps who was seen', seen({}), 'keep', /s3 ListBuckets from eu-west-1/],
    ['doubts who only asked who it is', seen({ eventName: 'GetCallerIdentity' }), 'look', /only asked who it is/],
    ['doubts who was refused', seen({ errorCode: 'AccessDenied' }), 'look', /was refused \(AccessDenied\)/],
    [
      'doubts who is young',
      { ...person(1), assessment: judged(iamUser({ createdAt: daysAgo(3) })) },
      'look',
      /too young/,
    ],
    [
      'doubts a verdict with gaps',
      { ...person(1), assessment: judged({ ...person(1).user, gaps: [{ kind: 'no-row' }] }) },
      'look',
      /not complete/,
    ],
    [
      'names a shelter',
      person(1, 200, { tags: [{ key: 'lastseen:protect', value: '' }] }),
      'look',
      /has the tag lastseen:protect/,
    ],
  ])('%s', (_, who, advice, why) => {
    const made = of(who);
    expect(made.advice).toBe(advice);
    expect(made.why).toMatch(why);
  });

  it('does not follow the answer that it is compared with', () => {
    const kept = { until: '2026-12-31', reason: 'x', by: 'bob', at: now };
    const who = { ...person(1), entries: { ...person(1).entries, keep: kept } };
    expect(of(who).advice).toBe('remove');
  });

  it('says that a user is gone', () => {
    expect(recommend(undefined, context).advice).toBe('gone');
  });
});

describe('a list of a reviewer', () => {
  const context = { settings: requestOf().settings, now };

  it('shows when, doing what, from where, and with which credentials', () => {
    const [user] = usersInQuestion(factsOf([person(1)]));
    const { user: known } = person(1);
    const at = daysAgo(200);
    const assessment = assess(
      { user: known, lastSeen: lastSeen(sighting({ at })), coverage: { kind: 'none' }, gaps: [], exemption: undefined },
      question,
    );
    const row = reviewRow(review(), user && { ...user, assessment }, campaign(), context);
    expect(row).toMatchObject({
      asked: 'team',
      admin: false,
      state: 'idle',
      idleDays: 200,
      lastUse: { at, source: 'cloudtrail', event: 's3 ListBuckets from eu-west-1', address: '192.0.2.1' },
      credentials: ['key AKIAALICE00000000001 active, idle'],
      recommendation: { advice: 'remove' },
      standing: { kind: 'unanswered' },
    });
    const gone = reviewRow(review(), undefined, campaign(), context);
    expect(gone).toMatchObject({ userName: 'alice', admin: null, state: null, lastUse: null, credentials: [] });
  });

  it('is one for each who is asked now, by name', () => {
    const rows = ['zoe', 'adam'].map((userName) => reviewRow(review([], { userName }), undefined, campaign(), context));
    const passed = reviewRow(review([says('bob', { kind: 'not-mine', to: 'eve' })]), undefined, campaign(), context);
    const own = reviewRow(review([says('alice', keep)]), undefined, campaign(), context);
    const lists = listsOf([...rows, passed, own]);
    expect(lists.map(({ reviewer, rows: each }) => [reviewer, each.map(({ userName }) => userName)])).toEqual([
      ['eve', ['alice']],
      ['frieda', ['alice']],
      ['team', ['adam', 'zoe']],
    ]);
  });
});
