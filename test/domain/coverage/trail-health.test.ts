import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GatheredTrails,
  healthWords,
  isRecorded,
  isWhole,
  type Trail,
  type TrailDetail,
  type TrailHealth,
  trailHealthOf,
} from '../../../domain/coverage/trail-health.ts';
import type { FieldSelector, TrailSelector } from '../../../domain/coverage/trail-selectors.ts';
import type { Instant } from '../../../domain/time.ts';
import { daysAgo, region } from '../builders.ts';

const home = region('eu-west-1');
const other = region('us-east-1');
const kms = 'kms.amazonaws.com';
const rds = 'rdsdata.amazonaws.com';

const basic = (readWriteType?: string, excludedSources: string[] = [], includesManagement = true): TrailSelector => ({
  kind: 'basic',
  readWriteType,
  includesManagement,
  excludedSources,
});
const field = (name: string, operator: string, ...values: string[]): FieldSelector => ({
  field: name,
  operators: { [operator]: values },
});
const advanced = (...fields: FieldSelector[]): TrailSelector => ({ kind: 'advanced', fields });
const management = field('eventCategory', 'equals', 'Management');

const trail = (changes: Partial<Trail & Omit<TrailDetail, 'kind'>> = {}): Trail => {
  const { isLogging = true, loggingSince, deliveryError, selectors = [basic('All')], detail, ...rest } = changes;
  return {
    arn: 'arn:aws:cloudtrail:eu-west-1:123456789012:trail/audit',
    name: 'audit',
    homeRegion: home,
    isMultiRegion: true,
    hasGlobalServices: true,
    isOrganization: false,
    detail: detail ?? { kind: 'read', isLogging, loggingSince, deliveryError, selectors },
    ...rest,
  };
};
const unreadable = (changes: Partial<Trail> = {}) =>
  trail({ detail: { kind: 'unreadable', why: 'GetTrailStatus: AccessDeniedException' }, ...changes });
const gathered = (...trails: Trail[]): GatheredTrails => ({
  trails,
  listings: new Map([home, other].map((each) => [each, { kind: 'listed' }])),
});
const regionOf = (health: TrailHealth, asked = home) => {
  if (health.kind === 'unknown') throw new Error(health.why);
  return health.regions.get(asked);
};
const healthOf = (...trails: Trail[]) => regionOf(trailHealthOf(gathered(...trails), [home]));
const selecting = (...selectors: TrailSelector[]) => healthOf(trail({ selectors }));

it('the longest watch of all trails that record reads and writes counts', () => {
  const since = (loggingSince: Instant | undefined, selector = basic('All')) =>
    trail({ loggingSince, selectors: [selector] });
  expect(healthOf(since(daysAgo(9)), since(daysAgo(3)))?.since).toBe(daysAgo(9));
  expect(healthOf(since(daysAgo(9), basic('ReadOnly')), since(daysAgo(3)))?.since).toBe(daysAgo(3));
  expect(healthOf(since(daysAgo(9), basic('WriteOnly')), since(daysAgo(3)))?.since).toBe(daysAgo(3));
  expect(healthOf(since(undefined), since(daysAgo(3)))?.since).toBeUndefined();
});

