import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Coverage } from '../../../domain/coverage/coverage.ts';
import type { Credential, LastUse, MissingFact } from '../../../domain/inventory/iam-user.ts';
import { laterOf } from '../../../domain/time.ts';
import { assess, type UserFacts, withSighting } from '../../../domain/verdict/assessment.ts';
import { isUnused } from '../../../domain/verdict/state.ts';
import {
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  never,
  notReported,
  notTracked,
  question,
  region,
  sighting,
  usedAt,
} from '../builders.ts';

const times = fc.integer({ min: 0, max: 200 * 86_400 }).map((seconds) => daysAgo(0, -seconds));
const uses: fc.Arbitrary<LastUse> = fc.oneof(fc.constantFrom(never, notReported, notTracked), times.map(usedAt));
const credentials: fc.Arbitrary<Credential> = fc.record({
  kind: fc.constantFrom('password', 'access-key', 'ssh-public-key', 'signing-certificate'),
  id: fc.constantFrom('access_key_1', 'access_key_2'),
  status: fc.constantFrom('active', 'inactive'),
  createdAt: fc.option(times, { nil: undefined }),
  lastUse: uses,
});
const gaps: fc.Arbitrary<MissingFact> = fc.constantFrom(
  { kind: 'no-credential-report' } as const,
  { kind: 'no-row' } as const,
  { kind: 'report-stale', generatedAt: daysAgo(5) } as const,
  { kind: 'log-files-unreadable', files: 2 } as const,
);
const coverages: fc.Arbitrary<Coverage> = fc.constantFrom(
  { kind: 'none' } as const,
  { kind: 'whole', regions: [region()] } as const,
);
const anyFacts: fc.Arbitrary<UserFacts> = fc
  .record({
    createdAt: fc.option(times, { nil: undefined }),
    credentials: fc.option(fc.array(credentials, { maxLength: 4 }), { nil: undefined }),
    passwordLastUsed: fc.option(times, { nil: undefined }),
    gaps: fc.array(gaps, { maxLength: 1 }),
    seen: fc.option(times, { nil: undefined }),
    coverage: coverages,
  })
  .map(({ seen, coverage, ...user }) =>
    facts({ user: iamUser(user), lastSeen: seen && lastSeen(sighting({ at: seen })), coverage }),
  );
const verdict = (given: UserFacts) => assess(given, question);

describe('laws of judging', () => {
  it('a gap never makes a user unused: it is active by fresh evidence, or unknown', () => {
    fc.assert(
      fc.property(anyFacts, gaps, fc.boolean(), (given, gap, isOwn) => {
        const before = verdict(given).state;
        const after = verdict(
          isOwn
            ? { ...given, user: { ...given.user, gaps: [...given.user.gaps, gap] } }
            : { ...given, gaps: [...given.gaps, gap] },
        ).state;
        expect(after).toBe(before === 'active' ? 'active' : 'unknown');
      }),
    );
  });

  it('an unused user has no gap, a known creation, and no young thing about it', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const { state, gaps: missing, evidence } = verdict(given);
        fc.pre(isUnused(state));
        expect(missing).toEqual([]);
        const births = [given.user.createdAt, ...(given.user.credentials ?? []).map(({ createdAt }) => createdAt)];
        for (const at of [...births.filter((birth) => birth !== undefined), ...evidence.map(({ at: used }) => used)]) {
          expect(at <= daysAgo(90)).toBe(true);
        }
        expect(given.user.createdAt).toBeDefined();
        expect(state).toBe(evidence.length === 0 ? 'never-used' : 'idle');
      }),
    );
  });

  it('an absent field never makes a user unused who was not', () => {
    const absences: ((given: UserFacts) => UserFacts)[] = [
      (given) => ({ ...given, user: { ...given.user, createdAt: undefined } }),
      (given) => ({ ...given, coverage: { kind: 'none' } }),
      (given) => ({ ...given, user: { ...given.user, credentials: undefined, gaps: [{ kind: 'no-row' }] } }),
    ];
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...absences), (given, without) => {
        fc.pre(!isUnused(verdict(given).state));
        expect(isUnused(verdict(without(given)).state)).toBe(false);
      }),
    );
  });

  it('fresher evidence never makes an active user anything else', () => {
    fc.assert(
      fc.property(anyFacts, times, (given, at) => {
        fc.pre(verdict(given).state === 'active');
        const later = laterOf(given.lastSeen?.latest.at, at) ?? at;
        expect(verdict({ ...given, lastSeen: lastSeen(sighting({ at: later })) }).state).toBe('active');
        const passwordLastUsed = laterOf(given.user.passwordLastUsed, at);
        expect(verdict({ ...given, user: { ...given.user, passwordLastUsed } }).state).toBe('active');
      }),
    );
  });

  it('one fresh sighting makes anybody active', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        expect(verdict({ ...given, lastSeen: lastSeen(sighting({ at: daysAgo(90, 1) })) }).state).toBe('active');
      }),
    );
  });

  it('with time alone a user who is unused stays unused', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 400 }), (given, days) => {
        const { state } = verdict(given);
        fc.pre(isUnused(state));
        expect(assess(given, { ...question, now: daysAgo(-days) }).state).toBe(state);
      }),
    );
  });

  it('a sighting told afterwards comes to what it would have come to before, as far as activity goes', () => {
    fc.assert(
      fc.property(anyFacts, times, (given, at) => {
        const { latest } = lastSeen(sighting({ at }));
        const after = withSighting(verdict({ ...given, lastSeen: undefined }), latest, question);
        const before = verdict({ ...given, lastSeen: lastSeen(latest) });
        expect(after.lastActivity?.at).toBe(before.lastActivity?.at);
        expect(after.state === 'active').toBe(before.state === 'active');
        expect(isUnused(after.state)).toBe(isUnused(before.state));
      }),
    );
  });
});
