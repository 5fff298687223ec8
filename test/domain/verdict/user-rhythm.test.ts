import { describe, expect, it } from 'vitest';
import { addDay } from '../../../domain/day-set.ts';
import type { Credential, IamUser, MissingFact } from '../../../domain/inventory/iam-user.ts';
import { dayNumberOf, type Instant, type Month } from '../../../domain/time.ts';
import { type Assessment, assess } from '../../../domain/verdict/assessment.ts';
import { activityOf, isQuietUser, silencesOf, type UserDays, withRhythm } from '../../../domain/verdict/user-rhythm.ts';
import {
  accessKey,
  daysAgo,
  facts,
  iamUser,
  lastSeen,
  never,
  notTracked,
  now,
  password,
  question,
  sighting,
  usedAt,
} from '../builders.ts';
import { exempt } from './assessed.ts';

/** The account was watched on each of these days before today. */
const watched = (from: number, to = 0, but: readonly number[] = []): UserDays['calendar'] => {
  const today = dayNumberOf(now);
  const days = new Set<number>();
  for (let ago = from; ago >= to; ago--) if (!but.includes(ago)) days.add(today - ago);
  return { days, isWatchedFor: (day) => days.has(day) };
};

/** Active on each of these days before today. */
function daysOf(...ago: readonly number[]) {
  const days = new Map<Month, number>();
  for (const each of ago) addDay(days, daysAgo(each));
  return days;
}

/** 40 days, one after the other, of which the last was so many days ago. */
const daily = (ago: number) => Array.from({ length: 40 }, (_, index) => ago + index);

interface Case {
  readonly last: number;
  readonly calendar?: UserDays['calendar'];
  readonly user?: Partial<IamUser>;
  readonly exemption?: typeof exempt;
  readonly before?: Assessment;
  readonly at?: Instant;
}

const unused: Credential = password({ lastUse: never });

function judged({ last, calendar = watched(400), user = {}, exemption, before, at = now }: Case): Assessment {
  const seen = lastSeen(sighting({ at: daysAgo(last) }));
  const found = facts({ user: iamUser({ credentials: [unused], ...user }), lastSeen: seen, exemption });
  const asked = { ...question, now: at };
  const verdict = assess(found, asked);
  const days = { days: daysOf(...daily(last)), lookups: undefined, calendar };
  return withRhythm(verdict, activityOf(verdict.lastActivity?.at, days), asked, before);
}

describe('a user who was there every day', () => {
  it.each([
    [27, false],
    [28, true],
    [89, true],
    [90, false],
  ])('and is silent for %d days is quiet: %s', (last, quiet) => {
    expect(judged({ last })).toMatchObject({ rhythm: { gaps: 39, longestGap: 1, quiet } });
  });

  it('stays active in either case: a hint is no verdict', () => {
    expect(judged({ last: 89 }).state).toBe('active');
  });

  it.each([
    ['today is not watched', watched(400, 1)],
    ['the first day of silence is not watched', watched(400, 0, [39])],
    ['a day in between is not watched', watched(400, 0, [20])],
  ])('is not quiet where %s', (_, calendar) => {
    expect(judged({ last: 40, calendar }).rhythm?.quiet).toBe(false);
  });

  it('is quiet where the rest of the last active day was not watched', () => {
    expect(judged({ last: 40, calendar: watched(400, 0, [40]) }).rhythm?.quiet).toBe(true);
  });

  it('is not quiet while a source is missing that may know better', () => {
    const gaps = [{ kind: 'no-credential-report' } as const];
    expect(judged({ last: 40, user: { gaps } })).toMatchObject({ state: 'active', rhythm: { quiet: false } });
  });

  it('is quiet though nobody records the use of one of its credentials: CloudTrail watched it', () => {
    const certificate: Credential = { ...password(), kind: 'signing-certificate', id: 'cert_1', lastUse: notTracked };
    expect(judged({ last: 40, user: { credentials: [certificate] } }).rhythm?.quiet).toBe(true);
  });

  it('is not quiet where IAM knows a fresher date, and the way there is a gap', () => {
    const user = { credentials: [accessKey({ lastUse: usedAt(daysAgo(5)) })] };
    expect(judged({ last: 40, user }).rhythm).toEqual({ gaps: 40, longestGap: 35, quiet: false });
  });

  it('has no rhythm without 100 watched days before its silence', () => {
    expect(judged({ last: 40, calendar: watched(138) }).rhythm).toBeUndefined();
    expect(judged({ last: 40, calendar: watched(139) }).rhythm).toMatchObject({ quiet: true });
  });

  it('is quiet from the same hour of the day on at which it was last active', () => {
    expect(judged({ last: 28, at: daysAgo(0, -1) }).rhythm?.quiet).toBe(false);
  });
});