describe('what one trail records', () => {
  const all = { logging: true, reads: true, writes: true, excludedSources: [] };
  const reads = { ...all, writes: false };
  const writes = { ...all, reads: false };
  const nothing = { ...all, reads: false, writes: false };
  it.each<[string, TrailSelector[], object]>([
    ['reads and writes', [basic('All')], all],
    ['reads alone', [basic('ReadOnly')], reads],
    ['writes alone', [basic('WriteOnly')], writes],
    ['nothing, where management events are left out', [basic('All', [], false)], nothing],
    ['nothing that is not said', [basic(undefined)], nothing],
    ['nothing of a word that is new', [basic('Everything')], nothing],
    ['nothing without a selector', [], nothing],
    ['all but a source', [basic('All', [kms])], { ...all, excludedSources: [kms] }],
    [
      'all but a source in one direction',
      [basic('WriteOnly'), basic('ReadOnly', [kms])],
      { ...all, excludedSources: [kms] },
    ],
    [
      'what another selector leaves out',
      [basic('All', [kms, rds]), basic('All', [kms])],
      { ...all, excludedSources: [kms] },
    ],
    ['sources left out in order of their names', [basic('All', [rds, kms])], { ...all, excludedSources: [kms, rds] }],
    ['management events, by fields', [advanced(management)], all],
    [
      'nothing of another field that says Management',
      [advanced(field('resources.type', 'equals', 'Management'))],
      nothing,
    ],
    [
      'nothing to build on of a condition without an operator',
      [advanced(management, { field: 'eventSource', operators: {} })],
      nothing,
    ],
    ['management events that read, by fields', [advanced(management, field('readOnly', 'equals', 'true'))], reads],
    ['management events that write, by fields', [advanced(management, field('readOnly', 'equals', 'false'))], writes],
    [
      'nothing that both reads and writes',
      [advanced(management, field('readOnly', 'equals', 'true'), field('readOnly', 'equals', 'false'))],
      nothing,
    ],
    [
      'reads by one selector and writes by another',
      [
        advanced(management, field('readOnly', 'equals', 'true')),
        advanced(management, field('readOnly', 'equals', 'false')),
      ],
      all,
    ],
    [
      'all but sources, by fields',
      [advanced(management, field('eventSource', 'notEquals', kms, rds))],
      { ...all, excludedSources: [kms, rds] },
    ],
    [
      'data events, which are no management events',
      [advanced(field('eventCategory', 'equals', 'Data'), field('resources.type', 'equals', 'AWS::S3::Object'))],
      nothing,
    ],
    ['nothing without a category', [advanced(field('readOnly', 'equals', 'true'))], nothing],
    [
      'nothing to build on where one source alone is kept',
      [advanced(management, field('eventSource', 'equals', 'iam.amazonaws.com'))],
      nothing,
    ],
    [
      'nothing to build on where sources are left out by their beginning',
      [advanced(management, field('eventSource', 'notStartsWith', 'k'))],
      nothing,
    ],
    [
      'nothing to build on where users are left out',
      [advanced(management, field('userIdentity.arn', 'notStartsWith', 'arn:'))],
      nothing,
    ],
    [
      'nothing to build on of a condition that is new',
      [advanced(management, field('eventName', 'matches', '*'))],
      nothing,
    ],
    [
      'nothing to build on where one field has two conditions',
      [advanced(management, { field: 'eventSource', operators: { notEquals: [kms], startsWith: ['s'] } })],
      nothing,
    ],
    [
      'nothing to build on where readOnly is turned round',
      [advanced(management, field('readOnly', 'notEquals', 'true'))],
      nothing,
    ],
    [
      'what a selector keeps beside one that is too narrow',
      [advanced(management, field('eventName', 'equals', 'X')), basic('ReadOnly')],
      reads,
    ],
  ])('%s', (_, selectors, expected) => expect(selecting(...selectors)).toMatchObject(expected));

  it.each<[string, TrailSelector[], string]>([
    ['reads and writes', [advanced(management)], 'logs reads and writes'],
    ['reads', [basic('ReadOnly')], 'logs reads only'],
    ['writes', [basic('WriteOnly')], 'logs writes only'],
    ['neither', [basic('All', [], false)], 'logs no management events'],
    ['all but two sources', [basic('All', [rds, kms])], `logs reads and writes, without ${kms}, ${rds}`],
    [
      'nothing, by two narrow fields',
      [advanced(management, field('eventName', 'equals', 'X'), field('eventType', 'equals', 'Y'))],
      'logs no management events, a selector on eventName, eventType does not count',
    ],
  ])('is said in words: %s', (_, selectors, words) => {
    expect(selecting(...selectors)?.why).toBe(`trail audit ${words}`);
  });

  it('says by which field a selector is too narrow', () => {
    const narrow = advanced(management, field('sessionCredentialFromConsole', 'equals', 'true'));
    expect(selecting(narrow)?.why).toBe(
      'trail audit logs no management events, a selector on sessionCredentialFromConsole does not count',
    );
  });
});

