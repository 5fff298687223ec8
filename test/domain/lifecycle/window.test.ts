import { describe, expect, it } from 'vitest';
import { lifecycleSettings } from '../../../domain/lifecycle/settings.ts';
import { closedBecause, isTimeZone } from '../../../domain/lifecycle/window.ts';
import { instant } from '../builders.ts';

const { window } = lifecycleSettings({});

describe('the window in which users are quarantined', () => {
  it.each([
    ['a Monday', '2026-11-23T10:00:00Z', false],
    ['the first second of a Tuesday', '2026-11-24T08:00:00Z', true],
    ['the second before it', '2026-11-24T07:59:59Z', false],
    ['the last second', '2026-11-26T13:59:59Z', true],
    ['the end of it', '2026-11-26T14:00:00Z', false],
    ['midnight', '2026-11-24T00:00:00Z', false],
  ])('%s: %s', (_, at, isOpen) => {
    expect(closedBecause(window, instant(at)) === undefined).toBe(isOpen);
  });

  it('is one of its time zone, daylight saving included', () => {
    const berlin = { ...window, timeZone: 'Europe/Berlin' };
    const isOpen = (at: string) => closedBecause(berlin, instant(at)) === undefined;
    expect([isOpen('2026-11-24T07:00:00Z'), isOpen('2026-06-23T06:00:00Z'), isOpen('2026-11-24T06:00:00Z')]).toEqual([
      true,
      true,
      false,
    ]);
    const auckland = { ...window, timeZone: 'Pacific/Auckland' };
    expect(closedBecause(auckland, instant('2026-11-23T20:00:00Z'))).toBeUndefined();
  });

  it('is closed on a freeze day of its time zone', () => {
    const frozen = { ...window, timeZone: 'Pacific/Auckland', freezeDays: ['2026-11-24'] };
    expect(closedBecause(frozen, instant('2026-11-23T20:00:00Z'))).toBe('2026-11-24 is a freeze day');
  });

  it('may last the whole day', () => {
    const always = { ...window, fromHour: 0, toHour: 24 };
    expect(closedBecause(always, instant('2026-11-24T23:59:59Z'))).toBeUndefined();
  });

  it('needs a time zone that exists', () => {
    expect([isTimeZone('Europe/Berlin'), isTimeZone('Mars/Olympus'), isTimeZone('')]).toEqual([true, false, false]);
  });
});
