/** What has to change so that the table holds the settings that a file gives. */

import { isSameData } from '../same-data.ts';
import type { AccountExemption, AccountSettings } from './account-settings.ts';
import type { StoredSettings } from './stored-settings.ts';

/** One account, or one organizational unit, whose settings change, and the version that this makes. */
export interface SettingsChange<Holder extends string> {
  readonly holder: Holder;
  readonly version: number;
  readonly from: AccountSettings;
  readonly to: AccountSettings;
}

/** The changes, in the order of the holders, and what is left as it is. */
export interface SettingsPlan<Holder extends string> {
  readonly changes: readonly SettingsChange<Holder>[];
  /** Holders of settings that the file does not name: they keep them, unless these are to be removed. */
  readonly others: readonly Holder[];
  /** Holders whose settings a later version of the program wrote: they are never replaced. */
  readonly unreadable: readonly Holder[];
}

/** Compares. `stored` has every holder that is in the file or in the table; with `remove` the file is all there is. */
export function planSettings<Holder extends string>(
  wanted: ReadonlyMap<Holder, AccountSettings>,
  stored: ReadonlyMap<Holder, StoredSettings | undefined>,
  remove: boolean,
): SettingsPlan<Holder> {
  const holders = [...new Set([...wanted.keys(), ...stored.keys()])].sort();
  const unreadable = holders.filter((holder) => stored.get(holder)?.kind === 'unreadable');
  const compared = holders.flatMap((holder) => {
    const kept = stored.get(holder);
    if (kept?.kind === 'unreadable') return [];
    const from = kept?.latest?.settings ?? {};
    const to = wanted.get(holder) ?? (remove ? {} : from);
    return [{ holder, version: (kept?.latest?.version ?? 0) + 1, from, to }];
  });
  return {
    changes: compared.filter(({ from, to }) => !isSameData(from, to)),
    others: compared.filter(({ holder, to }) => !wanted.has(holder) && !isSameData(to, {})).map(({ holder }) => holder),
    unreadable,
  };
}

/** What differs, one line a setting: `threshold: none -> 45`. */
export function changedSettings({ from, to }: Pick<SettingsChange<string>, 'from' | 'to'>): string[] {
  const [before, after] = [settingTexts(from), settingTexts(to)];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => `${name}: ${before.get(name) ?? 'none'} -> ${after.get(name) ?? 'none'}`);
}

/** Each setting in words, one line a setting: `threshold: 45`. */
export const settingLines = (settings: AccountSettings): string[] =>
  [...settingTexts(settings)].map(([name, text]) => `${name}: ${text}`);

function settingTexts({ thresholdDays, owner, skip, exemptions = [] }: AccountSettings): ReadonlyMap<string, string> {
  const single = new Map([
    ['threshold', thresholdDays?.toString()],
    ['owner', owner],
    ['skip', skip && `until ${skip.end}: ${skip.reason}`],
  ]);
  const texts = [...single].flatMap(([name, text]): [string, string][] => (text === undefined ? [] : [[name, text]]));
  return new Map([...texts, ...exemptions.map(exemptionText)]);
}

function exemptionText({ pattern, reason, owner, end }: AccountExemption): [string, string] {
  const terms = [end && `until ${end}`, reason, owner && `owner ${owner}`].filter((term) => term !== undefined);
  return [`exempt ${pattern}`, terms.length === 0 ? 'always' : terms.join(', ')];
}