describe('the trails of a Region together', () => {
  it('are nothing where none watches it', () => {
    const health = healthOf(trail({ isMultiRegion: false, homeRegion: other }));
    expect(health).toMatchObject({ logging: false, reads: false, writes: false, why: 'no trail watches it' });
  });

  it('are nothing while they are stopped', () => {
    expect(healthOf(trail({ isLogging: false }))).toMatchObject({
      logging: false,
      reads: false,
      writes: false,
      why: 'trail audit is stopped, would log reads and writes',
    });
  });

  it('add up: one for reads, one for writes, and a source that only one leaves out', () => {
    const health = healthOf(
      trail({ selectors: [basic('ReadOnly', [kms])] }),
      trail({ selectors: [basic('All', [rds])] }),
    );
    expect(health).toMatchObject({ logging: true, reads: true, writes: true, excludedSources: [rds] });
  });

  it('do not count one that is stopped among them', () => {
    const stopped = trail({ isLogging: false });
    expect(healthOf(stopped, trail({ selectors: [basic('WriteOnly', [kms])] }))).toMatchObject({
      logging: true,
      reads: false,
      writes: true,
      excludedSources: [kms],
    });
  });

  it('count a multi-Region trail everywhere and another one at home alone', () => {
    const health = trailHealthOf(
      gathered(trail({ selectors: [basic('WriteOnly')] }), trail({ isMultiRegion: false, homeRegion: other })),
      [home, other],
    );
    expect([regionOf(health)?.reads, regionOf(health, other)?.reads]).toEqual([false, true]);
  });

  it('lack IAM and STS where a trail leaves out services without a Region', () => {
    expect(healthOf(trail({ hasGlobalServices: false }))?.excludedSources).toEqual([
      'cloudfront.amazonaws.com',
      'iam.amazonaws.com',
      'sts.amazonaws.com',
    ]);
    expect(healthOf(trail({ hasGlobalServices: false }), trail())?.excludedSources).toEqual([]);
  });

  it('tell that files cannot be delivered; the events are recorded all the same', () => {
    const health = healthOf(
      trail({ deliveryError: 'AccessDenied' }),
      trail({ isLogging: false, deliveryError: 'old' }),
    );
    expect(health).toMatchObject({ logging: true, reads: true, deliveryErrors: ['AccessDenied'] });
    expect(health?.why).toContain('its files cannot be delivered: AccessDenied');
  });

  it('escape what a stranger wrote', () => {
    expect(healthOf(trail({ name: 'a\u001b[31m', deliveryError: 'b\n' }))?.why).toBe(
      'trail a\\u{1b}[31m logs reads and writes, its files cannot be delivered: b\\u{a}',
    );
  });
});

describe('what is wrong with the trails', () => {
  const [whole, kmsLeftOut] = [trail(), trail({ selectors: [basic('All', [kms])] })];
  const [stopped, writing] = [trail({ isLogging: false }), trail({ selectors: [basic('WriteOnly')] })];
  const known = (...trails: Trail[]) => trailHealthOf(gathered(...trails), [home, other]);

  it.each<[string, Trail[], boolean]>([
    ['that record everything', [whole], true],
    ['that leave out a source', [kmsLeftOut], false],
    ['that are stopped', [stopped], false],
    ['that record writes alone', [writing], false],
    ['of which one leaves out what another records', [kmsLeftOut, whole], true],
  ])('is nothing or something with trails %s', (_, trails, isSound) => {
    const health = healthOf(...trails);
    expect(health !== undefined && isWhole(health)).toBe(isSound);
  });

  it('is said of Regions of the same trouble together', () => {
    expect(known(whole).kind).toBe('known');
    expect(healthWords(known(whole))).toEqual([]);
    expect(healthWords(known(stopped, writing))).toEqual([
      'CloudTrail does not record everything in eu-west-1, us-east-1: ' +
        'trail audit is stopped, would log reads and writes; trail audit logs writes only',
    ]);
    expect(healthWords(known(trail({ isMultiRegion: false })))).toEqual([
      'CloudTrail does not record everything in us-east-1: no trail watches it',
    ]);
    expect(healthWords(known(trail({ isMultiRegion: false, isLogging: false })))).toHaveLength(2);
  });

  it('is not known where trails could not be read', () => {
    expect(healthWords({ kind: 'unknown', why: 'AccessDenied' })).toEqual([
      'whether trails record everything is not known (AccessDenied)',
    ]);
  });

  it('is no failed delivery where there is none', () => {
    expect(healthOf(whole)?.deliveryErrors).toEqual([]);
  });
});