describe('a silence', () => {
  const first = judged({ last: 30 });

  it('that is quiet is remembered by the day on which it began', () => {
    expect(first.quietSince).toBe('2026-10-24');
    expect(judged({ last: 20 })).not.toHaveProperty('quietSince');
  });

  it('stays remembered through days without proof, without a rhythm, and past the threshold', () => {
    for (const calendar of [watched(400, 1), watched(0)]) {
      expect(judged({ last: 30, calendar, before: first }).quietSince).toBe('2026-10-24');
    }
    const old = judged({ last: 80 });
    expect(judged({ last: 80, before: old, at: daysAgo(-10) })).toMatchObject({
      state: 'idle',
      quietSince: old.quietSince,
    });
  });

  it('is forgotten with the next activity, from any source', () => {
    expect(judged({ last: 3, before: first })).not.toHaveProperty('quietSince');
    const user = { credentials: [accessKey({ lastUse: usedAt(daysAgo(5)) })] };
    expect(judged({ last: 30, user, before: first })).not.toHaveProperty('quietSince');
  });

  it('of an exempt user is quiet and is not reported', () => {
    const silent = judged({ last: 30, exemption: exempt });
    expect(silent.rhythm?.quiet).toBe(true);
    expect(isQuietUser(silent)).toBe(false);
    expect(silent).not.toHaveProperty('quietSince');
  });
});

describe('the active days of a user', () => {
  it('are those of the 400 days up to the last activity, which is the last of them', () => {
    const days = { days: daysOf(402, 401, 400, 50, 2, 1), lookups: undefined, calendar: watched(400) };
    const today = dayNumberOf(now);
    expect(activityOf(daysAgo(2), days)?.activeDays.map((day) => today - day)).toEqual([401, 400, 50, 2]);
    expect(activityOf(undefined, days)).toBeUndefined();
  });
});

describe('the silences of a user', () => {
  const of = (ago: readonly number[], calendar = watched(500), gaps: readonly MissingFact[] = []) => {
    const [last = 0] = ago;
    const seen = lastSeen(sighting({ at: daysAgo(last) }));
    const verdict = assess(facts({ user: iamUser({ credentials: [unused] }), lastSeen: seen, gaps }), question);
    const days = { days: daysOf(...ago), lookups: undefined, calendar };
    return silencesOf(verdict, activityOf(verdict.lastActivity?.at, days), question);
  };

  it('are its gaps and the silence that goes on', () => {
    expect(of([10, 45, 46])).toEqual([
      { days: 1, isOpen: false },
      { days: 35, isOpen: false },
      { days: 10, isOpen: true },
    ]);
  });

  it('are its gaps alone while a source is missing that may know of a later activity', () => {
    expect(of([10, 45], watched(500), [{ kind: 'no-row' }])).toEqual([{ days: 35, isOpen: false }]);
  });

  it('leave out what spans an unwatched day', () => {
    expect(of([10, 45, 46], watched(500, 0, [40, 3]))).toEqual([{ days: 1, isOpen: false }]);
  });

  it('begin at most 400 days ago', () => {
    expect(of([10, 399, 400, 401])).toEqual([
      { days: 1, isOpen: false },
      { days: 389, isOpen: false },
      { days: 10, isOpen: true },
    ]);
  });

  it('are none of a user who was never seen', () => {
    const verdict = assess(facts({ user: iamUser({ credentials: [unused] }) }), question);
    const days = { days: daysOf(3), lookups: undefined, calendar: watched(500) };
    expect(silencesOf(verdict, activityOf(verdict.lastActivity?.at, days), question)).toEqual([]);
  });
});

it('a user of whose activity nothing is known keeps the assessment as it is', () => {
  const assessment = assess(facts(), question);
  expect(withRhythm(assessment, undefined, question, undefined)).toBe(assessment);
});
