import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSettings, type RawSettings } from '../../../domain/settings/settings.ts';
import { now } from '../builders.ts';
import { okOf } from '../ok-of.ts';

const settingsOf = (raw: RawSettings) => okOf(parseSettings(raw, now));
/** Each as `field given: todo`. */
const problemsOf = (raw: RawSettings): readonly string[] => {
  const settings = parseSettings(raw, now);
  const problems = settings.kind === 'wrong' ? settings.problems : [];
  return problems.map(({ field, given, todo }) => `${field} ${given}: ${todo}`);
};

it('a time later than the clock, by more than clocks differ, asks for a forecast', () => {
  const isForecast = (text?: string) => {
    const parsed = parseSettings(text === undefined ? {} : { now: text }, now);
    return parsed.kind === 'ok' && parsed.value.isForecast;
  };
  expect(isForecast()).toBe(false);
  expect(isForecast('2026-11-23T08:15:00Z')).toBe(false);
  expect(isForecast('2026-11-23T08:15:01Z')).toBe(true);
});

describe('settings', () => {
  it('have defaults', () => {
    expect(settingsOf({})).toMatchObject({
      question: { now, thresholdDays: 90 },
      exemptions: [],
      reportMade: undefined,
      failOn: [],
      format: 'table',
    });
  });

  it('are read each', () => {
    const raw: RawSettings = {
      threshold: '30',
      now: '2026-11-20 10:00:00+02:00',
      exemptTag: ['keep', 'keep=yes', 'keep='],
      exempt: ['svc-*', '/robots/* until=2027-03-31 summer staff'],
      failOn: ['unused', 'unknown>3'],
      format: 'json',
    };
    expect(settingsOf(raw)).toMatchObject({
      question: { now: '2026-11-20T08:00:00Z', thresholdDays: 30 },
      exemptions: [
        { kind: 'tag', key: 'keep', value: undefined },
        { kind: 'tag', key: 'keep', value: 'yes' },
        { kind: 'tag', key: 'keep', value: '' },
        { kind: 'name', pattern: 'svc-*', terms: { until: undefined, reason: undefined } },
        { kind: 'name', pattern: '/robots/*', terms: { until: '2027-03-31', reason: 'summer staff' } },
      ],
      failOn: [
        { finding: 'unused', above: 0 },
        { finding: 'unknown', above: 3 },
      ],
      format: 'json',
    });
  });

  it.each<[RawSettings, string]>([
    [{ threshold: '0' }, 'threshold 0: give whole days from 1 to 3650'],
    [{ threshold: '-1' }, 'threshold -1: give whole days from 1 to 3650'],
    [{ threshold: '3651' }, 'threshold 3651: give whole days from 1 to 3650'],
    [{ threshold: 'ninety' }, 'threshold ninety: give whole days from 1 to 3650'],
    [{ threshold: '1.5' }, 'threshold 1.5: give whole days from 1 to 3650'],
    [{ threshold: '1e2' }, 'threshold 1e2: give whole days from 1 to 3650'],
    [{ threshold: '' }, 'threshold : give whole days from 1 to 3650'],
    [{ threshold: ' 90' }, 'threshold  90: give whole days from 1 to 3650'],
    [{ now: '2026-11-23T08:00:00' }, 'now 2026-11-23T08:00:00: give a time with its zone, like 2026-11-23T08:00:00Z'],
    [{ now: '2026-11-23' }, 'now 2026-11-23: give a time with its zone, like 2026-11-23T08:00:00Z'],
    [{ now: '' }, 'now : give a time with its zone, like 2026-11-23T08:00:00Z'],
    [
      { failOn: ['idle'] },
      "failOn idle: give one of unused, unused-keys, unknown, changes, or with a number, like 'unused>10'",
    ],
    [{ format: 'xml' }, 'format xml: give one of table, json, csv, ndjson, markdown, ocsf, asff, auditor, html'],
    [{ exemptTag: ['=yes'] }, "exemptTag =yes: give a tag's key, or KEY=VALUE"],
    [{ exemptTag: [''] }, "exemptTag : give a tag's key, or KEY=VALUE"],
    [{ exempt: ['  '] }, 'exempt   : give a name pattern, like svc-* or /robots/*'],
    [
      { exemptTag: ['k=until=2027-02-30'] },
      'exemptTag k=until=2027-02-30: until=2027-02-30 is not a date like 2027-03-31',
    ],
    [{ exempt: ['until=2027-01-01'] }, 'exempt until=2027-01-01: give a name pattern, like svc-* or /robots/*'],
    [{ exempt: ['--now'] }, 'exempt --now: give a name pattern, like svc-* or /robots/*'],
    [
      { reportMade: '2027-11-23T08:00:00Z', now: '2026-11-23T08:00:00Z' },
      'reportMade 2027-11-23T08:00:00Z: give a time that is not after 2026-11-23T08:00:00Z, the moment of the verdicts',
    ],
    [{ reportMade: 'today' }, 'reportMade today: give a time with its zone, like 2026-11-23T08:00:00Z'],
    [{ exempt: ['a until=soon'] }, 'exempt a until=soon: until=soon is not a date like 2027-03-31'],
  ])('%j are refused: %s', (raw, problem) => {
    expect(problemsOf(raw)).toEqual([problem]);
  });

  it.each<[RawSettings]>([[{ threshold: '1' }], [{ threshold: '3650' }], [{ threshold: '090' }]])(
    '%j are at a bound and hold',
    (raw) => {
      expect(problemsOf(raw)).toEqual([]);
    },
  );

  it('name every wrong one at once', () => {
    const wrong: RawSettings = {
      threshold: '-1',
      now: 'today',
      exemptTag: ['=x', 'keep'],
      exempt: ['', 'a until=x'],
      failOn: ['all'],
      format: 'pdf',
    };
    const named = problemsOf(wrong).map((text) => text.split(' ')[0]);
    expect(named.sort()).toEqual(['exempt', 'exempt', 'exemptTag', 'failOn', 'format', 'now', 'threshold']);
  });

  it('of a threshold are exactly the whole days within the bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: -10, max: 5000 }), (days) => {
        expect(problemsOf({ threshold: String(days) })).toHaveLength(days >= 1 && days <= 3650 ? 0 : 1);
      }),
    );
  });
});
