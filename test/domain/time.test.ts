import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  dayOf,
  daysBetween,
  epochMs,
  type Instant,
  instantOfEpochMs,
  laterOf,
  monthOf,
  parseEventTime,
  parseTime,
  plusDays,
  plusMinutes,
  silentDays,
} from '../../domain/time.ts';
import { anyInstant } from './arbitraries.ts';
import { instant } from './builders.ts';

describe('a time that names its zone', () => {
  it.each<[string, string]>([
    ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23 08:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00+00:00', '2026-11-23T08:00:00Z'],
    ['2026-11-23 08:00:00+00:00', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00-00:00', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00+0000', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00.999Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00.123456+00:00', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00+05:30', '2026-11-23T02:30:00Z'],
    ['2026-11-23T08:00:00-05:30', '2026-11-23T13:30:00Z'],
    ['2026-01-01T00:00:00+01:00', '2025-12-31T23:00:00Z'],
    ['2025-12-31T23:00:00-14:00', '2026-01-01T13:00:00Z'],
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00Z'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseTime(text)).toBe(expected);
  });

  it.each<[unknown]>([
    ['2026-02-29T00:00:00Z'],
    ['2100-02-29T00:00:00Z'],
    ['2026-04-31T00:00:00Z'],
    ['2026-00-10T00:00:00Z'],
    ['2026-13-10T00:00:00Z'],
    ['2026-11-00T00:00:00Z'],
    ['2026-11-32T00:00:00Z'],
    ['2026-11-23T24:00:00Z'],
    ['2026-11-23T08:60:00Z'],
    ['2026-11-23T08:00:60Z'],
    ['2026-11-23T08:00:00+15:00'],
    ['2026-11-23T08:00:00+01:60'],
    ['2026-11-23T08:00:00+01'],
    ['2026-11-23T08:00:00'],
    ['2026-11-23 08:00:00'],
    ['2026-11-23T08:00:00z'],
    ['2026-11-23t08:00:00Z'],
    ['2026-11-23T08:00:00.Z'],
    ['2026-11-23T08:00Z'],
    ['2026-11-23'],
    ['26-11-23T08:00:00Z'],
    ['+002026-11-23T08:00:00Z'],
    [' 2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00Z\n'],
    ['2026-11-23  08:00:00Z'],
    ['1969-12-31T23:59:59Z'],
    ['1970-01-01T00:00:00+00:01'],
    ['9999-12-31T23:59:59-00:01'],
    ['0000-01-01T00:00:00Z'],
    ['0070-01-01T00:00:00Z'],
    ['0099-12-31T00:00:00Z'],
    ['N/A'],
    ['no_information'],
    ['not_supported'],
    [''],
    [1_795_420_800],
    [null],
    [undefined],
    [new Date(0)],
  ])('%j is none', (text) => {
    expect(parseTime(text)).toBeUndefined();
  });

  it('is read as what it was written as, in any zone', () => {
    const offsets = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(anyInstant, offsets, fc.constantFrom('T', ' '), (at, offset, gap) => {
        const local = instantOfEpochMs(epochMs(at) + offset * 60_000);
        fc.pre(local !== undefined);
        const two = (n: number) => String(n).padStart(2, '0');
        const zone = `${offset < 0 ? '-' : '+'}${two(Math.trunc(Math.abs(offset) / 60))}:${two(Math.abs(offset) % 60)}`;
        expect(parseTime(`${String(local).slice(0, 19).replace('T', gap)}${zone}`)).toBe(at);
      }),
    );
  });

  it('exists on every day of the calendar and on no other', () => {
    const part = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(fc.integer({ min: 1970, max: 9999 }), part(14), part(33), (year, month, day) => {
        const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00Z`;
        const date = new Date(Date.UTC(year, month - 1, day));
        const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
        expect(parseTime(text)).toBe(exists ? text : undefined);
      }),
    );
  });

  it('is told from every other text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.jsonValue()), (text) => {
        fc.pre(!(typeof text === 'string' && /^\d{4}-/.test(text)));
        expect(parseTime(text)).toBeUndefined();
      }),
    );
  });
});

describe("CloudTrail's own form of a time", () => {
  it.each<[unknown, string | undefined]>([
    ['2026-11-23T08:00:00Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23T08:00:00.5Z', '2026-11-23T08:00:00Z'],
    ['2026-11-23 08:00:00Z', undefined],
    ['2026-11-23T08:00:00+00:00', undefined],
    ['2026-02-29T08:00:00Z', undefined],
    [7, undefined],
  ])('%j is %j', (text, expected) => {
    expect(parseEventTime(text)).toBe(expected);
  });
});

describe('instants', () => {
  it('sort as texts in the order of time', () => {
    fc.assert(
      fc.property(anyInstant, anyInstant, (a, b) => {
        expect(a < b).toBe(epochMs(a) < epochMs(b));
        expect(laterOf(a, b)).toBe(epochMs(a) < epochMs(b) ? b : a);
      }),
    );
  });

  it('come from a Unix time and go back to it', () => {
    fc.assert(fc.property(anyInstant, (at) => instantOfEpochMs(epochMs(at)) === at));
  });

  it.each<[number, string | undefined]>([
    [-1, undefined],
    [0, '1970-01-01T00:00:00Z'],
    [999, '1970-01-01T00:00:00Z'],
    [253_402_300_799_000, '9999-12-31T23:59:59Z'],
    [253_402_300_800_000, undefined],
    [Number.NaN, undefined],
  ])('%d ms is %s', (ms, expected) => {
    expect(instantOfEpochMs(ms)).toBe(expected);
  });

  it('move by days and minutes and stop at both ends of time', () => {
    const at = instant('2026-11-23T08:00:00Z');
    expect(plusDays(at, -90)).toBe('2026-08-25T08:00:00Z');
    expect(plusMinutes(at, 15)).toBe('2026-11-23T08:15:00Z');
    expect(plusDays(at, -1e6)).toBe('1970-01-01T00:00:00Z');
    expect(plusDays(at, 1e7)).toBe('9999-12-31T23:59:59Z');
  });

  it('are as many days apart as were added', () => {
    const early = fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => instantOfEpochMs(s * 1000) as Instant);
    fc.assert(
      fc.property(early, fc.integer({ min: 0, max: 40_000 }), (at, days) => {
        expect(daysBetween(at, plusDays(at, days))).toBe(days);
        expect(daysBetween(plusDays(at, days), at)).toBe(days === 0 ? 0 : -days);
      }),
    );
  });

  it.each<[string, string, number]>([
    ['a second less than a day', '2026-11-24T07:59:59Z', 0],
    ['exactly a day', '2026-11-24T08:00:00Z', 1],
    ['a second less than 90 days', '2027-02-21T07:59:59Z', 89],
    ['exactly 90 days', '2027-02-21T08:00:00Z', 90],
    ['a day of the past', '2026-11-22T08:00:00Z', 0],
  ])('count as whole days of silence: %s', (_, to, days) => {
    expect(silentDays(instant('2026-11-23T08:00:00Z'), instant(to))).toBe(days);
  });

  it('know their month and day in UTC', () => {
    expect([monthOf(instant('2026-11-30T23:59:59Z')), dayOf(instant('2026-11-30T23:59:59Z'))]).toEqual(['2026-11', 30]);
    expect([monthOf(instant('2026-12-01T00:00:00Z')), dayOf(instant('2026-12-01T00:00:00Z'))]).toEqual(['2026-12', 1]);
  });

  it('of which one is not known: the later is the other', () => {
    const at = instant('2026-11-23T08:00:00Z');
    expect([laterOf(undefined, at), laterOf(at, undefined), laterOf(undefined, undefined)]).toEqual([
      at,
      at,
      undefined,
    ]);
  });
});
