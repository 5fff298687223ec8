import { describe, expect, test } from 'vitest';
import type { RegionTrail, TrailHealth } from '../../../domain/coverage/trail-health.ts';
import { blindRegions } from '../../../domain/reconcile/blind-regions.ts';
import { shrinkageOf } from '../../../domain/reconcile/inventory-guard.ts';
import { parseReconcileSettings } from '../../../domain/settings/reconcile-settings.ts';
import { emptyAccount, type StoredAccount } from '../../../domain/table/stored-account.ts';
import type { Instant } from '../../../domain/time.ts';
import { wholeTrail } from '../../fakes/reconcile-world.ts';
import { account, daysAgo, now, region } from '../builders.ts';
import { okOf } from '../ok-of.ts';
import { assessed, byEntry } from '../verdict/assessed.ts';

const withRun = (users: number, asOf = daysAgo(1)): StoredAccount => ({
  ...emptyAccount(account()),
  run: { asOf, thresholdDays: 90, users, coverage: { kind: 'none' } },
});

test.each([
  [10, 5, false],
  [10, 4, true],
  [11, 5, true],
  [3, 1, true],
  [3, 2, false],
  [2, 0, false],
  [0, 0, false],
])('from %i users to %i shrinks too much: %s', (from, to, isTooMuch) => {
  expect(shrinkageOf(withRun(from), to)).toEqual(isTooMuch ? { from, to } : undefined);
});

test('before the first whole run the users that were judged count', () => {
  const stored = {
    ...emptyAccount(account()),
    assessments: byEntry(...['a', 'b', 'c'].map((name) => assessed(name, 'idle'))),
  };
  expect(shrinkageOf(stored, 1)).toEqual({ from: 3, to: 1 });
});

describe('blind Regions', () => {
  const regions = [region('eu-west-1'), region('us-east-1')];
  const watched = (lastProof: Instant, asOf = daysAgo(1)) => ({
    ...withRun(1, asOf),
    watches: new Map([[region('eu-west-1'), { lastRecord: now, lastProof, days: new Map() }]]),
  });
  const healthOf = (changes: Partial<RegionTrail>): TrailHealth => ({
    kind: 'known',
    regions: new Map([[region('us-east-1'), { ...wholeTrail, ...changes }]]),
  });
  const whole = healthOf({});
  test.each<[string, TrailHealth, boolean]>([
    ['does not log', healthOf({ logging: false }), true],
    ['leaves out what reads', healthOf({ reads: false }), true],
    ['leaves out what writes', healthOf({ writes: false }), true],
    ['leaves out one source', healthOf({ excludedSources: ['kms.amazonaws.com'] }), false],
    ['nobody can ask about', { kind: 'unknown', why: 'AccessDenied' }, false],
  ])('a Region whose trail %s is blind or not, whatever was proven', (_, health, isBlind) => {
    expect(blindRegions(regions, emptyAccount(account()), health, now)).toEqual(isBlind ? [region('us-east-1')] : []);
  });
  test('there are none before a proof was made', () => {
    expect(blindRegions(regions, emptyAccount(account()), whole, now)).toEqual([]);
  });
  test('a Region is blind where no reading call came since the last run, give or take five minutes of the clock', () => {
    expect(blindRegions(regions, watched(daysAgo(1, -300)), whole, now)).toEqual([region('us-east-1')]);
    expect(blindRegions(regions, watched(daysAgo(1, -301)), whole, now)).toEqual(regions);
  });
  test('within the hour of a run its own proof is not asked for', () => {
    const justNow = daysAgo(0, -600);
    expect(blindRegions(regions, watched(daysAgo(1), justNow), whole, now)).toEqual([]);
    expect(blindRegions(regions, watched(daysAgo(2), justNow), whole, now)).toEqual([region('eu-west-1')]);
  });
});

describe('the environment', () => {
  const least = {
    TABLE_NAME: 'lastseen',
    TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:topic',
    AWS_REGION: 'eu-west-1',
  };
  test('has defaults for all but the table and the topic', () => {
    expect(okOf(parseReconcileSettings(least))).toEqual({
      tableName: 'lastseen',
      topicArn: least.TOPIC_ARN,
      thresholdDays: 90,
      exemptions: [{ kind: 'tag', key: 'lastseen:exempt', value: undefined }],
      eventBus: 'default',
      alarmCap: 50,
      regions: [],
      home: 'eu-west-1',
    });
  });
  test('is read', () => {
    const given = {
      ...least,
      THRESHOLD_DAYS: '60',
      EXEMPT_TAG: 'keep',
      EVENT_BUS: 'ours',
      ALARM_CAP: '0',
      REGIONS: 'eu-west-1, us-east-1,eu-west-1',
    };
    expect(okOf(parseReconcileSettings(given))).toMatchObject({
      thresholdDays: 60,
      eventBus: 'ours',
      alarmCap: 0,
      regions: ['eu-west-1', 'us-east-1'],
    });
  });
  test('names every wrong variable at once', () => {
    const wrong = {
      TABLE_NAME: '',
      AWS_REGION: 'EU',
      TOPIC_ARN: 'topic',
      THRESHOLD_DAYS: '0',
      ALARM_CAP: '501',
      REGIONS: 'eu west',
      EVENT_BUS: ' ',
      EXEMPT_TAG: 'x'.repeat(129),
    };
    const parsed = parseReconcileSettings(wrong);
    const names = parsed.kind === 'wrong' ? parsed.problems.map(({ field }) => field) : [];
    expect(names).toEqual([
      'TABLE_NAME',
      'TOPIC_ARN',
      'THRESHOLD_DAYS',
      'EXEMPT_TAG',
      'EVENT_BUS',
      'ALARM_CAP',
      'AWS_REGION',
      'REGIONS',
    ]);
  });
});
