import { describe, expect, it, test } from 'vitest';
import {
  blindRegions,
  blindWords,
  failedProofWords,
  type KnownWatch,
  witnessedRegions,
} from '../../../domain/coverage/blind-regions.ts';
import { hourOf } from '../../../domain/coverage/proven-hours.ts';
import type { RegionTrail, TrailHealth } from '../../../domain/coverage/trail-health.ts';
import type { Watch } from '../../../domain/coverage/watch.ts';
import type { Instant } from '../../../domain/time.ts';
import { wholeTrail } from '../../fakes/reconcile-world.ts';
import { daysAgo, instant, now, region } from '../builders.ts';

const [ireland, virginia] = [region('eu-west-1'), region('us-east-1')] as const;
const regions = [ireland, virginia];

/** Virginia's trails; those of Ireland were not asked for. */
const virginiaRecords = (changes: Partial<RegionTrail> = {}): TrailHealth => ({
  kind: 'known',
  regions: new Map([[virginia, { ...wholeTrail, ...changes }]]),
});
/** Only Ireland was ever proven, after a last run a day ago. */
const proven = (lastProof: Instant, changes: Partial<KnownWatch> = {}): KnownWatch => ({
  watches: new Map([[ireland, { lastRecord: now, lastProof, days: new Map() }]]),
  health: virginiaRecords(),
  lastRun: daysAgo(1),
  ...changes,
});
const neverRun = (health: TrailHealth): KnownWatch => ({ watches: new Map(), health, lastRun: undefined });

test.each<[string, TrailHealth]>([
  ['do not log', virginiaRecords({ logging: false })],
  ['leave out reads', virginiaRecords({ reads: false })],
  ['leave out writes', virginiaRecords({ writes: false })],
])('a Region whose trails %s is unrecorded, whatever was proven', (_, health) => {
  const unrecorded = [{ region: virginia, why: 'unrecorded' }];
  expect(blindRegions(regions, neverRun(health), now)).toEqual(unrecorded);
  const watches = new Map(regions.map((each) => [each, { lastRecord: now, lastProof: now, days: new Map() }]));
  expect(blindRegions(regions, { watches, health, lastRun: daysAgo(1) }, now)).toEqual(unrecorded);
});

test.each<[string, TrailHealth]>([
  ['leave out one source', virginiaRecords({ excludedSources: ['kms.amazonaws.com'] })],
  ['could not be read', { kind: 'unknown', why: 'AccessDenied' }],
])('a Region whose trails %s is not blind for that', (_, health) => {
  expect(blindRegions(regions, neverRun(health), now)).toEqual([]);
});

describe('a Region is unproven', () => {
  test('where no proof of the six hours before the last run or later is stored, give or take five minutes', () => {
    const virginiaAlone = [{ region: virginia, why: 'unproven' }];
    expect(blindRegions(regions, proven(daysAgo(1, -21_900)), now)).toEqual(virginiaAlone);
    expect(blindRegions(regions, proven(daysAgo(1, -21_899)), now)).toEqual(virginiaAlone);
    expect(blindRegions(regions, proven(daysAgo(1, -21_901)), now)).toEqual([
      { region: ireland, why: 'unproven' },
      { region: virginia, why: 'unproven' },
    ]);
  });
  test('never before the first run has made a proof', () => {
    expect(blindRegions(regions, neverRun(virginiaRecords()), now)).toEqual([]);
  });
  test('within the hour of a run only where its stored proof is older than 26 hours and six', () => {
    const lastRun = daysAgo(0, -600);
    const hours32 = daysAgo(1, -28_800);
    const [hour, almost] = [daysAgo(0, -3600), daysAgo(0, -3599)];
    expect(blindRegions([ireland], proven(daysAgo(1), { lastRun: hour }), now)).toHaveLength(1);
    expect(blindRegions([ireland], proven(daysAgo(1), { lastRun: almost }), now)).toEqual([]);
    expect(blindRegions(regions, proven(daysAgo(1), { lastRun }), now)).toEqual([]);
    expect(blindRegions(regions, proven(hours32, { lastRun }), now)).toEqual([]);
    expect(blindRegions(regions, proven(daysAgo(1, -28_801), { lastRun }), now)).toEqual([
      { region: ireland, why: 'unproven' },
    ]);
  });
});

describe('where both causes are at work', () => {
  const health = virginiaRecords({ reads: false });
  test('each Region has its own', () => {
    expect(blindRegions(regions, proven(daysAgo(2), { health }), now)).toEqual([
      { region: ireland, why: 'unproven' },
      { region: virginia, why: 'unrecorded' },
    ]);
  });
  test('a Region with both is named once, by its trails: they leave out the proof too', () => {
    expect(blindRegions([virginia], proven(daysAgo(2), { health }), now)).toEqual([
      { region: virginia, why: 'unrecorded' },
    ]);
  });
});

test('each cause has words of its own', () => {
  expect(blindWords({ region: ireland, why: 'unproven' })).toBe('eu-west-1 is blind: the last proof did not come back');
  expect(blindWords({ region: ireland, why: 'unrecorded' })).toBe(
    'eu-west-1 is blind: its trails do not record both reads and writes',
  );
});

test('a proof that could not be made has its words', () => {
  expect(failedProofWords({ region: ireland, why: 'AccessDenied' })).toBe(
    'the proof in eu-west-1 could not be made (AccessDenied)',
  );
});

describe('where a run makes its proof only in silent Regions', () => {
  const [eu, us, ap] = [region('eu-west-1'), region('us-east-1'), region('ap-south-1')];
  const lastRun = daysAgo(1);
  const watch = (lastProof: Instant | undefined, end?: number): Watch => ({
    lastRecord: lastProof,
    lastProof,
    days: new Map(),
    ...(end !== undefined && { proof: { hours: new Set([end - 1]), selectorHours: new Set(), end } }),
  });

  it('a Region needs no proof with a witness since the last run: a read, or an hour that digests prove', () => {
    const watches = new Map([
      [eu, watch(lastRun)],
      [us, watch(daysAgo(1, -1))],
      [ap, watch(undefined, hourOf(lastRun) + 1)],
    ]);
    expect([...witnessedRegions(watches, lastRun)]).toEqual([eu, ap]);
    expect([...witnessedRegions(watches, undefined)]).toEqual([]);
    expect([...witnessedRegions(new Map([[ap, watch(undefined, hourOf(lastRun))]]), lastRun)]).toEqual([]);
  });

  it('a Region is blind once no proof came for 26 hours before the last run, and six more that storing may lag', () => {
    const health = { kind: 'unknown', why: 'AccessDenied' } as const;
    const blindAt = (lastProof: Instant | undefined) =>
      blindRegions([eu], { watches: new Map([[eu, watch(lastProof)]]), health, lastRun, proofsAreSparse: true }, now);
    expect(blindAt(daysAgo(2))).toEqual([]);
    expect(blindAt(instant('2026-11-21T00:00:00Z'))).toEqual([]);
    expect(blindAt(instant('2026-11-20T23:59:59Z'))).toEqual([{ region: eu, why: 'unproven' }]);
    expect(blindAt(undefined)).toEqual([{ region: eu, why: 'unproven' }]);
  });
});
