import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../../../domain/json.ts';
import { isUnused } from '../../../../domain/verdict/state.ts';
import { activity, dayAgo, judge, keyId, listed, listedKey, neighbour } from './builders.ts';

const days = fc.option(fc.integer({ min: 2, max: 395 }).map(dayAgo), { nil: undefined });
const garbage = fc.constantFrom<unknown>(null, 0, '', 'never', [], {}, '1970-01-01', false);

/** What an answer may lack: a page, a field that became something else, or the list of accounts. */
type Fault =
  | { readonly kind: 'cut' }
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'field'; readonly entry: number; readonly path: readonly string[]; readonly value: unknown };

const paths = [
  ['activityType'],
  ['fullResourceName'],
  ['observationPeriod'],
  ['observationPeriod', 'startTime'],
  ['observationPeriod', 'endTime'],
  ['activity'],
  ['activity', 'lastAuthenticatedTime'],
  ['activity', 'serviceAccount', 'serviceAccountId'],
];
const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>({ kind: 'cut' }, { kind: 'no-answer' }),
  fc.record({
    kind: fc.constant('field' as const),
    entry: fc.integer({ min: 0, max: 2 }),
    path: fc.constantFrom(...paths),
    value: garbage,
  }),
);

function withValue(object: unknown, [field = '', ...rest]: readonly string[], value: unknown): JsonObject {
  const known = typeof object === 'object' && object !== null ? object : {};
  const inner = Object.entries(known).find(([key]) => key === field)?.[1];
  return { ...known, [field]: rest.length === 0 ? value : withValue(inner, rest, value) };
}

function withFault(entries: readonly JsonObject[], fault: Fault): unknown {
  if (fault.kind === 'no-answer') return {};
  if (fault.kind === 'cut') return { activities: entries, nextPageToken: 'more' };
  return entries.map((entry, index) => (index === fault.entry ? withValue(entry, fault.path, fault.value) : entry));
}

describe('a service account', () => {
  it('is never moved towards unused by an answer that fails', () => {
    let faulty = 0;
    const lists = [listed(), listedKey()];
    fc.assert(
      fc.property(days, days, fc.option(faults, { nil: undefined }), (day, keyDay, fault) => {
        const used = day === undefined ? [] : [activity({ day })];
        const keyed = keyDay === undefined ? [] : [activity({ day: keyDay, key: keyId })];
        const entries = [neighbour, ...used, ...keyed];
        const whole = judge([entries], { lists });
        if (fault === undefined) return;
        const judged = judge([withFault(entries, fault)], { lists });
        faulty += isUnused(judged.state) ? 0 : 1;
        expect(isUnused(judged.state) && !isUnused(whole.state)).toBe(false);
      }),
      { numRuns: 300 },
    );
    expect(faulty).toBeGreaterThan(50);
  });
});
