import { describe, expect, it } from 'vitest';
import { assess, withSighting } from '../../../domain/verdict/assessment.ts';
import { daysAgo, facts, iamUser, key, lastSeen, never, password, question, sighting } from '../builders.ts';
import { assessed } from './assessed.ts';

const later = (days: number, plusSeconds = 0) => sighting({ at: daysAgo(days, plusSeconds), eventName: 'PutObject' });

describe('an assessment with one more sighting', () => {
  const before = assess(facts({ lastSeen: lastSeen(sighting({ at: daysAgo(120) })) }), question);

  it('has it as the evidence of CloudTrail, in place of the one before, and keeps that of other sources', () => {
    const latest = later(100);
    const seen = { at: daysAgo(100), source: 'cloudtrail', credential: key(), sighting: latest };
    const { evidence, lastActivity } = withSighting(before, latest, question);
    expect(lastActivity).toEqual(seen);
    expect(evidence).toEqual([
      seen,
      { at: daysAgo(200), source: 'credential-report', credential: 'password', sighting: undefined },
    ]);
  });

  it.each<[string, number]>([
    ['as old as the last activity', 0],
    ['a second older', -1],
  ])('that is %s stays as it was', (_, seconds) => {
    expect(withSighting(before, later(120, seconds), question)).toBe(before);
  });

  it('that is a second later than the last activity has it', () => {
    expect(withSighting(before, later(120, 1), question).lastActivity?.sighting?.eventName).toBe('PutObject');
  });

  it('is active if the sighting is less than the threshold ago', () => {
    expect(withSighting(before, later(90, 1), question).state).toBe('active');
    expect(withSighting(before, later(90), question).state).toBe('idle');
  });

  it('has no rhythm any more and is in no silence: the next run measures it', () => {
    const quiet = { ...before, rhythm: { gaps: 40, longestGap: 1, quiet: true }, quietSince: '2026-07-26' };
    const after = withSighting(quiet, later(1), question);
    expect(after).not.toHaveProperty('rhythm');
    expect(after).not.toHaveProperty('quietSince');
    expect(withSighting(quiet, later(130), question)).toBe(quiet);
  });

  it('was used at last, if it never was', () => {
    const neverUsed = assess(facts({ user: iamUser({ credentials: [password({ lastUse: never })] }) }), question);
    expect(neverUsed.state).toBe('never-used');
    expect(withSighting(neverUsed, later(100), question).state).toBe('idle');
  });

  it.each(['new', 'unknown'] as const)('that is %s remains so by a sighting of long ago', (state) => {
    expect(withSighting(assessed('bob', state, { idleDays: 300 }), later(100), question).state).toBe(state);
  });
});
