import { describe, expect, it } from 'vitest';
import { isPatient, planStep } from '../../../domain/providers/tenant-run.ts';
import { plusMinutes } from '../../../domain/time.ts';
import { now } from '../builders.ts';

const hoursAgo = (hours: number) => plusMinutes(now, -hours * 60);
const nothing = { unfinished: undefined, latest: undefined, isAsked: false };

describe('an invocation of a daily run over a tenant', () => {
  it('begins the first run by itself, and the daily one when it is asked', () => {
    expect(planStep(nothing, now)).toEqual({ kind: 'begin' });
    const latest = hoursAgo(24);
    expect(planStep({ ...nothing, latest }, now)).toEqual({ kind: 'rest', latest });
    expect(planStep({ ...nothing, latest, isAsked: true }, now)).toEqual({ kind: 'begin' });
  });

  it('begins a run that nobody asked for once the last one is over 25 hours ago', () => {
    expect(planStep({ ...nothing, latest: hoursAgo(25) }, now).kind).toBe('rest');
    expect(planStep({ ...nothing, latest: hoursAgo(25.1) }, now).kind).toBe('begin');
  });

  it('continues an unfinished run first, whether or not another one is asked for', () => {
    const startedAt = hoursAgo(2);
    for (const isAsked of [true, false]) {
      const step = planStep({ unfinished: startedAt, latest: hoursAgo(24), isAsked }, now);
      expect(step).toEqual({ kind: 'continue', startedAt });
    }
  });

  it('gives an unfinished run up after 20 hours, where the next one is asked for', () => {
    const givenUp = hoursAgo(20);
    expect(planStep({ unfinished: givenUp, latest: undefined, isAsked: true }, now)).toEqual({
      kind: 'begin',
      givenUp,
    });
    for (const [hours, isAsked] of [
      [19.9, true],
      [48, false],
    ] as const) {
      expect(planStep({ unfinished: hoursAgo(hours), latest: undefined, isAsked }, now).kind).toBe('continue');
    }
  });

  it('waits four hours for a tenant that does not answer', () => {
    expect([isPatient(hoursAgo(3.9), now), isPatient(hoursAgo(4), now)]).toEqual([true, false]);
  });
});
