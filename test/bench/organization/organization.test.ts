import { describe, expect, it } from 'vitest';
import { busyRegions, loads, monthlyCost } from './cost.ts';
import { arrivalsIn } from './organization-files.ts';
import { simulate } from './simulate.ts';

const organization = { accounts: 10, users: 100, hours: 1, seed: 1 };

describe('the trail of an organization', () => {
  it('costs requests in proportion to its accounts, and a sandbox remembers each user and Region once', async () => {
    const [small, large] = [
      await simulate(organization),
      await simulate({ ...organization, accounts: 40, users: 400 }),
    ];
    expect(large.records / small.records).toBeCloseTo(4, 0);
    expect(large.use.writes / small.use.writes).toBeGreaterThan(3.6);
    expect(large.use.writes / small.use.writes).toBeLessThan(4.4);
    expect(large.watches).toBeLessThanOrEqual(40 * 17);
    expect(large.watches).toBeGreaterThan(0);
    expect(large.subjects).toBeLessThanOrEqual(400);
  });

  it('brings each file once, one in twenty late by two hours at most, in an order of its own', () => {
    const many = { ...organization, accounts: 100 };
    const arrived = Array.from({ length: 40 }, (_, quarter) =>
      arrivalsIn(many, quarter).map((file) => ({ ...file, late: quarter - file.quarter })),
    ).flat();
    const ofFirstDay = arrived.filter(({ quarter }) => quarter < 32);
    expect(new Set(ofFirstDay.map(({ account, quarter }) => `${account} ${quarter}`)).size).toBe(3200);
    expect(ofFirstDay).toHaveLength(3200);
    const late = ofFirstDay.filter((file) => file.late > 0).length / ofFirstDay.length;
    expect(late).toBeGreaterThan(0.03);
    expect(late).toBeLessThan(0.07);
    expect(Math.max(...ofFirstDay.map((file) => file.late))).toBe(8);
    expect(ofFirstDay.slice(0, 90).map(({ account }) => account)).not.toEqual([...Array(90).keys()]);
  });

  it('costs more with each file and digest, and as much as its parts', async () => {
    const day = await simulate({ ...organization, hours: 0.25 });
    const ofFunction = { cpuMsAFile: 1, cpuMsADigest: 1 };
    const taken = { marks: { writes: 100, reads: 100 }, counted: { writes: 1000, reads: 1000 } };
    const signed = {
      accounts: 1,
      busyRegions: 4,
      hours: 1,
      files: 1000,
      digests: 1000,
      batches: 10,
      groups: 32,
      ...taken,
    };
    const daily = { users: 10, unitsOfASighting: 1, run: { writes: 20, reads: 8 } };
    const basis = { day, daily, ofFunction, signed };
    const load = { accounts: 10, users: 100, events: 1e6, files: 1e6, digests: 0 };
    const [plain, doubled] = [monthlyCost(load, basis), monthlyCost({ ...load, files: 2e6 }, basis)];
    expect(doubled.parts.files).toBeCloseTo(2 * plain.parts.files);
    expect([doubled.parts.sightings, plain.parts.marks]).toEqual([plain.parts.sightings, 0]);
    const withDigests = monthlyCost({ ...load, digests: 1e6 }, basis);
    expect(withDigests.parts.marks).toBeCloseTo(0.1 * 0.625 + 0.2 * 0.125);
    expect(withDigests.parts.digests).toBeGreaterThan(0.625 + 0.125 + 0.48 + 0.4);
    expect(withDigests.total).toBeCloseTo(Object.values(withDigests.parts).reduce((sum, part) => sum + part, 0));
    expect(withDigests.atMost - withDigests.total).toBeCloseTo(2 * 0.9 * 0.4);
    const table = 30 * 10 * (60 * 0.625 + 8 * 0.125);
    const worker = 300 * (20 * 0.5 * 13.3 + 0.4 + 6 * 0.4);
    expect(plain.parts.dailyRun).toBeCloseTo((table + worker) / 1e6);
    expect(monthlyCost({ ...load, users: 200 }, basis).parts.dailyRun).toBeCloseTo((2 * table + worker) / 1e6);
    expect(plain.parts.standing).toBeGreaterThan(24 * 0.1 + 34 * 0.3 + 1);
  });

  it('is measured for as many busy Regions as write the files of a load', () => {
    expect([busyRegions(loads.typical), busyRegions(loads.worst)]).toEqual([4, 17]);
  });
});
