import { describe, expect, it } from 'vitest';
import type { StoredAccount } from '../../../domain/table/stored-account.ts';
import { readBackfill, readRun, readServicesAccessed, readWindows } from '../../../domain/table/stored-parts.ts';
import { daysAgo, now, region } from '../builders.ts';
import { accessed } from '../services/services-builders.ts';

type Run = NonNullable<StoredAccount['run']>;

const run: Run = { asOf: now, thresholdDays: 90, users: 3, coverage: { kind: 'none' } };
const gap = { region: region(), from: '2026-11-03', to: '2026-11-09' };
const backfill = { startedAt: daysAgo(1), regions: [region()], finishedAt: now };
const window = { from: daysAgo(89), to: now };

describe('a stored run', () => {
  it.each<[string, Run]>([
    ['without logs', run],
    ['with whole coverage', { ...run, coverage: { kind: 'whole', regions: [region()] }, regions: [region()] }],
    ['with partial coverage', { ...run, coverage: { kind: 'partial', regions: [region()], gaps: [gap] } }],
    ['with silences', { ...run, silences: { fromDays: 30, reached: 70, wentOn: 20, open: 5, share: 0.3 } }],
    ['with few silences', { ...run, silences: { fromDays: 30, reached: 7, wentOn: 2, open: 5 } }],
  ])('%s is read as it was written', (_, written) => {
    expect(readRun({ run: written })).toEqual(written);
  });

  it.each<[string, unknown]>([
    ['of an item that has none', undefined],
    ['with a time that is none', { ...run, asOf: 'yesterday' }],
    ['without the number of its users', { ...run, users: undefined }],
    ['with a coverage that this version does not know', { ...run, coverage: { kind: 'vague' } }],
    ['with a gap without its days', { ...run, coverage: { kind: 'partial', regions: [], gaps: [{ region: 'x' }] } }],
    ['with silences that nobody counted', { ...run, silences: { fromDays: 30 } }],
    ['with Regions that are none', { ...run, regions: [1] }],
  ])('%s counts as none', (_, written) => {
    expect(readRun({ run: written })).toBeUndefined();
  });
});

describe('a stored backfill', () => {
  it('is read as it was written, also one that was interrupted', () => {
    expect(readBackfill({ backfill })).toEqual(backfill);
    const { finishedAt: _, ...interrupted } = backfill;
    expect(readBackfill({ backfill: interrupted })).toEqual(interrupted);
  });

  it.each<[string, unknown]>([
    ['of an item that has none', undefined],
    ['with Regions that are no list', { ...backfill, regions: 'eu-west-1' }],
    ['that ended at no time', { ...backfill, finishedAt: 7 }],
  ])('%s counts as none', (_, written) => {
    expect(readBackfill({ backfill: written })).toBeUndefined();
  });
});

describe('stored lookups', () => {
  it('are read Region by Region; keys and windows of another shape prove no silence', () => {
    const item = { accountId: '123456789012', entry: 'user', [region()]: window, 'us-east-1': { from: 'long ago' } };
    expect(readWindows(item)).toEqual(new Map([[region(), window]]));
    expect(readWindows({})).toEqual(new Map());
  });
});

describe('stored answers about services', () => {
  it('are read in their own shape alone', () => {
    const services = accessed({ s3: 12 }, ['ec2']);
    expect(readServicesAccessed({ services })).toEqual(services);
    for (const broken of [undefined, { ...services, askedAt: 'once' }, { ...services, silent: 'ec2' }]) {
      expect(readServicesAccessed({ services: broken })).toBeUndefined();
    }
  });
});
