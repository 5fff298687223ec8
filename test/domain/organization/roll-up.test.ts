import { describe, expect, it } from 'vitest';
import { rollUp } from '../../../domain/organization/roll-up.ts';
import { account } from '../builders.ts';
import { counts, member } from './world.ts';

const other = account('222233334444');
const refused = { kind: 'refused', why: 'AccessDenied' } as const;

describe('the totals of an organization', () => {
  it('are the sums of its judged accounts', () => {
    const totals = rollUp([member(), member({ accountId: other })]);
    expect(totals.counts).toMatchObject({ users: 24, active: 8, idle: 6, unused: 10, unusedNotExempt: 8 });
    expect(totals).toMatchObject({ carriedUnused: 0, accounts: { listed: 2, judged: 2, unjudged: 0 } });
  });

  it.each([refused, { kind: 'failed', why: 'Throttling' } as const, { kind: 'waiting' } as const])(
    'keep the unused users of an account that is $kind, and call all its others unknown',
    (outcome) => {
      const before = rollUp([member(), member({ accountId: other })]);
      const after = rollUp([member(), member({ accountId: other, outcome })]);
      expect(after.counts).toMatchObject({
        users: 24,
        active: 4,
        new: 2,
        unknown: 1 + 7,
        unused: before.counts.unused,
      });
      expect(after).toMatchObject({ carriedUnused: 5, accounts: { listed: 2, judged: 1, unjudged: 1 } });
    },
  );

  it('add up to the number of users, whatever could not be judged', () => {
    const { counts: sum } = rollUp([member(), member({ outcome: refused }), member({ outcome: { kind: 'waiting' } })]);
    expect(sum.active + sum.idle + sum['never-used'] + sum.new + sum.unknown).toBe(sum.users);
    expect(sum.idle + sum['never-used']).toBe(sum.unused);
  });

  it('count an account without any verdict as unjudged, with no user', () => {
    const totals = rollUp([member({ outcome: refused, judged: undefined })]);
    expect(totals).toMatchObject({ counts: counts(zero), carriedUnused: 0, accounts: { unjudged: 1, judged: 0 } });
  });

  it('leave out the users of accounts that left, are out of service, or are skipped', () => {
    const skipped = { kind: 'skipped', why: 'sandbox', until: '2027-01-01' } as const;
    const outcomes = [{ kind: 'left' } as const, { kind: 'out-of-service' } as const, skipped];
    const totals = rollUp(outcomes.map((outcome) => member({ outcome })));
    expect(totals.counts).toEqual(counts(zero));
    expect(totals.accounts).toEqual({ listed: 2, judged: 0, unjudged: 0, skipped: 1, outOfService: 1 });
  });
});

const zero = Object.fromEntries(Object.keys(counts()).map((name) => [name, 0]));