describe('what could not be read', () => {
  it('leaves the health unknown where it may be all that watches', () => {
    expect(trailHealthOf(gathered(unreadable({ isOrganization: true })), [home])).toEqual({
      kind: 'unknown',
      why: 'organization trail audit could not be read (GetTrailStatus: AccessDeniedException)',
    });
  });

  it('leaves it unknown beside a trail that records writes alone', () => {
    const writes = trail({ selectors: [basic('WriteOnly')] });
    expect(trailHealthOf(gathered(writes, unreadable()), [home]).kind).toBe('unknown');
  });

  it('takes nothing from what another trail records', () => {
    expect(isRecorded(healthOf(trail(), unreadable()) as never)).toBe(true);
  });

  it('is of no account where it does not watch the Region', () => {
    expect(healthOf(unreadable({ isMultiRegion: false, homeRegion: other }))).toMatchObject({ logging: false });
  });

  it('leaves a Region unknown whose trails could not be listed or were not', () => {
    const refused: GatheredTrails = {
      trails: [],
      listings: new Map([[home, { kind: 'failed', why: 'AccessDeniedException' }]]),
    };
    expect(trailHealthOf(refused, [home, other])).toEqual({
      kind: 'unknown',
      why: `the trails of eu-west-1 could not be listed (AccessDeniedException); the trails of us-east-1 could not be listed (no request was sent)`,
    });
  });
});

describe('the law of adding up', () => {
  const selectors = fc.constantFrom(
    basic('All'),
    basic('ReadOnly', [kms]),
    basic('WriteOnly', [rds]),
    basic('All', [kms, rds]),
    advanced(management, field('eventSource', 'notEquals', kms)),
    advanced(management, field('eventName', 'equals', 'X')),
  );
  const trails = fc
    .record({ isLogging: fc.boolean(), isMultiRegion: fc.boolean(), selectors: fc.array(selectors, { maxLength: 3 }) })
    .map(trail);

  it('another trail never takes anything away, and order does not matter', () => {
    fc.assert(
      fc.property(fc.array(trails, { maxLength: 4 }), trails, (some, more) => {
        const [before, after] = [healthOf(...some), healthOf(...some, more)];
        for (const field of ['logging', 'reads', 'writes'] as const)
          expect(after?.[field] || !before?.[field]).toBe(true);
        if (before !== undefined && isRecorded(before)) {
          expect(before.excludedSources).toEqual(expect.arrayContaining([...(after?.excludedSources ?? [])]));
        }
        const { why: _, ...forwards } = healthOf(...some, more) ?? { why: '' };
        const { why: __, ...backwards } = healthOf(more, ...some.toReversed()) ?? { why: '' };
        expect(backwards).toEqual(forwards);
      }),
    );
  });
});

describe('log file validation', () => {
  const validates = (...said: (boolean | undefined)[]) =>
    healthOf(...said.map((isValidated) => trail({ isValidated })))?.isValidated;

  it('is on where one active trail has it, and off where none has', () => {
    expect([validates(true, false), validates(false), validates(false, false)]).toEqual([true, false, false]);
  });

  it('is not known where CloudTrail does not say, or nothing is active', () => {
    expect([validates(undefined), validates(false, undefined), validates()]).toEqual([undefined, undefined, undefined]);
    expect(healthOf(trail({ isLogging: false, isValidated: true }))?.isValidated).toBeUndefined();
  });
});
