/** The settings of an account, or of an organizational unit, as the table has them. */

import type { JsonObject } from '../json.ts';
import { type Entry, inheritedEntry, parseEntry, settingsEntry } from '../sightings/entry.ts';
import { type AccountSettings, readSettings, type SettingsVersion } from './account-settings.ts';
import { type InheritedSettings, readInherited } from './inherited-settings.ts';

/**
 * `set`: the latest decision, and what the units above decided; either may be absent. `unreadable`: a later version of
 * the program wrote the latest, or the inheritance. Then nobody of the account may be judged: the threshold or an
 * exemption may be missing.
 */
export type StoredSettings =
  | {
      readonly kind: 'set';
      readonly latest?: SettingsVersion | undefined;
      readonly inherited?: InheritedSettings | undefined;
    }
  | { readonly kind: 'unreadable'; readonly entry: Entry; readonly inherited?: InheritedSettings | undefined };

/** What was read of an account so far and one more item, whatever their order. */
export function laterSettings(before: StoredSettings | undefined, entry: Entry, item: JsonObject): StoredSettings {
  if (entry === inheritedEntry) return withInherited(before, readInherited(item));
  if (before !== undefined && (isLost(before) || entryOfStored(before) >= entry)) return before;
  const latest = readSettings(item);
  const kept = before?.inherited && { inherited: before.inherited };
  return latest === undefined ? { kind: 'unreadable', entry, ...kept } : { kind: 'set', latest, ...kept };
}

/** What no later decision mends: the inheritance itself cannot be read. */
const isLost = (stored: StoredSettings): boolean => stored.kind === 'unreadable' && stored.entry === inheritedEntry;

function withInherited(before: StoredSettings | undefined, inherited: InheritedSettings | undefined): StoredSettings {
  if (inherited === undefined) return { kind: 'unreadable', entry: inheritedEntry };
  return { ...(before ?? { kind: 'set' }), inherited };
}

const entryOfStored = (stored: StoredSettings): Entry => {
  if (stored.kind === 'unreadable') return stored.entry;
  return stored.latest === undefined ? inheritedEntry : settingsEntry(stored.latest.version);
};

/** The settings in the items of all versions, each with its `entry`; undefined where there is none. */
export function storedSettings(items: readonly JsonObject[]): StoredSettings | undefined {
  return items.reduce<StoredSettings | undefined>((before, item) => {
    const entry = parseEntry(item['entry']);
    return entry === undefined ? before : laterSettings(before, entry, item);
  }, undefined);
}

/** What holds for the account: its own settings, and where it has none those of the nearest unit. */
export const settledSettings = (
  stored: Extract<StoredSettings, { readonly kind: 'set' }> | undefined,
): AccountSettings => ({
  ...stored?.inherited?.settings,
  ...stored?.latest?.settings,
});
