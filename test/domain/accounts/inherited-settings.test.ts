import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { itemOfSettings } from '../../../domain/accounts/account-settings.ts';
import { termsOfAccount } from '../../../domain/accounts/account-terms.ts';
import {
  inheritanceOf,
  itemOfInherited,
  parseUnit,
  unitsAbove,
  unitText,
} from '../../../domain/accounts/inherited-settings.ts';
import { laterSettings, type StoredSettings } from '../../../domain/accounts/stored-settings.ts';
import type { JsonObject } from '../../../domain/json.ts';
import { type Entry, inheritedEntry } from '../../../domain/sightings/entry.ts';
import { account, now, question } from '../builders.ts';
import { settingsVersion } from './versions.ts';

type StoredItem = readonly [Entry, JsonObject];

const folded = (items: readonly StoredItem[]): StoredSettings | undefined =>
  items.reduce<StoredSettings | undefined>((before, [entry, item]) => laterSettings(before, entry, item), undefined);

const versionItem = (version: number): StoredItem => {
  const { entry, attributes } = itemOfSettings(settingsVersion(version, { thresholdDays: version }));
  return [entry, attributes];
};
const inherited = { at: now, settings: { owner: 'platform' }, from: { owner: 'Production' } };
const inheritedItem: StoredItem = [inheritedEntry, itemOfInherited(inherited).attributes];
const ofLaterVersion = ([entry, item]: StoredItem): StoredItem => [entry, { ...item, format: 2 }];

describe('the units above an account', () => {
  it.each<[string | undefined, string[]]>([
    ['Production/Payments/Card', ['Production/Payments/Card', 'Production/Payments', 'Production', '']],
    ['Sandbox', ['Sandbox', '']],
    ['', ['']],
    [undefined, ['']],
  ])('of %s are %j, the root at the end', (unit, expected) => expect(unitsAbove(unit)).toEqual(expected));

  it.each<[string, string | undefined]>([
    ['ou:/Production/Payments', 'Production/Payments'],
    ['ou:/A team', 'A team'],
    ['ou:/', ''],
    ['ou:/Production/', undefined],
    ['ou://Production', undefined],
    ['ou:Production', undefined],
    ['111122223333', undefined],
  ])('%s names the unit %j', (text, unit) => {
    expect(parseUnit(text)).toBe(unit);
    if (unit !== undefined) expect(unitText(unit)).toBe(text);
  });
});

describe('what an account inherits', () => {
  it('is decided setting by setting by the nearest unit that has it, and says by which', () => {
    const skip = { reason: 'playground', end: '2999-12-31' };
    expect(
      inheritanceOf([
        { unit: 'Sandbox/Old', settings: { thresholdDays: 30 } },
        { unit: 'Sandbox', settings: { thresholdDays: 45, skip } },
        { unit: '', settings: { thresholdDays: 60, owner: 'security' } },
      ]),
    ).toEqual({
      settings: { thresholdDays: 30, skip, owner: 'security' },
      from: { thresholdDays: 'Sandbox/Old', skip: 'Sandbox', owner: '' },
    });
    expect(inheritanceOf([])).toEqual({ settings: {}, from: {} });
  });

  it('stands beside its own settings whatever the order in which entries are read', () => {
    const items = fc.shuffledSubarray([1, 2, 3, 4].map(versionItem), { minLength: 0 });
    fc.assert(
      fc.property(items, fc.nat(4), (versions, at) => {
        const all = versions.toSpliced(at, 0, inheritedItem);
        const alone = folded(versions);
        expect(folded(all)).toEqual({ kind: 'set', ...alone, inherited });
      }),
      { numRuns: 40 },
    );
  });

  it('keeps everybody from being judged where a later version of the program wrote it, in any order', () => {
    const items = [ofLaterVersion(inheritedItem), versionItem(1), versionItem(2)];
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: 3 }), (shuffled) => {
        expect(folded(shuffled)).toEqual({ kind: 'unreadable', entry: inheritedEntry });
      }),
      { numRuns: 12 },
    );
  });

  it('is still known after a version that cannot be read and one that can', () => {
    const items = [inheritedItem, ofLaterVersion(versionItem(1)), versionItem(2)];
    expect(folded(items)).toMatchObject({ kind: 'set', latest: { version: 2 }, inherited });
  });

  it('counts where the account itself says nothing', () => {
    const settings = { thresholdDays: 30, exemptions: [{ pattern: 'lab-*' }] };
    const ofUnits = { at: now, settings, from: { thresholdDays: 'Sandbox', exemptions: 'Sandbox' } };
    const run = { question, exemptions: [] };
    const termsWith = (stored: StoredSettings) => termsOfAccount(account(), run, stored);
    expect(termsWith({ kind: 'set', inherited: ofUnits })).toMatchObject({
      question: { thresholdDays: 30 },
      exemptions: [{ pattern: 'lab-*' }],
    });
    const own = settingsVersion(1, { thresholdDays: 120 });
    expect(termsWith({ kind: 'set', latest: own, inherited: ofUnits })).toMatchObject({
      question: { thresholdDays: 120 },
      exemptions: [{ pattern: 'lab-*' }],
    });
  });
});
