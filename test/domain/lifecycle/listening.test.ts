import { describe, expect, it } from 'vitest';
import { readAccountAccess } from '../../../domain/lifecycle/account-access.ts';
import { planLifecycle } from '../../../domain/lifecycle/plan-lifecycle.ts';
import { unheardAmong, unheardByPolicy } from '../../../domain/lifecycle/policies/data-plane.ts';
import { daysAgo, user } from '../builders.ts';
import { digest, factsOf, type Person, person, readOf, requestOf, standing, watchedFor } from './world.ts';

const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: statement });
const allow = (...actions: readonly string[]) => policy({ Effect: 'Allow', Action: actions, Resource: '*' });

describe('services whose refused calls are not heard', () => {
  it.each<[string, string, readonly string[] | undefined]>([
    ['named', allow('s3:GetObject', 'ec2:*'), ['s3']],
    ['named in capitals, or by a pattern', allow('S3:Get*', 'sq?:*'), ['s3', 'sqs']],
    ['none of them', allow('ec2:*', 'iam:*'), []],
    ['denied only', policy({ Effect: 'Deny', Action: 's3:*', Resource: '*' }), []],
    ['unreadable', 'x', undefined],
  ])('are those that a policy allows: %s', (_, document, expected) => {
    expect(unheardByPolicy(document)).toEqual(expected);
  });

  it('are all of the list for who may do everything, and all but those that a policy leaves out', () => {
    const every = unheardByPolicy(allow('*')) ?? [];
    expect(every.length).toBeGreaterThan(40);
    expect(unheardAmong(every)).toEqual(every.toSorted());
    const but = unheardByPolicy(policy({ Effect: 'Allow', NotAction: ['s3:*', 'iam:*'], Resource: '*' })) ?? [];
    expect(every.filter((service) => !but.includes(service))).toEqual(['s3']);
  });

  it('are not known where one policy of the user cannot be read', () => {
    const unheard = (...documents: readonly string[]) =>
      readAccountAccess([
        {
          UserDetailList: [{ UserId: user(), UserPolicyList: documents.map((PolicyDocument) => ({ PolicyDocument })) }],
        },
      ])?.get(user())?.unheard;
    expect(unheard(allow('s3:*'), allow('sqs:*'))).toEqual(['s3', 'sqs']);
    expect(unheard(allow('s3:*'), 'x')).toBeUndefined();
  });
});

describe('listening to a quarantined user', () => {
  const denied = { attachedPolicies: ['arn:aws:iam::aws:policy/AWSDenyAll'], changesIam: false };
  const quarantined = (changes: Partial<Person['standing'] & object> = {}) =>
    standing(
      { ...person(1), standing: { ...denied, ...changes } },
      { state: 'quarantined', since: daysAgo(20), quarantinedAt: daysAgo(20) },
    );
  const plan = (who: Person, watches = watchedFor(400)) =>
    planLifecycle(factsOf([who], { watches }), requestOf(), readOf([who]), digest);

  it('is told in the plan: how many days, and what is not heard', () => {
    const [left] = plan(quarantined({ unheard: ['s3'] }), watchedFor(400, 3)).leftAlone;
    expect(left?.listening).toEqual({ days: 18, ofDays: 19, longestBreak: 1, isHeardNow: true, unheard: ['s3'] });
    expect(left?.why).toEqual([
      'quarantined since 2026-11-03: 18 of 19 days listened; heard partly: calls on data of s3 are not recorded',
    ]);
  });

  it('that breaks for 7 days in a row goes on; for more the user is held', () => {
    const seven = [2, 3, 4, 5, 6, 7, 8];
    expect(plan(quarantined(), watchedFor(400, ...seven)).steps).toEqual([]);
    const [step] = plan(quarantined(), watchedFor(400, ...seven, 9)).steps;
    expect(step).toMatchObject({ act: 'hold', reason: 'nobody listened to it for 8 days in a row', calls: [] });
  });

  it('law 18: what could not be heard is never taken as silence', () => {
    expect(plan(quarantined()).leftAlone[0]?.listening).not.toHaveProperty('unheard');
    expect(plan(quarantined()).leftAlone[0]?.why.join()).toContain('heard partly: a policy of it cannot be read');
    const { assessment, ...rest } = quarantined({ unheard: [] });
    const attempts = [{ service: 'dynamodb', at: daysAgo(150), withdrawn: true }];
    const services = { askedAt: daysAgo(1), attempts, silent: [] };
    const tried = { ...rest, assessment: { ...assessment, services } };
    expect(plan(tried).leftAlone[0]?.listening?.unheard).toEqual(['dynamodb']);
  });

  it('law 5: a sighting of any time that arrives in the quarantine holds the user', () => {
    const { assessment, ...rest } = quarantined({ unheard: [] });
    const { lastActivity } = assessment;
    if (lastActivity === undefined) throw new Error('it was seen once');
    for (const ago of [199, 60, 1]) {
      const seen = { ...rest, assessment: { ...assessment, lastActivity: { ...lastActivity, at: daysAgo(ago) } } };
      expect(plan(seen).steps.map(({ act }) => act)).toEqual(['hold']);
    }
  });
});
