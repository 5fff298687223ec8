import { describe, expect, it } from 'vitest';
import { monthlyCost } from './cost.ts';
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

  it('costs more with each file and digest, and as much as its parts', async () => {
    const basis = { day: await simulate({ ...organization, hours: 0.25 }), cpuMsAFile: 1 };
    const load = { accounts: 10, users: 100, events: 1e6, files: 1e6, digests: 0 };
    const [plain, doubled] = [monthlyCost(load, basis), monthlyCost({ ...load, files: 2e6 }, basis)];
    expect(doubled.parts.files).toBeCloseTo(2 * plain.parts.files);
    expect(doubled.parts.sightings).toBe(plain.parts.sightings);
    const signed = monthlyCost({ ...load, digests: 1e6 }, basis);
    expect(signed.total).toBeGreaterThan(plain.total + 3);
    expect(signed.total).toBeCloseTo(Object.values(signed.parts).reduce((sum, part) => sum + part, 0));
  });
});
