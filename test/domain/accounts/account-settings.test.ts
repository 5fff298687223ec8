import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSkipped, itemOfSettings, readSettings, rulesOf } from '../../../domain/accounts/account-settings.ts';
import { laterSettings, type StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Entry, settingsEntry } from '../../../domain/sightings/entry.ts';
import { instant } from '../builders.ts';
import { settingsVersion } from './versions.ts';

const storedOf = (items: readonly [Entry, JsonObject][]): StoredSettings | undefined =>
  items.reduce<StoredSettings | undefined>((before, [entry, item]) => laterSettings(before, entry, item), undefined);

const itemOf = (version: number): [Entry, JsonObject] => {
  const { entry, attributes } = itemOfSettings(settingsVersion(version, { thresholdDays: version }));
  return [entry, attributes];
};

describe('the settings of an account', () => {
  it('are those of the greatest version, whatever the order in which versions are read', () => {
    const versions = fc.uniqueArray(fc.integer({ min: 1, max: 999_999 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(versions, (numbers) => {
        const latest = settingsVersion(Math.max(...numbers), { thresholdDays: Math.max(...numbers) });
        expect(storedOf(numbers.map(itemOf))).toEqual({ kind: 'set', latest });
      }),
      { numRuns: 50 },
    );
  });

  it('are unreadable where a later version of the program wrote the latest, never those before', () => {
    const later: [Entry, JsonObject] = [settingsEntry(3), { ...itemOf(3)[1], format: 2 }];
    expect(storedOf([later, itemOf(2)])).toEqual({ kind: 'unreadable', entry: settingsEntry(3) });
    expect(storedOf([later, itemOf(4)])).toMatchObject({ kind: 'set', latest: { version: 4 } });
  });

  it.each<[string, JsonObject]>([
    ['a threshold in words', { thresholdDays: 'ninety' }],
    ['a skip without a day', { skip: { reason: 'closing', end: 'soon' } }],
    ['an exemption without a pattern', { exemptions: [{ reason: 'robots' }] }],
  ])('cannot be read with %s', (_, settings) => {
    expect(readSettings({ ...itemOf(1)[1], settings })).toBeUndefined();
  });

  it('skip the account on the last day too, and no longer', () => {
    const skip = { reason: 'closing', end: '2027-03-31' };
    expect(isSkipped(skip, instant('2027-03-31T23:59:59Z'))).toBe(true);
    expect(isSkipped(skip, instant('2027-04-01T00:00:00Z'))).toBe(false);
  });

  it('exempt by rules that say why, who answers and until when', () => {
    const exemptions = [{ pattern: 'svc-*', reason: 'robots', owner: 'ops', end: '2027-03-31' }, { pattern: '/x/*' }];
    expect(rulesOf({ exemptions })).toEqual([
      { kind: 'name', pattern: 'svc-*', terms: { until: '2027-03-31', reason: 'robots; owner ops' } },
      { kind: 'name', pattern: '/x/*', terms: { until: undefined, reason: undefined } },
    ]);
    expect(rulesOf({})).toEqual([]);
  });
});
